"""What a reader has taken and given lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from kohtaamo.insight.models import ReaderDay, ReaderSettings
from kohtaamo.language.readers.breaker import State

from .again import Fallen, fallen
from .guarding import kept_breaker
from .setting import tasks_of

DAYS = 7
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Day:
    """`money` is in euros, None without a price."""

    row: ReaderDay
    money: float | None


@dataclass(frozen=True, slots=True)
class Usage:
    """`until` is when a reader that is left alone is tried again; it `reads` when something is chosen for it."""

    today: Day
    percent: int
    days: list[Day]
    state: State
    until: datetime | None
    reads: bool
    fallen: Fallen


def usage_of(settings: ReaderSettings) -> Usage:
    now = timezone.localdate()
    rows = list(ReaderDay.objects.filter(day__gt=now - timedelta(days=DAYS), day__lte=now))
    days = [with_money(row, settings.price) for row in rows]
    is_now = bool(days) and days[0].row.day == now
    today = days[0] if is_now else with_money(ReaderDay(day=now), settings.price)
    breaker = kept_breaker(settings)
    until = datetime.fromtimestamp(breaker.until, UTC) if breaker.until else None
    percent = min(100, 100 * today.row.tokens // max(1, settings.tokens_a_day))
    return Usage(today, percent, days, breaker.state, until, bool(tasks_of(settings)), fallen(settings))


def with_money(row: ReaderDay, price: float | None) -> Day:
    return Day(row, None if price is None else row.tokens * price / MILLION)
