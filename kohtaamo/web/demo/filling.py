"""Puts the made-up year into the tables, through the same services that imports and integrations use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from itertools import accumulate

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.encounters.services import (
    IncomingEncounter,
    record_customers,
    record_encounters,
)
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.services import GivenValue, IncomingAnswer, record_answers
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import deliver, deliver_all, undelivered
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import across_organisations

from .comments import comments
from .courses import course_of
from .invitations import contact_of
from .model import Meeting, Satama
from .surveys import SURVEYS, kind_of

# Told how far the work is, 0 to 1.
Progress = Callable[[float], None]
SOURCE = "demo"
BATCH = 500


def keep_customers(satama: Satama) -> dict[str, Customer]:
    return record_customers(customers=[contact_of(person) for person in satama.people])


def keep_encounters(
    meetings: Sequence[Meeting],
    *,
    touchpoints: Mapping[str, Touchpoint],
    customers: Mapping[str, Customer],
    members: Mapping[str, Member],
    units: Mapping[str, Unit],
    tell: Progress,
) -> dict[str, Encounter]:
    """By uid."""
    known = [one for one in meetings if one.is_known]
    kept: dict[str, Encounter] = {}
    for start in range(0, len(known), BATCH):
        batch = [
            IncomingEncounter(
                uid=one.uid,
                touchpoint=touchpoints[one.place.key],
                happened_at=one.happened_at,
                channel=one.channel,
                unit=units[one.unit],
                agent=members.get(one.agent),
                customer=customers[one.person.key],
                waited_seconds=one.waited_seconds,
                lasted_seconds=one.lasted_seconds,
                transfers=one.transfers,
                **course_of(one),
                attributes=attributes_of(one),
                source=SOURCE,
            )
            for one in known[start : start + BATCH]
        ]
        kept |= {row.uid: row for row in record_encounters(encounters=batch)}
        tell(min((start + BATCH) / len(known), 1.0))
    return kept


def keep_answers(
    meetings: Sequence[Meeting],
    *,
    touchpoints: Mapping[str, Touchpoint],
    surveys: Mapping[str, Survey],
    customers: Mapping[str, Customer],
    encounters: Mapping[str, Encounter],
    units: Mapping[str, Unit],
    tell: Progress,
) -> None:
    said = comments(meetings)
    answered = sorted((one for one in meetings if one.heard), key=lambda one: one.happened_at)
    for start in range(0, len(answered), BATCH):
        record_answers(
            [
                IncomingAnswer(
                    uid=one.uid,
                    touchpoint=touchpoints[one.place.key],
                    happened_at=one.happened_at,
                    content=content_of(one, said.get(one.uid, "")),
                    survey=surveys[one.place.key],
                    channel=one.channel,
                    unit=units[one.unit],
                    customer=customers[one.person.key],
                    encounter=encounters.get(one.uid),
                    language=one.person.language,
                    attributes=attributes_of(one),
                    source=SOURCE,
                )
                for one in answered[start : start + BATCH]
            ]
        )
        tell(min((start + BATCH) / len(answered), 1.0))


def content_of(meeting: Meeting, comment: str) -> tuple[GivenValue, ...]:
    if meeting.heard is None:
        return ()
    values = {**asdict(meeting.heard), "why": comment}
    _, names = SURVEYS[meeting.place.key]
    return tuple(GivenValue(name, kind_of(name), values[name]) for name in names)


def attributes_of(meeting: Meeting) -> dict[str, str]:
    return {"paikkakunta": meeting.person.town.name, "liittymä": meeting.person.subscription}


def count_everything(tell: Progress) -> None:
    """Delivers every waiting event, so that all answers are measured and read."""
    with across_organisations():
        # an event is as much work as it has answers or encounters, any other next to none
        work = [
            1 + len(event.data.get("answers", ())) + len(event.data.get("encounters", ()))
            for event in undelivered()
        ]
    for done in accumulate(work):
        if not deliver(limit=1):
            break
        tell(done / sum(work))
    deliver_all()
