from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.tenancy import Owned


class Survey(Owned):
    """Questions asked at a touchpoint. What was published never changes: see `SurveyVersion`."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    name = models.CharField(_("name"), max_length=200)
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.PROTECT, related_name="+", verbose_name=_("touchpoint")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    token = models.CharField(max_length=24, unique=True)
    draft = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class SurveyVersion(Owned):
    """A questionnaire as it was published, immutable; every answer knows which one it answered."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    questionnaire = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_version_of_a_number")]
