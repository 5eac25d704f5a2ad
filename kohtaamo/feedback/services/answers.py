from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kohtaamo.feedback.question import UnfitError, storable
from kohtaamo.feedback.questions import STAFF_KINDS
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .asked import Asked, Key, questions_asked
from .incoming import (
    IncomingAnswer,
    check_open,
    check_place,
    read_attributes,
    read_content,
    read_moment,
    read_uid,
)
from .pile import NewAnswer, Outcome, Pile, existing_answers

BATCH = 500
# Each try may meet another connection that sends the same answers; more than these never do at once.
ATTEMPTS = 8
LANGUAGE_LENGTH = 5


def record_answers(items: Iterable[IncomingAnswer], *, actor: Member | None = None) -> list[Outcome]:
    """Keep answers, in the order given; one outcome each, and one bad item never fails its neighbours.

    The uid makes it safe to send again: the same contents are a duplicate, other contents are refused
    ("uid_taken"), unless what we have is only a part: then the newer contents replace it.
    """
    given = list(items)
    outcomes: list[Outcome] = []
    with transaction.atomic():
        for start in range(0, len(given), BATCH):
            outcomes += record_batch(given[start : start + BATCH], actor)
    return outcomes


def record_batch(items: Sequence[IncomingAnswer], actor: Member | None) -> list[Outcome]:
    if connection.vendor == "sqlite":
        return write_batch(items, actor)  # whoever writes is alone: nobody stores one of these uids meanwhile
    for _ in range(ATTEMPTS - 1):
        try:
            with transaction.atomic():
                return write_batch(items, actor)
        except IntegrityError:
            # another connection stored one of these uids meanwhile: look again, it is a duplicate now
            continue
    with transaction.atomic():
        return write_batch(items, actor)


def write_batch(items: Sequence[IncomingAnswer], actor: Member | None) -> list[Outcome]:
    organisation_id, now = current_organisation_id(), timezone.now()
    keys = [key_of(item) for item in items]
    asked = questions_asked({key for key in keys if key[0]})
    checked = [
        check(item, organisation_id, asked.get(key), now) for item, key in zip(items, keys, strict=True)
    ]
    uids = {one.uid for one in checked if isinstance(one, NewAnswer)}
    pile = Pile(organisation_id, existing_answers(organisation_id, uids), now)
    placed = [pile.place(one) if isinstance(one, NewAnswer) else one for one in checked]
    pile.save()
    touched = [answer.pk for answer in pile.touched()]
    if touched:
        events.record("feedback.answers_recorded", data={"answers": touched}, actor=actor)
    return [one if isinstance(one, Outcome) else Outcome(one[1], one[0].pk) for one in placed]


def check(
    item: IncomingAnswer, organisation_id: int, asked: Asked | None, now: datetime
) -> NewAnswer | Outcome:
    """The answer as it would be stored, or the refusal."""
    try:
        check_place(item, organisation_id)
        uid, happened_at = read_uid(item.uid), read_moment(item.happened_at, now)
        check_open(asked, happened_at)
        content = read_content(item.content, asked)
        return NewAnswer(
            uid=uid,
            survey_id=asked.survey_id if asked else None,
            version_id=asked.version_id if asked else None,
            touchpoint_id=item.touchpoint.pk,
            channel=storable(item.channel),
            unit_id=item.unit.pk if item.unit else None,
            customer_id=item.customer.pk if item.customer else None,
            encounter_id=item.encounter.pk if item.encounter else None,
            source=item.source,
            imported_id=item.imported.pk if item.imported else None,
            language=read_language(item.language) if item.language else "",
            content=content,
            attributes=read_attributes(item.attributes),
            is_complete=item.is_complete,
            is_from_staff=is_asked_of_staff(content, asked),
            happened_at=happened_at,
        )
    except UnfitError as problem:
        return Outcome("refused", reason=problem.code, facts=problem.facts)


def read_language(given: str) -> str:
    return given.split("-", maxsplit=1)[0].lower()[:LANGUAGE_LENGTH]


def is_asked_of_staff(content: Sequence[Mapping[str, Any]], asked: Asked | None) -> bool:
    """A survey that asks employees one thing asks employees all its things."""
    if asked is not None and asked.asks_staff:
        return True
    return not STAFF_KINDS.isdisjoint([value["kind"] for value in content])


def key_of(item: IncomingAnswer) -> Key:
    """The survey is 0 where the answer is of none."""
    survey, version = item.survey, item.version
    if survey is None:
        return (version.survey_id, version.pk) if version is not None else (0, None)
    return survey.pk, version.pk if version is not None else None
