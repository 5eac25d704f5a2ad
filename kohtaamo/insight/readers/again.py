"""Comments that a stronger reader was to read and could not: they are tried again, spaced out, a few times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from kohtaamo.insight.models import OutsideReading, ReaderSettings
from kohtaamo.language.readers import Reason

from .setting import reader_in_use, tasks_of

# After the first time in vain, the second and so on; after the last it is given up.
WAITS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
MOST_TRIES = len(WAITS) + 1
# The same answer would come again.
FOR_GOOD: frozenset[Reason] = frozenset({"refused"})
# Not all of a day's budget is waited for on the stroke of midnight.
AFTER_MIDNIGHT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Fallen:
    """Readings of comments that wait to be tried again, from when on, and those given up."""

    waiting: int
    given_up: int
    again_at: datetime | None


def next_try(why: Reason, tries: int, now: datetime) -> datetime | None:
    """`tries` are those in vain so far; None when it is given up."""
    if tries >= MOST_TRIES or why in FOR_GOOD:
        return None
    moment = now + WAITS[tries - 1]
    return max(moment, tomorrow(now)) if why == "budget" else moment


def tomorrow(now: datetime) -> datetime:
    day = timezone.localtime(now).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min)) + AFTER_MIDNIGHT


def fallen(settings: ReaderSettings) -> Fallen:
    """One query."""
    found = OutsideReading.objects.filter(found__isnull=True, task__in=tasks(settings)).aggregate(
        waiting=Count("pk", filter=Q(again_at__isnull=False)),
        given_up=Count("pk", filter=Q(again_at__isnull=True, tries__gt=0)),
        again_at=Min("again_at"),
    )
    return Fallen(**found)


def first_again() -> datetime | None:
    """When the next one is due; None without a reader in use."""
    settings = reader_in_use()
    return fallen(settings).again_at if settings else None


def tasks(settings: ReaderSettings) -> list[str]:
    return [str(task) for task, _policy in tasks_of(settings)]
