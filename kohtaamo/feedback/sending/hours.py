"""When a message may arrive: never at night, on a day off or on a holiday of the receiver's country."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from kohtaamo.feedback.models import SendingHours
from kohtaamo.organisation.tenancy import current_organisation_id

# Longer than any row of holidays.
MOST_DAYS = 60


class NoTimeError(ValueError):
    """No day of these hours lets anything through."""


def hours_now() -> SendingHours:
    """Those of the organisation in force; the usual ones where it has chosen none."""
    return SendingHours.objects.first() or SendingHours(organisation_id=current_organisation_id())


def next_allowed(moment: datetime, hours: SendingHours) -> datetime:
    """The moment itself, or the first one after it at which a message may arrive. Raises `NoTimeError`."""
    zone = ZoneInfo(hours.time_zone)
    local = moment.astimezone(zone)
    if is_day_allowed(local.date(), hours) and is_open(local.time(), hours):
        return moment
    for ahead in range(MOST_DAYS + 1):
        day = local.date() + timedelta(days=ahead)
        # by way of UTC: an opening time that summer time leaves out becomes the hour after it
        opening = datetime.combine(day, hours.opens_at, zone).astimezone(UTC)
        if opening >= moment and is_day_allowed(day, hours):
            return opening
    raise NoTimeError


def is_open(clock: time, hours: SendingHours) -> bool:
    """The end is not included. Hours that begin and end at one time are the whole day."""
    return hours.opens_at == hours.closes_at or hours.opens_at <= clock < hours.closes_at


def is_day_allowed(day: date, hours: SendingHours) -> bool:
    if day.weekday() not in hours.days:
        return False
    return hours.on_holidays or day not in holidays_of(hours.country, day.year)


@lru_cache(maxsize=200)
def holidays_of(country: str, year: int) -> frozenset[date]:
    """Days off in that year; none of a country that is not known."""
    if not country or country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))
