from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohtaamo.kit.periods import Period
from kohtaamo.organisation.tenancy import Owned

from .survey import Survey


class Wave(Owned):
    """A round of a survey asked again: the answers that came from its first day to its last. Waves do not overlap."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("first day"))
    # the last day, which belongs to the wave; null while it goes on
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    # the next wave starts by itself so many months after this one; 0: it does not
    every_months = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_wave_of_a_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        end = self.ends_on + timedelta(days=1) if self.ends_on else date.max
        return Period(self.starts_on, end)
