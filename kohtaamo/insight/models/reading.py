from __future__ import annotations

from django.db import models
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.organisation.tenancy import Owned


class Reading(Owned):
    """What our own machine read in a comment, with the words that decided it."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="reading")
    language = models.CharField(max_length=5, blank=True)
    sentiment = models.FloatField(null=True, blank=True)
    label = models.CharField(max_length=10, blank=True)
    confidence = models.FloatField(default=0)
    spans = models.JSONField(default=list, blank=True)
    # 1 (very bad) to 5 (very good)
    strength = models.PositiveSmallIntegerField(null=True, blank=True)
    # [[key, probability]]
    emotions = models.JSONField(default=list, blank=True)
    # [{"key", "spans"}]: what a person should look at
    flags = models.JSONField(default=list, blank=True)
    # the phrases that say most
    phrases = models.JSONField(default=list, blank=True)
    provider = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    read_at = models.DateTimeField(default=timezone.now)
    # What a stronger reader read stays when the machine here reads anew.
    is_settled = models.BooleanField(default=False, db_default=False)
