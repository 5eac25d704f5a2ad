from __future__ import annotations

from django.db import models

from kohtaamo.organisation.tenancy import Owned

from .survey import Survey


class QuotaCount(Owned):
    """How many complete answers of a survey have been counted in one of its quotas."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="one_count_of_a_quota"),
        ]
