from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit
from kohtaamo.organisation.tenancy import Owned

from .occasion import Occasion
from .survey import Survey


class Invitation(Owned):
    """That somebody was to be asked, in one way, and what came of it so far.

    `state` and with it `outcome` are moved by `feedback.sending.states` alone.
    """

    class Outcome(models.IntegerChoices):
        """Of those that were sent; what was not sent says nothing of anybody."""

        SILENT = 0, _("no answer")
        ANSWERED = 1, _("answered")
        BOUNCED = 2, _("did not arrive")
        OPTED_OUT = 3, _("wants no more of these")

    class State(models.TextChoices):
        ELIGIBLE = "eligible", _("Could be asked")
        QUARANTINED = "quarantined", _("Left in peace")
        WAITING = "waiting", _("Waiting for its time")
        SENT = "sent", _("Sent")
        BOUNCED = "bounced", _("Did not arrive")
        OPENED = "opened", _("Opened")
        PARTIAL = "partial", _("Begun")
        ANSWERED = "answered", _("Answered")
        OPTED_OUT = "opted_out", _("Wants no more")
        FAILED = "failed", _("Could not be sent")

    class Why(models.TextChoices):
        """Of those left in peace why, and of those sent or failed what is to be known of it."""

        NOTHING = "", ""
        FATIGUE = "fatigue", _("asked often enough lately")
        NO_CONSENT = "no_consent", _("has not allowed it")
        OPTED_OUT = "opted_out", _("has asked for no more")
        NO_ADDRESS = "no_address", _("has no address")
        QUOTA_FULL = "quota_full", _("enough have answered")
        DUPLICATE = "duplicate", _("asked already")
        NOT_IN_SAMPLE = "not_in_sample", _("not in the sample")
        CLOSED = "closed", _("the survey is not open")
        EXPIRED = "expired", _("its time was over")
        BAD_ADDRESS = "bad_address", _("the address takes nothing")
        NOT_TAKEN = "not_taken", _("the server did not take it")
        DOUBTFUL = "doubtful", _("not known whether it went")

    uid = models.CharField(max_length=120)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    occasion = models.ForeignKey(Occasion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, blank=True, default="", db_default="")
    # the way it was sent: e-mail, text message, letter
    channel = models.CharField(_("channel"), max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    encounter = models.ForeignKey(
        Encounter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENT, db_default="sent")
    why = models.CharField(max_length=16, choices=Why.choices, blank=True, default="", db_default="")
    # null as long as nothing has gone
    sent_at = models.DateTimeField(null=True, blank=True)
    outcome = models.PositiveSmallIntegerField(choices=Outcome.choices, default=Outcome.SILENT)

    address = models.CharField(max_length=254, blank=True, default="", db_default="")
    language = models.CharField(max_length=5, blank=True, default="", db_default="")
    # the secret of the personal link
    token = models.CharField(max_length=32, blank=True, default="", db_default="")
    # values of the questionnaire's hidden names
    hidden = models.JSONField(default=dict, blank=True, db_default={})
    created_at = models.DateTimeField(default=timezone.now)
    # when it counts against the limits, before and after it has gone
    counts_at = models.DateTimeField(null=True, blank=True)
    # the next message: the invitation itself, another try, a reminder; null: none
    due_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    reminders = models.PositiveSmallIntegerField(default=0, db_default=0)
    trouble = models.CharField(max_length=200, blank=True, default="", db_default="")
    # Whose turn it is to send it, and until when; since when it is being handed over.
    lease = models.CharField(max_length=40, blank=True, default="", db_default="")
    leased_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "uid"], name="one_invitation_of_a_uid"),
            models.UniqueConstraint(
                fields=["token"], condition=~models.Q(token=""), name="one_invitation_of_a_token"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="invitations_due"),
            models.Index(fields=["organisation", "customer", "counts_at"], name="invitations_of_person"),
            models.Index(fields=["organisation", "occasion", "state"], name="invitations_of_occasion"),
        ]


# What those that went tell of response: see `insight.observing`.
OUTCOMES = {
    Invitation.State.SENT: Invitation.Outcome.SILENT,
    Invitation.State.OPENED: Invitation.Outcome.SILENT,
    Invitation.State.PARTIAL: Invitation.Outcome.SILENT,
    Invitation.State.ANSWERED: Invitation.Outcome.ANSWERED,
    Invitation.State.BOUNCED: Invitation.Outcome.BOUNCED,
    Invitation.State.OPTED_OUT: Invitation.Outcome.OPTED_OUT,
}
