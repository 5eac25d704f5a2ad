from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned

from .survey import Survey


class Occasion(Owned):
    """When somebody is asked: after what, whom, how soon, in which way, and how often she is reminded."""

    class After(models.TextChoices):
        ENCOUNTER = "encounter", _("an encounter")
        EVENT = "event", _("an event that another system tells")
        CONTACTS = "contacts", _("a list of people")

    class Kind(models.TextChoices):
        ENCOUNTER = "encounter", _("About one encounter")
        RELATIONSHIP = "relationship", _("About the relationship")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=200)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ENCOUNTER)
    is_active = models.BooleanField(default=False)
    # What happened earlier asks nobody: an old file brought in must not write to people.
    active_since = models.DateTimeField(null=True, blank=True)
    after = models.CharField(max_length=12, choices=After.choices, default=After.ENCOUNTER)
    # the name of an event of another system, such as order.delivered
    event = models.CharField(max_length=60, blank=True)
    # of an encounter; empty: any
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=40, blank=True)
    segment = models.CharField(max_length=120, blank=True)
    # JsonLogic over what is known of the encounter, the event and the customer; null: always
    condition = models.JSONField(null=True, blank=True)
    delay_minutes = models.PositiveIntegerField(default=0)
    # of a hundred happenings so many
    sample_percent = models.FloatField(default=100)
    # keys of ways that send, the one tried first first
    ways = models.JSONField(default=list)
    # empty: the customer's own
    language = models.CharField(max_length=5, blank=True)
    needs_consent = models.BooleanField(default=False)
    remind_after_days = models.PositiveSmallIntegerField(default=4)
    reminders = models.PositiveSmallIntegerField(default=0)
    expires_after_days = models.PositiveSmallIntegerField(default=30)
    # {language: {"subject": ..., "text": ...}}; what is missing has our usual words
    words = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ContactList(Owned):
    """A list of people who were asked in one go, and the rows of it that could not be."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    rows = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    # [{"row": number, "reason": code, "facts": {}}]
    refused = models.JSONField(default=list)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
