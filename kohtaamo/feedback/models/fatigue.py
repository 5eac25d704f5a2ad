from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohtaamo.organisation.tenancy import Owned

from .occasion import Occasion
from .survey import Survey

EVERY_DAY, WEEKDAYS = (0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4)


def weekdays() -> list[int]:
    return list(WEEKDAYS)


class FatigueRule(Owned):
    """Nobody is asked more often than this. Reminders of one invitation are not counted."""

    class Counts(models.TextChoices):
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")

    class Of(models.TextChoices):
        ALL = "all", _("all surveys")
        EACH = "each", _("each survey by itself")
        SURVEY = "survey", _("one survey")
        KIND = "kind", _("surveys of one kind")

    counts = models.CharField(max_length=8, choices=Counts.choices, default=Counts.ASKED)
    # at most so many in so many days; of answers the next asking waits so many days after that many
    most = models.PositiveSmallIntegerField(default=1)
    days = models.PositiveSmallIntegerField(default=30)
    of = models.CharField(max_length=8, choices=Of.choices, default=Of.ALL)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Occasion.Kind.choices, blank=True)

    class Meta:
        ordering = ["pk"]


class SendingHours(Owned):
    """When messages may arrive, and in whose name; one row of an organisation."""

    time_zone = models.CharField(max_length=60, default="Europe/Helsinki")
    country = models.CharField(max_length=2, default="FI")
    opens_at = models.TimeField(default=time(9))
    closes_at = models.TimeField(default=time(20))
    # Monday is 0
    days = models.JSONField(default=weekdays)
    on_holidays = models.BooleanField(default=False)
    # empty: the organisation's name
    sender = models.CharField(max_length=120, blank=True)
    reply_to = models.EmailField(blank=True)
    # whether a message tells that it was opened, by a picture in it
    tells_opened = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_sending_hours")]
