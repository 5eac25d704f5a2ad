"""Cases said in words: deadlines in open time, what was heard, what a rule does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.insight.alerting.wording import step_in_words
from kohtaamo.insight.charts import language
from kohtaamo.insight.metrics import METRICS
from kohtaamo.kit.calendar import Hours, open_between
from kohtaamo.kit.rules.words import in_words
from kohtaamo.kit.text import show_number

from .models import Case, CaseRule

HOUR = timedelta(hours=1)
SCORED = tuple(dict.fromkeys(one.kind for one in METRICS.values() if one.level == "feedback" and one.answers))


@dataclass(frozen=True, slots=True)
class Deadline:
    """`words` such as "2 h left" or "1 working day late"; empty when nothing is waited for."""

    words: str = ""
    is_late: bool = False
    is_near: bool = False
    at: datetime | None = None
    is_reaction: bool = False


def deadline_of(case: Case, now: datetime, hours: Hours) -> Deadline:
    """The next one: to react, then to close. While the customer is waited for there is none."""
    if not case.is_open or case.state == Case.State.WAITING:
        return Deadline()
    is_reaction = case.reacted_at is None
    at = case.react_by if is_reaction else case.close_by
    is_late = now > at
    left = open_between(at, now, hours) if is_late else open_between(now, at, hours)
    span = in_open_time(left, hours)
    said = gettext("%(time)s late") if is_late else gettext("%(time)s left")
    return Deadline(said % {"time": span}, is_late, not is_late and left <= 2 * HOUR, at, is_reaction)


def in_open_time(span: timedelta, hours: Hours) -> str:
    """Minutes, hours, and from two days on working days."""
    day = day_length(hours)
    if span < HOUR:
        return gettext("%(minutes)s min") % {"minutes": max(int(span.total_seconds() // 60), 1)}
    if span < 2 * day:
        return gettext("%(hours)s h") % {"hours": int(span / HOUR)}
    days = int(span / day)
    return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}


def day_length(hours: Hours) -> timedelta:
    opens, closes = hours.opens_at, hours.closes_at
    minutes = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
    return timedelta(minutes=minutes % (24 * 60) or 24 * 60)


def score_of(case: Case) -> str:
    """The first score of the answer."""
    for one in case.answer.content if case.answer else ():
        if one.get("kind") in SCORED and isinstance(one.get("value"), int | float):
            return score_in_words(one["kind"], one["value"])
    return ""


def score_in_words(kind: str, value: float) -> str:
    """Such as "NPS 2"; of steps that have words, "Effort against expectation: as much as I expected"."""
    label = QUESTIONS[kind].label
    words = step_in_words(kind, value)
    return f"{label}: {words}" if words else f"{label} {show_number(value, language())}"


def labels() -> dict[str, Any]:
    """What a rule may ask of, by its name, in words."""
    found = {f"kind.{kind}": str(QUESTIONS[kind].label) for kind in SCORED if kind in QUESTIONS}
    return {
        **found,
        "touchpoint": gettext("the touchpoint"),
        "unit": gettext("the unit"),
        "channel": gettext("the channel"),
        "segment": gettext("the customer group"),
        "survey": gettext("the survey"),
        "contact": gettext("the wish to be contacted"),
    }


def rule_in_words(rule: CaseRule) -> str:
    if rule.condition is None:
        return gettext("always")
    said = in_words(rule.condition, "fi" if language() == "fi" else "en", labels=labels())
    return said or gettext("when its own rule in JSON holds")
