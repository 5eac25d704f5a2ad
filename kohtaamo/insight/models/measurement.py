from __future__ import annotations

from django.db import models
from django.utils import timezone

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.feedback.models import Answer, Invitation, Survey
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
    encounter = models.ForeignKey(
        Encounter, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # `encounters.models.case_number` of what several meetings are about: an order, an application
    case = models.BigIntegerField(null=True, blank=True)
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
            models.UniqueConstraint(
                fields=["encounter", "kind"],
                condition=models.Q(is_superseded=False, answer__isnull=True),
                name="one_value_of_an_encounter",
            ),
            models.UniqueConstraint(
                fields=["invitation"],
                condition=models.Q(is_superseded=False),
                name="one_value_of_an_invitation",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "kind", "touchpoint", "happened_at"], name="values_of_place"
            ),
            models.Index(fields=["organisation", "kind", "happened_at"], name="values_of_kind"),
            models.Index(fields=["organisation", "id"], name="values_as_recorded"),
        ]
