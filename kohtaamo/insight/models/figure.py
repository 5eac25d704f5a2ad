from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import Owned


class BusinessFigure(Owned):
    """What the business counts itself: revenue, retention, cost. We are told it, and measure nothing of it."""

    key = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    # "€", "%", "kpl": as it stands after the number
    measure = models.CharField(_("unit of measure"), max_length=20, blank=True)
    higher_is_better = models.BooleanField(default=True)
    # money adds up over places and days; a rate does not, its mean is taken
    is_summed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="one_figure_of_a_key")]

    def __str__(self) -> str:
        return self.name


class FigureValue(Owned):
    """A figure of one day or month, at a unit, a touchpoint, of a customer, or of everything together."""

    class Size(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")

    figure = models.ForeignKey(BusinessFigure, on_delete=models.CASCADE, related_name="+")
    size = models.CharField(max_length=5, choices=Size.choices, default=Size.MONTH)
    # the day itself, or the first day of the month
    starts_on = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # the same as one text ("unit:3", "" of everything), because a null is never the same as another null
    place = models.CharField(max_length=40, blank=True)
    value = models.FloatField()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "size", "starts_on", "place"], name="one_value_of_a_figure"
            )
        ]
        indexes = [models.Index(fields=["organisation", "figure", "starts_on"], name="figures_in_order")]


class FigureImport(Owned):
    """A file of figures brought in: where it got to, and what happened to its rows."""

    class Status(models.TextChoices):
        NEW = "new", _("Waiting for columns")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    name = models.CharField(max_length=255)
    file = models.CharField(max_length=500, blank=True)
    mapping = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    progress = models.FloatField(default=0)
    rows = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # [{"row": 3, "code": ..., "facts": {...}}], at most `figures.MOST_REASONS` of them
    reasons = models.JSONField(default=list, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    advanced_at = models.DateTimeField(null=True, blank=True)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        return int(self.progress * 100)
