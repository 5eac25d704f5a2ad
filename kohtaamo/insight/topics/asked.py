"""Which comments a page of topics is about, as its address says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import QueryDict

from kohtaamo.feedback.models import OVER_QUOTA, Comment
from kohtaamo.insight.comments import looked_for
from kohtaamo.insight.filters import OWN_DAYS, period_of
from kohtaamo.insight.models import TopicRun
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import whole_number

LONGEST_LANGUAGE = 5


@dataclass(frozen=True, slots=True)
class TopicsAsked:
    """`days` is None where the person named the days herself."""

    period: Period
    days: int | None = None
    touchpoint: int | None = None
    language: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        found = {"days": str(self.days)} if self.days else own_days(self.period)
        if self.touchpoint is not None:
            found["touchpoint"] = str(self.touchpoint)
        return found | ({"language": self.language} if self.language else {})

    @property
    def is_narrowed(self) -> bool:
        return self.touchpoint is not None or bool(self.language)


def own_days(period: Period) -> dict[str, str]:
    return {"days": OWN_DAYS, "from": period.start.isoformat(), "to": period.last_day.isoformat()}


def asked_of(query: QueryDict, *, today: date) -> TopicsAsked:
    days, period = period_of(query, today)
    language = query.get("language", "")
    return TopicsAsked(
        period=period,
        days=days,
        touchpoint=whole_number(query.get("touchpoint", "")),
        language=language if language.isalpha() and len(language) <= LONGEST_LANGUAGE else "",
    )


def asked_by(run: TopicRun) -> TopicsAsked:
    return TopicsAsked(run.period, None, run.touchpoint_id, run.language)


def comments_of(asked: TopicsAsked, period: Period | None = None) -> QuerySet[Comment]:
    """Customers' comments that count, newest first; of another period where one is given."""
    rows = looked_for(period=period or asked.period, touchpoint=asked.touchpoint, language=asked.language)
    return rows.exclude(over_quota_of_answer())


def over_quota_of_answer() -> Q:
    return Q(answer__is_complete=False, answer__attributes__has_key=OVER_QUOTA)
