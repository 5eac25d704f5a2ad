"""Answers that a device kept until it had a line: each taken by itself, and told of by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from kohtaamo.feedback.course import course_of
from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    Outcome,
    limits_of,
    record_all_within_quotas,
)
from kohtaamo.feedback.visit.keeping import attributes_of
from kohtaamo.organisation.models import Member

MOST_AT_ONCE = 50
UID = re.compile(r"[A-Za-z0-9:_-]{8,100}")
LANGUAGE_LENGTH = 5
# A clock that is further off than this tells nothing, and neither does its difference.
FURTHEST_OFF = timedelta(days=3650)


class UnreadableError(ValueError):
    """What came is not what a device sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """`said_at` is by our clock. The questionnaire's number is that of the version the device had."""

    uid: str
    version: int
    language: str
    values: Mapping[str, Any]
    said_at: datetime
    is_complete: bool


def read_sent(sent: Any, now: datetime | None = None) -> list[Arrived]:
    """`clock` is the device's time as it sends, `off` the difference it saw when it last had a line, both in
    milliseconds; a time to come is now.
    """
    now = now or timezone.now()
    if not isinstance(sent, dict) or not isinstance(sent.get("answers"), list):
        raise UnreadableError
    given = sent["answers"]
    if len(given) > MOST_AT_ONCE:
        raise UnreadableError
    return [read_one(one, sent.get("clock"), now) for one in given]


def read_one(one: Any, clock: Any, now: datetime) -> Arrived:
    if not isinstance(one, dict) or not isinstance(one.get("values"), dict):
        raise UnreadableError
    uid, version, language = one.get("uid"), one.get("version"), one.get("language", "")
    if not isinstance(uid, str) or not UID.fullmatch(uid):
        raise UnreadableError
    if type(version) is not int or not isinstance(language, str):
        raise UnreadableError
    return Arrived(
        uid=uid,
        version=version,
        language=language[:LANGUAGE_LENGTH],
        values=one["values"],
        said_at=moment_of(one.get("at"), one.get("off"), clock, now),
        is_complete=one.get("complete") is not False,
    )


def moment_of(at: Any, off: Any, clock: Any, now: datetime) -> datetime:
    """By our clock: the device's time and the difference it knew then, or else the one it shows now."""
    if not is_milliseconds(at):
        return now
    if is_milliseconds(off):
        difference = float(off)
    elif is_milliseconds(clock):
        difference = now.timestamp() * 1000 - clock
    else:
        difference = 0.0
    try:
        moment = datetime.fromtimestamp((at + difference) / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return now
    return min(moment, now) if now - moment < FURTHEST_OFF else now


def is_milliseconds(told: Any) -> bool:
    return isinstance(told, int | float) and not isinstance(told, bool) and abs(told) < 1e14  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom answers come from: what their uids begin with, and what each says of where it was given."""

    survey: Survey
    prefix: str
    facts: Mapping[str, Any]
    attributes: Mapping[str, Any]
    hidden: Mapping[str, Any]
    source: str
    actor: Member | None = None


def take_answers(arrived: Sequence[Arrived], sender: Sender) -> list[dict[str, Any]]:
    """One outcome each, in the order given. One that is past its quota is stored, and counted nowhere."""
    versions = {row.number: row for row in sender.survey.versions.all()} if arrived else {}
    read = {number: read_questionnaire(row.questionnaire) for number, row in versions.items()}
    found: list[tuple[IncomingAnswer, Mapping[str, int]] | Outcome] = []
    for one in arrived:
        if not one.uid.startswith(sender.prefix) or one.version not in versions:
            found.append(Outcome("refused", reason="version_unknown"))
        else:
            found.append(answer_of(one, versions[one.version], read[one.version], sender))
    fit = [one for one in found if not isinstance(one, Outcome)]
    outcomes = iter(record_all_within_quotas(fit, survey=sender.survey, actor=sender.actor))
    settled = [one if isinstance(one, Outcome) else next(outcomes) for one in found]
    return [told_of(one.uid, outcome) for one, outcome in zip(arrived, settled, strict=True)]


def answer_of(
    one: Arrived, version: SurveyVersion, questionnaire: Questionnaire, sender: Sender
) -> tuple[IncomingAnswer, Mapping[str, int]]:
    """Beside it the quotas it falls in, and how many each of them takes."""
    course = course_of(questionnaire, one.values, hidden=sender.hidden, seed=one.uid)
    kinds = {element.name: element.type for element in questionnaire.elements()}
    item = IncomingAnswer(
        uid=one.uid,
        survey=sender.survey,
        version=version,
        happened_at=one.said_at,
        content=tuple(
            GivenValue(name, kinds.get(name, "open_text"), value) for name, value in course.values.items()
        ),
        language=one.language,
        attributes={**sender.attributes, **attributes_of(course)},
        source=sender.source,
        is_complete=one.is_complete,
        **sender.facts,
    )
    return item, limits_of(questionnaire, course.quotas)


def told_of(uid: str, outcome: Outcome) -> dict[str, Any]:
    """`state`: stored, or refused with the reason in words. What we have already is stored."""
    if outcome.reason == "no_values":
        return {"uid": uid, "state": "stored"}
    if outcome.status == "refused":
        return {"uid": uid, "state": "refused", "why": explain(outcome.reason, outcome.facts)}
    return {"uid": uid, "state": "stored"}
