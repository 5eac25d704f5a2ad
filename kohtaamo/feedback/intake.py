"""Answers as programs send them: names and numbers of their own become our rows, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.encounters.queries import encounters_of_uids
from kohtaamo.encounters.services import IncomingCustomer, record_customers
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit

from .models import Survey
from .queries import surveys_of_links, touchpoints_of, types_now, units_of
from .question import UnfitError, storable
from .questions import QUESTIONS
from .services import GivenValue, IncomingAnswer, Outcome, record_answers

MOST_VALUES = 200
KEY_LENGTH = 120
WHOLE = 2**63 - 1

Row = TypeVar("Row")
Key = Annotated[str, Field(max_length=KEY_LENGTH)]


class ValueIn(BaseModel):
    """`kind` may be left out when the survey knows the question, or when the name is itself a kind."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)]
    kind: Annotated[str, Field(max_length=60)] = ""
    value: Any


class AnswerIn(BaseModel):
    """One answer. A survey (the code at the end of its link) or a touchpoint (number or name) is needed."""

    model_config = ConfigDict(extra="forbid")

    uid: str
    survey: Annotated[str, Field(max_length=60)] = ""
    touchpoint: Annotated[int, Field(ge=1, le=WHOLE)] | Annotated[str, Field(max_length=200)] | None = None
    happened_at: datetime | None = None
    values: Annotated[list[ValueIn], Field(max_length=MOST_VALUES)]
    channel: str = ""
    unit: Annotated[str, Field(max_length=200)] = ""
    customer: Key = ""
    encounter: Key = ""
    language: Annotated[str, Field(max_length=35)] = ""
    attributes: dict[str, Any] = {}
    complete: bool = True


def read_items(items: Iterable[Any]) -> list[AnswerIn | Outcome]:
    """Each item by itself: one that is malformed is refused alone."""
    return [read_item(item) for item in items]


def read_item(item: Any) -> AnswerIn | Outcome:
    try:
        return AnswerIn.model_validate(item)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step)[:60] for step in first["loc"]).encode("utf-8", "replace").decode()
        return Outcome("refused", reason="malformed", facts={"place": place, "trouble": first["msg"]})


@dataclass(frozen=True, slots=True)
class Known:
    """The rows the items speak of; a handful of queries for any number of items."""

    surveys: dict[str, Survey]
    types: dict[int, dict[str, str]]
    touchpoints: dict[int | str, Touchpoint]
    units: dict[str, Unit]
    customers: dict[str, Customer]
    encounters: dict[str, Encounter]


def take_in(items: Sequence[AnswerIn | Outcome]) -> list[Outcome]:
    """One outcome an item, in the order given."""
    known = known_of([item for item in items if isinstance(item, AnswerIn)])
    made = [incoming(item, known) if isinstance(item, AnswerIn) else item for item in items]
    kept = iter(record_answers(item for item in made if isinstance(item, IncomingAnswer)))
    return [next(kept) if isinstance(item, IncomingAnswer) else item for item in made]


def known_of(items: Sequence[AnswerIn]) -> Known:
    surveys = surveys_of_links({storable(item.survey) for item in items if item.survey})
    places = {item.touchpoint for item in items if item.touchpoint is not None}
    encounters = encounters_of_uids([storable(item.encounter) for item in items if item.encounter])
    customers = {storable(item.customer).strip() for item in items} - {""}
    return Known(
        surveys=surveys,
        types=types_now(surveys.values()),
        touchpoints=touchpoints_of(places),
        units=units_of({storable(item.unit) for item in items if item.unit}),
        customers=record_customers(customers=[IncomingCustomer(key=key) for key in sorted(customers)])
        if customers
        else {},
        encounters=encounters,
    )


def incoming(item: AnswerIn, known: Known) -> IncomingAnswer | Outcome:
    try:
        survey = survey_of(item, known)
        encounter = named("encounter", item.encounter, known.encounters)
        return IncomingAnswer(
            uid=item.uid,
            touchpoint=touchpoint_of(item, known, survey, encounter),
            survey=survey,
            happened_at=item.happened_at or timezone.now(),
            content=content_of(item, known.types.get(survey.pk, {}) if survey else {}),
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
    survey = known.surveys.get(storable(item.survey))
    if item.survey and survey is None:
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
) -> Touchpoint:
    if item.touchpoint is not None:
        key = storable(item.touchpoint) if isinstance(item.touchpoint, str) else item.touchpoint
        found = known.touchpoints.get(key)
    else:
        found = survey.touchpoint if survey else encounter.touchpoint if encounter else None
    if found is None:
        raise UnfitError("foreign_touchpoint")
    return found


def content_of(item: AnswerIn, types: dict[str, str]) -> tuple[GivenValue, ...]:
    return tuple(
        GivenValue(
            storable(given.name),
            given.kind or types.get(given.name) or (given.name if given.name in QUESTIONS else ""),
            given.value,
        )
        for given in item.values
    )
