from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.organisation.tenancy import Owned

from .named_link import NamedLink


class Kiosk(Owned):
    """A device that stands at a place and asks a survey of whoever comes.

    `token` is the secret of its address and is made when the device is paired; empty: no device is.
    """

    # its survey, its name and where its answers come from
    link = models.OneToOneField(NamedLink, on_delete=models.CASCADE, related_name="kiosk")
    token = models.CharField(max_length=64, blank=True, default="")
    # typed on the device once, before `code_until`; empty: none waits
    code = models.CharField(max_length=12, blank=True, default="")
    code_until = models.DateTimeField(null=True, blank=True)
    # after so long without a touch it asks gently, and then begins anew
    idle_seconds = models.PositiveSmallIntegerField(_("seconds of quiet"), default=60)
    paired_at = models.DateTimeField(null=True, blank=True)
    # what the device told when it was last heard of
    heard_at = models.DateTimeField(null=True, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["link__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["token"], condition=~models.Q(token=""), name="one_kiosk_of_a_token"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="one_kiosk_of_a_code"
            ),
        ]

    def __str__(self) -> str:
        return self.link.name
