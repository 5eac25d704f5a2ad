from __future__ import annotations

from hashlib import blake2b
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import Owned


class Customer(Owned):
    """Somebody who met us. `key` is the organisation's own number for her; names are optional."""

    key = models.CharField(_("customer number"), max_length=120)
    name = models.CharField(_("name"), max_length=200, blank=True)
    # in small letters: two rows with one address are one person
    email = models.EmailField(_("e-mail"), blank=True)
    # in the international form, +358401234567
    phone = models.CharField(_("phone"), max_length=20, blank=True, default="", db_default="")
    segment = models.CharField(_("customer group"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True, default="", db_default="")
    # how she likes to be reached: the key of a way that sends
    preferred_channel = models.CharField(
        _("preferred way"), max_length=40, blank=True, default="", db_default=""
    )
    attributes = models.JSONField(default=dict, blank=True, db_default={})
    created_at = models.DateTimeField(default=timezone.now)
    # when she is to be erased, until it is done or taken back
    erase_at = models.DateTimeField(null=True, blank=True)
    # nothing of her is left: the row waits only until nothing points at it
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="one_customer_of_a_key")]
        indexes = [
            models.Index(
                fields=["organisation", "email"], condition=~models.Q(email=""), name="customers_of_address"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.key


class Consent(Owned):
    """That somebody let us write or call, or asked us not to. Never changed: a change of mind is a new row."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")
        PHONE = "phone", _("Phone")
        ANY = "any", _("Every way")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    is_given = models.BooleanField()
    happened_at = models.DateTimeField(default=timezone.now)
    # where it was said: "opt_out" from a message, "api", "import", "member"
    source = models.CharField(max_length=40)

    class Meta:
        ordering = ["happened_at", "pk"]
        indexes = [
            models.Index(fields=["organisation", "customer", "happened_at"], name="consents_of_customer")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a consent is never changed")
        super().save(*args, **kwargs)


class Encounter(Owned):
    """One meeting of a customer with us, at one touchpoint."""

    uid = models.CharField(max_length=120)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    agent = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    happened_at = models.DateTimeField()
    # what several meetings are about: an order, an application, a fault report
    case = models.CharField(_("case"), max_length=120, blank=True)
    responded_seconds = models.PositiveIntegerField(null=True, blank=True)
    waited_seconds = models.PositiveIntegerField(null=True, blank=True)
    lasted_seconds = models.PositiveIntegerField(null=True, blank=True)
    transfers = models.PositiveSmallIntegerField(null=True, blank=True)
    turns = models.PositiveSmallIntegerField(null=True, blank=True)
    # whether the matter was settled at this meeting, and whether it could have been
    resolved = models.BooleanField(null=True, blank=True)
    resolvable = models.BooleanField(null=True, blank=True)
    # whether the customer gave up before the end
    dropped_off = models.BooleanField(null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=40, default="api")

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "uid"], name="one_encounter_of_a_uid")]
        indexes = [
            models.Index(fields=["organisation", "touchpoint", "happened_at"], name="encounters_of_place"),
            models.Index(
                fields=["organisation", "case", "happened_at"],
                condition=~models.Q(case=""),
                name="encounters_of_case",
            ),
        ]


def case_number(case: str) -> int | None:
    """A case as a whole number of 63 bits, which columns hold far smaller than text; None of no case."""
    if not case:
        return None
    return int.from_bytes(blake2b(case.encode("utf-8", "replace"), digest_size=8).digest()) >> 1
