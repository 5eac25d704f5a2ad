from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.tenancy import Owned


class Target(Owned):
    """The level a metric should reach, everywhere or at one touchpoint."""

    metric = models.CharField(_("metric"), max_length=40)
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    value = models.FloatField(_("target"))
    # by when it should be reached
    due_on = models.DateField(_("due date"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "metric", "touchpoint"], name="one_target_of_a_metric_at_a_touchpoint"
            ),
            models.UniqueConstraint(
                fields=["organisation", "metric"],
                condition=models.Q(touchpoint__isnull=True),
                name="one_common_target_of_a_metric",
            ),
        ]
