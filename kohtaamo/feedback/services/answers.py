from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from kohtaamo.feedback.models import Answer, Comment, Survey, SurveyVersion
from kohtaamo.feedback.question import UnfitError, storable
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id

from .incoming import (
    Asked,
    IncomingAnswer,
    check_open,
    check_place,
    read_attributes,
    read_content,
    read_moment,
    read_uid,
)

BATCH = 500
# Each try may meet another connection that sends the same answers; more than these never do at once.
ATTEMPTS = 8
LANGUAGE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item. A refused one has a reason code, and the facts its sentence needs."""

    status: Literal["stored", "duplicate", "refused"]
    answer_id: int | None = None
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


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
    asked = questions_asked(items)
    checked = [check(item, organisation_id, asked, now) for item in items]
    pile = Pile(existing_answers([one.uid for one in checked if isinstance(one, Answer)]))
    placed = [pile.place(one) if isinstance(one, Answer) else one for one in checked]
    pile.save()
    keep_comments(pile)
    touched = [answer.pk for answer in [*pile.new, *pile.changed]]
    if touched:
        events.record("feedback.answers_recorded", data={"answers": touched}, actor=actor)
    return [one if isinstance(one, Outcome) else Outcome(one.status, one.answer.pk) for one in placed]


@dataclass(frozen=True, slots=True)
class Placed:
    answer: Answer
    status: Literal["stored", "duplicate"]


class Pile:
    """The answers of a batch by uid: those stored before, those new, and those a later item completes."""

    def __init__(self, existing: dict[str, Answer]) -> None:
        self.known = existing
        self.new: list[Answer] = []
        self.changed: list[Answer] = []

    def place(self, answer: Answer) -> Placed | Outcome:
        earlier = self.known.get(answer.uid)
        if earlier is None:
            if not answer.content:
                return Outcome("refused", reason="no_values")
            self.known[answer.uid] = answer
            self.new.append(answer)
            return Placed(answer, "stored")
        if says_the_same(earlier, answer):
            return Placed(earlier, "duplicate")
        if earlier.is_complete or not is_of_one_origin(earlier, answer):
            return Outcome("refused", reason="uid_taken")
        complete(earlier, answer)
        if earlier.pk is not None and earlier not in self.changed:
            self.changed.append(earlier)
        return Placed(earlier, "stored")

    def save(self) -> None:
        # always in one order, so that two batches with common uids wait for each other and never both
        Answer.objects.bulk_create(sorted(self.new, key=lambda answer: answer.uid))
        if self.changed:
            fields = ["content", "attributes", "language", "version", "is_complete"]
            Answer.objects.bulk_update(self.changed, fields)


def existing_answers(uids: list[str]) -> dict[str, Answer]:
    rows = Answer.objects.select_for_update().filter(uid__in=uids).order_by("uid")
    return {answer.uid: answer for answer in rows}


def says_the_same(earlier: Answer, later: Answer) -> bool:
    """A late part of what is complete says nothing new either."""
    if not is_of_one_origin(earlier, later):
        return False
    if later.is_complete:
        return earlier.is_complete and earlier.content == later.content
    if earlier.is_complete:
        return all(value in earlier.content for value in later.content)
    return bool(earlier.content == later.content)


def is_of_one_origin(earlier: Answer, later: Answer) -> bool:
    return (earlier.touchpoint_id, earlier.survey_id) == (later.touchpoint_id, later.survey_id)


def complete(earlier: Answer, later: Answer) -> None:
    earlier.content = later.content
    earlier.attributes = {**earlier.attributes, **later.attributes}
    earlier.language = later.language or earlier.language
    earlier.version_id = later.version_id or earlier.version_id
    earlier.is_complete = earlier.is_complete or later.is_complete


def check(
    item: IncomingAnswer, organisation_id: int, asked: dict[tuple[int, int | None], Asked], now: datetime
) -> Answer | Outcome:
    """The answer as it would be stored, or the refusal."""
    try:
        check_place(item, organisation_id)
        uid, happened_at = read_uid(item.uid), read_moment(item.happened_at, now)
        questions = asked.get(key_of(item)) if survey_id_of(item) else None
        check_open(questions, happened_at)
        return Answer(
            organisation_id=organisation_id,
            uid=uid,
            survey_id=survey_id_of(item),
            version_id=questions.version_id if questions else None,
            touchpoint=item.touchpoint,
            channel=storable(item.channel),
            unit=item.unit,
            customer=item.customer,
            encounter=item.encounter,
            source=item.source,
            imported=item.imported,
            language=item.language.split("-")[0].lower()[:LANGUAGE_LENGTH],
            content=read_content(item.content, questions),
            attributes=read_attributes(item.attributes),
            is_complete=item.is_complete,
            happened_at=happened_at,
            received_at=now,
        )
    except UnfitError as problem:
        return Outcome("refused", reason=problem.code, facts=problem.facts)


def survey_id_of(item: IncomingAnswer) -> int | None:
    if item.survey is not None:
        return item.survey.pk
    return item.version.survey_id if item.version is not None else None


def key_of(item: IncomingAnswer) -> tuple[int, int | None]:
    return survey_id_of(item) or 0, item.version.pk if item.version else None


def questions_asked(items: Sequence[IncomingAnswer]) -> dict[tuple[int, int | None], Asked]:
    """By survey and version named (None: the newest); two queries for any number of items."""
    keys = {key_of(item) for item in items if survey_id_of(item)}
    if not keys:
        return {}
    surveys = {row.pk: row for row in Survey.objects.filter(pk__in={survey for survey, _ in keys})}
    newest = SurveyVersion.objects.filter(survey=OuterRef("survey")).order_by("-number").values("pk")[:1]
    named = Q(pk__in={version for _, version in keys if version})
    versions = list(
        SurveyVersion.objects.annotate(newest=Subquery(newest)).filter(
            named | Q(survey__in=surveys, pk=Subquery(newest))
        )
    )
    by_key: dict[tuple[int, int | None], SurveyVersion] = {}
    for version in versions:
        by_key[version.survey_id, version.pk] = version
        if version.newest == version.pk:
            by_key[version.survey_id, None] = version
    return {key: asked_of(surveys.get(key[0]), by_key.get(key)) for key in keys}


def asked_of(survey: Survey | None, version: SurveyVersion | None) -> Asked:
    if survey is None or version is None:
        return Asked(is_published=False, closed_at=None, version_id=None, elements={})
    is_closed = survey.status == Survey.Status.CLOSED
    return Asked(
        is_published=True,
        closed_at=survey.closed_at if is_closed else None,
        version_id=version.pk,
        elements=Questionnaire.model_validate(version.questionnaire).named(),
    )


def keep_comments(pile: Pile) -> None:
    """Open text of the batch as comments; what a completed answer no longer says goes."""
    wanted = {
        (answer.pk, value["name"]): (answer, value["value"])
        for answer in [*pile.new, *pile.changed]
        for value in answer.content
        if value["kind"] == "open_text"
    }
    if pile.changed:
        outdated = []
        for comment in Comment.objects.filter(answer__in=pile.changed):
            key = (comment.answer_id, comment.question)
            if key in wanted and wanted[key][1] == comment.text:
                del wanted[key]
            else:
                outdated.append(comment.pk)
        Comment.objects.filter(pk__in=outdated).delete()
    Comment.objects.bulk_create(
        Comment(
            organisation_id=answer.organisation_id,
            answer=answer,
            question=name,
            text=text,
            touchpoint_id=answer.touchpoint_id,
            happened_at=answer.happened_at,
        )
        for (_, name), (answer, text) in wanted.items()
    )
