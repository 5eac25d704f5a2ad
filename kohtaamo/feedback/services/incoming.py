"""An answer as it comes in, and the rules it must meet before it is kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from django.utils import timezone

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.feedback.direction import Direction, Told, check_told
from kohtaamo.feedback.models import Import, Survey, SurveyVersion
from kohtaamo.feedback.queries import Named
from kohtaamo.feedback.question import UnfitError, storable
from kohtaamo.feedback.questionnaire import MOST_QUESTIONS
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit

from .asked import Asked, AskedQuestion

UID_LENGTH = 120
NAME_LENGTH = 60
CHANNEL_LENGTH = 40
ATTRIBUTES = 50
ATTRIBUTE_NAME_LENGTH = 60
ATTRIBUTE_LENGTH = 300
# Longer texts seldom come twice.
SHORT = 40
YEARS = (1900, 2100)
AHEAD = timedelta(days=1)
LARGEST_WHOLE = 10**15
NOTHING: tuple[Any, ...] = ("", [], {})
ROWS = ("survey", "version", "unit", "customer", "encounter", "imported")
NO_ROWS = (None,) * len(ROWS)


class GivenValue(msgspec.Struct, frozen=True, gc=False):
    """`kind` is the key of a question; `value` may be raw, the question reads it.

    No kind: the survey's question of that name, or else the kind whose key the name is. A direction or the ends
    of a scale may be told; a value whose kind goes otherwise is refused.
    """

    name: str
    kind: str
    value: Any
    direction: Direction | None = None
    scale: tuple[float, float] | None = None


class IncomingAnswer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one person said in one go. `happened_at` without a zone is read in the zone in force.

    An answer of a survey is held to `version`, or to the newest published one when none is named.
    """

    uid: str
    touchpoint: Touchpoint | Named
    happened_at: datetime
    content: tuple[GivenValue, ...]
    survey: Survey | None = None
    version: SurveyVersion | None = None
    channel: str = ""
    unit: Unit | Named | None = None
    customer: Customer | None = None
    encounter: Encounter | None = None
    language: str = ""
    attributes: Mapping[str, Any] = msgspec.field(default_factory=dict)
    source: str = "api"
    imported: Import | None = None
    is_complete: bool = True


def check_place(item: IncomingAnswer, organisation_id: int) -> None:
    if item.touchpoint.organisation_id != organisation_id:
        raise UnfitError("foreign_touchpoint")
    rows = (item.survey, item.version, item.unit, item.customer, item.encounter, item.imported)
    if rows != NO_ROWS:
        foreign = [row is not None and row.organisation_id != organisation_id for row in rows]
        if True in foreign:
            raise UnfitError("foreign_reference", field=ROWS[foreign.index(True)])
    if item.survey and item.version and item.version.survey_id != item.survey.pk:
        raise UnfitError("foreign_reference", field="version")
    if len(item.channel) > CHANNEL_LENGTH and len(storable(item.channel)) > CHANNEL_LENGTH:
        raise UnfitError("channel_too_long", most=CHANNEL_LENGTH)


def read_uid(uid: Any) -> str:
    text = storable(uid).strip() if isinstance(uid, str) else ""
    if not text:
        raise UnfitError("uid_missing")
    if len(text) > UID_LENGTH:
        raise UnfitError("uid_too_long", most=UID_LENGTH)
    return text


def read_moment(moment: datetime, now: datetime) -> datetime:
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise UnfitError("happened_at_out_of_range")
    aware = timezone.make_aware(moment) if moment.tzinfo is None else moment
    if aware > now + AHEAD:
        raise UnfitError("happened_at_in_future")
    return aware


def check_open(asked: Asked | None, happened_at: datetime) -> None:
    if asked is None:
        return
    if not asked.is_published:
        raise UnfitError("survey_not_published")
    if asked.closed_at is not None and asked.closed_at <= happened_at:
        raise UnfitError("survey_closed")


def read_content(content: tuple[GivenValue, ...], asked: Asked | None) -> list[dict[str, Any]]:
    """The values as stored; those left empty are left out."""
    if len(content) > MOST_QUESTIONS:
        raise UnfitError("too_many_values", most=MOST_QUESTIONS)
    stored: list[dict[str, Any]] = []
    seen: set[str] = set()
    for given in content:
        name = read_name(given.name)
        if name in seen:
            raise UnfitError("repeated_question", name=name)
        seen.add(name)
        element = asked.questions.get(name) if asked else None
        kind = given.kind or (element.type if element else name if name in QUESTIONS else "")
        is_survey = asked is not None
        if type(given.value) is int and not given.direction and not given.scale:
            stored.append(stored_number(name, kind, given.value, element, is_survey=is_survey))
            continue
        value = read_value(given, name, kind, element, is_survey=is_survey)
        if value is not None:
            stored.append({"name": name, "kind": kind, "value": value})
    return stored


@lru_cache(maxsize=10_000)
def stored_number(
    name: str, kind: str, number: int, element: AskedQuestion | None, *, is_survey: bool
) -> dict[str, Any]:
    """Most of what is told are the few steps of a scale: each is read once. The same object for all who told it."""
    given = GivenValue(name, kind, number)
    return {"name": name, "kind": kind, "value": read_value(given, name, kind, element, is_survey=is_survey)}


@lru_cache(maxsize=10_000)
def read_name(given: str) -> str:
    name = storable(given)
    if not name or len(name) > NAME_LENGTH:
        raise UnfitError("question_name_too_long", most=NAME_LENGTH)
    return name


def read_value(
    given: GivenValue, name: str, kind: str, element: AskedQuestion | None, *, is_survey: bool
) -> Any:
    question = QUESTIONS.get(kind)
    if question is None or (is_survey and (element is None or element.type != kind)):
        raise UnfitError("unknown_question", name=name, kind=str(kind)[:NAME_LENGTH])
    if given.direction or given.scale:
        check_told(kind, Told(direction=given.direction, scale=given.scale), name=name)
    if given.value is None or (isinstance(given.value, str) and not given.value.strip()):
        return None
    try:
        value = question.parse(given.value)
        if value in NOTHING:
            return None
        if element is not None:
            question.check(value, element.element)
    except UnfitError as problem:
        raise UnfitError(problem.code, **{**problem.facts, "name": name}) from None
    return value


def read_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    if len(attributes) > ATTRIBUTES:
        raise UnfitError("too_many_attributes", most=ATTRIBUTES)
    return dict(
        [
            read_short_text(name, value)
            if type(value) is str and len(value) <= SHORT
            else (read_attribute_name(name), read_attribute(name, value))
            for name, value in attributes.items()
        ]
    )


@lru_cache(maxsize=10_000)
def read_short_text(name: Any, text: str) -> tuple[str, str]:
    """The same few texts come again and again."""
    return read_attribute_name(name), read_attribute(name, text)


@lru_cache(maxsize=10_000)
def read_attribute_name(name: Any) -> str:
    text = storable(name).strip() if isinstance(name, str) else ""
    if not text or len(text) > ATTRIBUTE_NAME_LENGTH:
        raise UnfitError("attribute_name_unfit", most=ATTRIBUTE_NAME_LENGTH)
    return text


def read_attribute(name: str, value: Any) -> Any:
    if isinstance(value, str):
        text = storable(value)
        if len(text) > ATTRIBUTE_LENGTH:
            raise UnfitError("attribute_too_long", name=name, most=ATTRIBUTE_LENGTH)
        return text
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)) and math.isfinite(value) and abs(value) <= LARGEST_WHOLE:
        return value
    raise UnfitError("attribute_unfit", name=name)
