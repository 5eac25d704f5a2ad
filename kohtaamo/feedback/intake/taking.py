"""Names and numbers that programs know become our rows, many items at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.encounters.queries import encounters_of_uids
from kohtaamo.encounters.services import IncomingCustomer, record_customers
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.queries import Named, surveys_of_links, touchpoints_of, units_of
from kohtaamo.feedback.question import UnfitError, storable
from kohtaamo.feedback.services import IncomingAnswer, Outcome, record_answers
from kohtaamo.journeys.models import Touchpoint

from .reading import AnswerIn

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Known:
    """The rows the items speak of, as the database has them now; a few queries for any number of items."""

    surveys: dict[str, Survey]
    touchpoints: dict[int | str, Named]
    units: dict[str, Named]
    customers: dict[str, Customer]
    encounters: dict[str, Encounter]


def take_in(items: Sequence[AnswerIn | Outcome]) -> list[Outcome]:
    """One outcome an item, in the order given."""
    known, now = known_of([item for item in items if isinstance(item, AnswerIn)]), timezone.now()
    made = [incoming(item, known, now) if isinstance(item, AnswerIn) else item for item in items]
    kept = iter(record_answers(item for item in made if isinstance(item, IncomingAnswer)))
    return [next(kept) if isinstance(item, IncomingAnswer) else item for item in made]


def known_of(items: Sequence[AnswerIn]) -> Known:
    places = {item.touchpoint for item in items if item.touchpoint is not None}
    customers = {storable(item.customer).strip() for item in items if item.customer} - {""}
    encounters = [storable(item.encounter) for item in items if item.encounter]
    return Known(
        surveys=surveys_of_links({storable(item.survey) for item in items if item.survey}),
        touchpoints=touchpoints_of(places),
        units=units_of({storable(item.unit) for item in items if item.unit}),
        customers=record_customers(customers=[IncomingCustomer(key=key) for key in sorted(customers)])
        if customers
        else {},
        encounters=encounters_of_uids(encounters) if encounters else {},
    )


def incoming(item: AnswerIn, known: Known, now: datetime) -> IncomingAnswer | Outcome:
    try:
        survey = survey_of(item, known)
        encounter = named("encounter", item.encounter, known.encounters)
        return IncomingAnswer(
            uid=item.uid,
            touchpoint=touchpoint_of(item, known, survey, encounter),
            survey=survey,
            happened_at=moment_of(item.happened_at) if item.happened_at else now,
            content=tuple(item.values),
            channel=item.channel,
            unit=named("unit", item.unit, known.units),
            customer=named("customer", item.customer.strip(), known.customers),
            encounter=encounter,
            language=item.language,
            attributes=item.attributes,
            source="api",
            is_complete=item.complete,
        )
    except UnfitError as problem:
        return Outcome("refused", reason=problem.code, facts=problem.facts)


def survey_of(item: AnswerIn, known: Known) -> Survey | None:
    if not item.survey:
        return None
    survey = known.surveys.get(storable(item.survey))
    if survey is None:
        raise UnfitError("unknown_survey")
    return survey


def named(field: str, key: str, rows: dict[str, Row]) -> Row | None:
    if not key:
        return None
    if storable(key) not in rows:
        raise UnfitError("foreign_reference", field=field)
    return rows[storable(key)]


def touchpoint_of(
    item: AnswerIn, known: Known, survey: Survey | None, encounter: Encounter | None
) -> Touchpoint | Named:
    if item.touchpoint is not None:
        key = storable(item.touchpoint) if isinstance(item.touchpoint, str) else item.touchpoint
        found: Touchpoint | Named | None = known.touchpoints.get(key)
    else:
        found = survey.touchpoint if survey else encounter.touchpoint if encounter else None
    if found is None:
        raise UnfitError("foreign_touchpoint")
    return found


def moment_of(text: str) -> datetime:
    """A date and a time by ISO 8601; a date alone is its midnight."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        facts = {"place": "happened_at", "trouble": "Expected a date and a time of ISO 8601"}
        raise UnfitError("malformed", **facts) from None
