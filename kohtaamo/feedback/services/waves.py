"""Rounds of a survey: they follow each other, and a new one ends the one before."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.db import transaction

from kohtaamo.feedback.models import Survey, Wave
from kohtaamo.feedback.question import UnfitError, storable
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member, Organisation
from kohtaamo.organisation.tenancy import across_organisations, working_for

NAME_LENGTH = 120
MOST_MONTHS = 24


@transaction.atomic
def start_wave(
    *, survey: Survey, name: str = "", starts_on: date, every_months: int = 0, actor: Member | None = None
) -> Wave:
    """Ends the one that goes on the day before. Raises `UnfitError` when it would reach into an earlier one."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    last = Wave.objects.filter(survey=locked).order_by("-number").first()
    if last and starts_on <= (last.ends_on or last.starts_on):
        raise UnfitError("wave_overlaps", name=last.name)
    if last and last.ends_on is None:
        last.ends_on = starts_on - timedelta(days=1)
        last.save(update_fields=["ends_on"])
    wave = Wave.objects.create(
        survey=locked,
        number=last.number + 1 if last else 1,
        name=fitting_name(name) or name_of_month(starts_on),
        starts_on=starts_on,
        every_months=fitting_months(every_months),
    )
    record("feedback.wave_started", subject_id=wave.pk, data={"name": wave.name}, actor=actor)
    return wave


@transaction.atomic
def change_wave(*, wave: Wave, name: str, every_months: int, actor: Member | None = None) -> None:
    wave.name = fitting_name(name) or name_of_month(wave.starts_on)
    wave.every_months = fitting_months(every_months)
    wave.save(update_fields=["name", "every_months"])
    record("feedback.wave_changed", subject_id=wave.pk, data={"name": wave.name}, actor=actor)


@transaction.atomic
def end_wave(*, wave: Wave, ends_on: date, actor: Member | None = None) -> None:
    """`ends_on` is its last day. Raises `UnfitError` when it would end before it starts or is over already."""
    if wave.ends_on is not None:
        raise UnfitError("wave_over", name=wave.name)
    if ends_on < wave.starts_on:
        raise UnfitError("wave_ends_early", name=wave.name)
    wave.ends_on = ends_on
    wave.save(update_fields=["ends_on"])
    record("feedback.wave_ended", subject_id=wave.pk, data={"name": wave.name}, actor=actor)


def start_due_waves(today: date) -> int:
    """Of surveys that are asked, in the organisation in force; the waves missed meanwhile are started too."""
    started = 0
    for survey in Survey.objects.filter(status=Survey.Status.OPEN, waves__every_months__gt=0).distinct():
        last = Wave.objects.filter(survey=survey).order_by("-number").first()
        while last and (due := next_start(last)) and due <= today:
            last = start_wave(survey=survey, starts_on=due, every_months=last.every_months)
            started += 1
    return started


def next_start(wave: Wave) -> date | None:
    """By the calendar, and never before the wave is over; None where it is not repeated."""
    if not wave.every_months:
        return None
    due = months_later(wave.starts_on, wave.every_months)
    return max(due, wave.ends_on + timedelta(days=1)) if wave.ends_on else due


def start_due_waves_everywhere(today: date) -> int:
    with across_organisations():
        rows = Wave.objects.filter(every_months__gt=0, survey__status=Survey.Status.OPEN)
        keys = set(rows.order_by().values_list("organisation", flat=True))
    started = 0
    for organisation in Organisation.objects.filter(pk__in=keys):
        with working_for(organisation):
            started += start_due_waves(today)
    return started


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last of a shorter one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def fitting_name(name: str) -> str:
    return " ".join(storable(name).split())[:NAME_LENGTH]


def fitting_months(months: int) -> int:
    return max(0, min(months, MOST_MONTHS))


def name_of_month(day: date) -> str:
    return f"{day.month}/{day.year}"
