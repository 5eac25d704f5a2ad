from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.models import Alert
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned


class Finding(Owned):
    """Something noticed at a touchpoint that asks for a decision."""

    title = models.CharField(_("what was noticed"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.PROTECT, related_name="+", verbose_name=_("touchpoint")
    )
    metric = models.CharField(_("metric"), max_length=40, blank=True)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Intervention(Owned):
    """What we did about it, and the effect that was expected before it began."""

    class Kind(models.TextChoices):
        ACTION = "action", _("Development action")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDERWAY = "underway", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    class Direction(models.TextChoices):
        UP = "up", _("Rises")
        DOWN = "down", _("Falls")

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ACTION)
    title = models.CharField(_("what we do"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    finding = models.ForeignKey(Finding, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # what told that something must be done
    alert = models.ForeignKey(Alert, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.PROTECT, related_name="+", verbose_name=_("touchpoint")
    )
    comparison = models.ForeignKey(
        Touchpoint,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("compared with"),
    )
    owner = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    due = models.DateField(_("due"), null=True, blank=True)
    metric = models.CharField(_("metric"), max_length=40)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction.choices, default=Direction.UP
    )
    size = models.FloatField(_("expected change"))
    window_days = models.PositiveSmallIntegerField(_("days compared on each side"), default=56)
    created_at = models.DateTimeField(default=timezone.now)
    started_on = models.DateField(_("began"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="an_expected_change_is_a_size", condition=models.Q(size__gt=0)),
            models.CheckConstraint(
                name="not_compared_with_itself",
                condition=models.Q(comparison__isnull=True) | ~models.Q(comparison=models.F("touchpoint")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Verdict(Owned):
    """How an intervention was judged at one time, by which design; kept, so that it can be read later."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=12)
    strength = models.CharField(max_length=10)
    design = models.CharField(max_length=40)
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    n_before = models.PositiveIntegerField(default=0)
    n_after = models.PositiveIntegerField(default=0)
    judged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-judged_at", "-pk"]
