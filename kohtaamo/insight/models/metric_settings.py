from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned


class MetricSettings(Owned):
    """Who looks after a metric, and from which value on it needs attention; `Metric` itself is code."""

    metric = models.CharField(_("metric"), max_length=40)
    owner = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    # attention below it where higher is better, above it where lower is
    threshold = models.FloatField(_("threshold"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "metric"], name="one_settings_of_a_metric")
        ]
