from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned


class SavedView(Owned):
    """A page of insight with everything that was chosen on it, under a name of the person's own."""

    name = models.CharField(_("name"), max_length=80)
    # a page of `insight.showing.PAGES` and what its address says
    page = models.CharField(max_length=20)
    parameters: Any = models.JSONField(default=dict)
    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    # for everybody in the organisation, or for the owner only
    is_common = models.BooleanField(_("for everybody"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class SharedLink(Owned):
    """A page of insight that anybody with the address may look at, exactly as it was chosen.

    The address holds a secret of which we keep the digest only.
    """

    name = models.CharField(_("name"), max_length=80)
    page = models.CharField(max_length=20)
    parameters: Any = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, unique=True)
    maker = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
