from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Answer, Comment, Survey
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import Owned


class Measurement(Owned):
    """One value that we heard, whatever it came from. Never edited: a correction supersedes it."""

    # What the value answers: the key of a question kind ("nps"), or of a reading ("sentiment").
    kind = models.CharField(max_length=40)
    question = models.CharField(max_length=60, blank=True)
    value = models.FloatField()
    happened_at = models.DateTimeField()
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    agent = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    segment = models.CharField(max_length=120, blank=True)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=20)
    attributes = models.JSONField(default=dict, blank=True)
    is_superseded = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "question", "kind"],
                condition=models.Q(is_superseded=False),
                name="one_value_of_an_answer",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "kind", "touchpoint", "happened_at"], name="values_of_place"
            ),
            models.Index(fields=["organisation", "kind", "happened_at"], name="values_of_kind"),
        ]


class Reading(Owned):
    """What our own machine read in a comment, with the words that decided it."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="reading")
    language = models.CharField(max_length=5, blank=True)
    sentiment = models.FloatField(null=True, blank=True)
    label = models.CharField(max_length=10, blank=True)
    confidence = models.FloatField(default=0)
    spans = models.JSONField(default=list, blank=True)
    provider = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    read_at = models.DateTimeField(default=timezone.now)


class Target(Owned):
    """The level a metric should reach, everywhere or at one touchpoint."""

    metric = models.CharField(_("metric"), max_length=40)
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    value = models.FloatField(_("target"))

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
