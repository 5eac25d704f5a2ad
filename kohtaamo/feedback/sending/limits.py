"""Whether one more message would be too many for one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kohtaamo.feedback.models import FatigueRule


@dataclass(frozen=True, slots=True)
class Asking:
    """That a person was asked, or is to be, and when she answered."""

    survey_id: int | None
    kind: str
    moment: datetime
    answered_at: datetime | None = None


def is_too_often(new: Asking, earlier: Iterable[Asking], rules: Iterable[FatigueRule]) -> bool:
    """Whether any rule is broken by asking at that moment; `earlier` may hold later ones that wait already."""
    known = list(earlier)
    return any(breaks(rule, new, known) for rule in rules if concerns(rule, new))


def breaks(rule: FatigueRule, new: Asking, known: Iterable[Asking]) -> bool:
    span = timedelta(days=rule.days)
    counted = [one for one in known if concerns(rule, one) and is_alike(rule, one, new)]
    if rule.counts == FatigueRule.Counts.ANSWERED:
        answers = [one.answered_at for one in counted if one.answered_at is not None]
        return sum(new.moment - span < moment for moment in answers) >= rule.most
    near = sorted([new.moment, *(one.moment for one in counted if abs(one.moment - new.moment) < span)])
    return most_within(near, span) > rule.most


def most_within(moments: Sequence[datetime], span: timedelta) -> int:
    """The largest number of these, in order of time, that fall within one span."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


def concerns(rule: FatigueRule, asking: Asking) -> bool:
    if rule.of == FatigueRule.Of.SURVEY:
        return asking.survey_id == rule.survey_id
    if rule.of == FatigueRule.Of.KIND:
        return asking.kind == rule.kind
    return True


def is_alike(rule: FatigueRule, one: Asking, other: Asking) -> bool:
    return rule.of != FatigueRule.Of.EACH or one.survey_id == other.survey_id


def longest(rules: Iterable[FatigueRule]) -> timedelta:
    """How far back askings matter."""
    return timedelta(days=max((rule.days for rule in rules), default=0))
