from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit
from kohtaamo.organisation.tenancy import Owned

from .survey import Survey


class Invitation(Owned):
    """That somebody was asked to answer, in one way, and what came of it so far."""

    class Outcome(models.IntegerChoices):
        SILENT = 0, _("no answer")
        ANSWERED = 1, _("answered")
        BOUNCED = 2, _("did not arrive")
        OPTED_OUT = 3, _("wants no more of these")

    uid = models.CharField(max_length=120)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # the way it was sent: e-mail, text message, letter
    channel = models.CharField(_("channel"), max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    outcome = models.PositiveSmallIntegerField(choices=Outcome.choices, default=Outcome.SILENT)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "uid"], name="one_invitation_of_a_uid")
        ]
