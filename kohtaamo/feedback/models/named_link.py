from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit
from kohtaamo.organisation.tenancy import Owned

from .survey import Survey


class NamedLink(Owned):
    """One of many addresses of a survey; each answer knows by which it came.

    What the answer says of its place stands in this row and never in the address, so that nobody can make an
    address that speaks for another unit. A link that was closed still leads to the survey's own page.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    # the end of the short address, which people also type from paper
    code = models.CharField(max_length=12, unique=True)
    # key of a way in which a survey reaches people: link, qr, widget, popover
    way = models.CharField(max_length=40, default="link")
    # what answers say of their channel; empty: nothing
    channel = models.CharField(_("channel"), max_length=40, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    # null: the survey's own
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # values of the questionnaire's hidden names
    hidden = models.JSONField(default=dict, blank=True)
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
