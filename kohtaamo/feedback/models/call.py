from __future__ import annotations

from django.db import models
from django.utils import timezone

from kohtaamo.encounters.models import Customer
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned

from .survey import Survey


class Call(Owned):
    """Somebody to be interviewed for a survey. Names and numbers go when the customer is erased."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    # who calls; null: whoever takes it first
    interviewer = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    # key of what came of the newest attempt; empty: not tried yet
    outcome = models.CharField(max_length=24, blank=True, default="")
    is_over = models.BooleanField(default=False)
    again_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "survey", "is_over"], name="calls_of_survey")]

    def __str__(self) -> str:
        return self.name


class CallAttempt(Owned):
    """One try to reach somebody, or a free interview. `uid` is made on the device: the same try is kept once.

    When two interviewers have finished one call, the first that arrived stands; what the other heard is kept in
    `beside`, by question, and is in no figure.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, null=True, blank=True, related_name="attempts")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    uid = models.CharField(max_length=120)
    # how it was done: phone, face_to_face
    way = models.CharField(max_length=16)
    outcome = models.CharField(max_length=24)
    happened_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True, blank=True)
    # that she said aloud she takes part
    consented = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    beside = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "uid"], name="one_attempt_of_a_uid")]
