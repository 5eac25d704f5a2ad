from __future__ import annotations

from django.db import models

from kohtaamo.organisation.tenancy import Owned

from .answer import Answer
from .survey import Survey


class Crowd(Owned):
    """At least so many employees' answers to one question, counted once as one; its counts never change.

    All that is told of employees is a sum over whole crowds. Since a crowd is never divided, joined or counted
    again, no two publications differ by fewer people than a crowd has, whatever comes, changes or goes.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    question = models.CharField(max_length=60)
    people = models.PositiveIntegerField()
    # [[value, how many gave it]]; empty for open text
    counts = models.JSONField(default=list)
    # what all of them have in common: {"channel": "phone", "attribute:site": "Oulu"}
    common = models.JSONField(default=dict)
    # the days in which they answered, both ends included
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "kind"], name="crowds_of_kind")]


class CrowdMember(Owned):
    """An employee's answer to one question, in its crowd, or still waiting for one."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    question = models.CharField(max_length=60)
    crowd = models.ForeignKey(Crowd, on_delete=models.CASCADE, null=True, blank=True, related_name="members")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "question", "kind"], name="in_one_crowd_for_good"),
        ]
        indexes = [
            models.Index(
                fields=["organisation"], name="waiting_for_a_crowd", condition=models.Q(crowd__isnull=True)
            )
        ]
