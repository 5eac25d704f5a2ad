from __future__ import annotations

from datetime import time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Answer, Invitation
from kohtaamo.insight.models import Alert
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, MemberMail, Unit
from kohtaamo.organisation.tenancy import Owned


def weekdays() -> list[int]:
    return [0, 1, 2, 3, 4]


class WorkingHours(Owned):
    """When customers are called and written to by people, and how soon unless a rule says otherwise; one row."""

    time_zone = models.CharField(max_length=60, default="Europe/Helsinki")
    country = models.CharField(_("country of the holidays"), max_length=2, default="FI", blank=True)
    opens_at = models.TimeField(_("work begins"), default=time(8))
    closes_at = models.TimeField(_("work ends"), default=time(16))
    # Monday is 0
    days = models.JSONField(_("days"), default=weekdays)
    on_holidays = models.BooleanField(_("on holidays too"), default=False)
    # of what no rule speaks of, in open hours
    react_hours = models.FloatField(default=8)
    close_hours = models.FloatField(default=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_working_hours")]


class Cause(Owned):
    """Why it went wrong, in the organisation's own words."""

    name = models.CharField(_("cause"), max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_cause_of_a_name")]

    def __str__(self) -> str:
        return self.name


class CaseRule(Owned):
    """Which answers become cases, whose, and how soon. The first that holds, in order, is the one."""

    class Way(models.TextChoices):
        MEMBER = "member", _("One person")
        TURNS = "turns", _("The people of a unit in turn")
        LEAST = "least", _("The one in a unit with the fewest open")

    name = models.CharField(_("name"), max_length=120)
    # JsonLogic over `facts.facts_of`; null: every answer that is told of for another reason
    condition = models.JSONField(null=True, blank=True)
    # without it the rule says only whose and how soon, of what an alert or a wish has made a case
    makes_cases = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.MEMBER)
    owner = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # null: the unit of the answer
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    last_given = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # in open hours
    react_hours = models.FloatField(default=8)
    close_hours = models.FloatField(default=40)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-is_active", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class Case(Owned):
    """One customer to get back to: from what she said to what was done, and whether it helped her."""

    class Born(models.TextChoices):
        ALERT = "alert", _("a single bad value")
        WISH = "wish", _("wants to be contacted")
        RULE = "rule", _("a rule")
        HAND = "hand", _("opened by hand")

    class State(models.TextChoices):
        NEW = "new", _("New")
        TAKEN = "taken", _("In hand")
        WAITING = "waiting", _("Waiting for the customer")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    OPEN = (State.NEW, State.TAKEN, State.WAITING)

    born = models.CharField(max_length=8, choices=Born.choices)
    answer = models.ForeignKey(Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    alert = models.ForeignKey(Alert, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rule = models.ForeignKey(CaseRule, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=40, blank=True)
    wants_contact = models.BooleanField(default=False)
    owner = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    opened_at = models.DateTimeField(default=timezone.now)
    react_by = models.DateTimeField()
    close_by = models.DateTimeField()
    # the first time somebody took it in hand or tried to reach the customer
    reacted_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cause = models.ForeignKey(Cause, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    cause_note = models.CharField(_("more about the cause"), max_length=500, blank=True)
    done = models.TextField(_("what was done"), blank=True)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # what she answered the next time, and whether it was no longer low
    next_answer = models.ForeignKey(
        Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_recovered = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["answer"], name="one_case_of_an_answer")]
        indexes = [
            models.Index(fields=["organisation", "state", "close_by"], name="cases_by_state"),
            models.Index(fields=["organisation", "customer"], name="cases_of_customer"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in Case.OPEN

    @property
    def is_reachable(self) -> bool:
        """Whether there is anybody to contact: her wish comes with how to reach her."""
        return self.customer_id is not None or self.wants_contact


class CaseStep(Owned):
    """One line of what happened in a case. A step taken back stays, marked so."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        TAKEN = "taken", _("Taken in hand")
        GIVEN = "given", _("Given to another")
        ATTEMPT = "attempt", _("Tried to reach the customer")
        NOTE = "note", _("Note")
        WAITING = "waiting", _("Waiting for the customer")
        RESUMED = "resumed", _("Goes on")
        CAUSE = "cause", _("Cause chosen")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")
        REOPENED = "reopened", _("Opened again")
        ASKED = "asked", _("Asked again")
        HEARD = "heard", _("She answered again")
        LATE = "late", _("Its time went by")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True)
    # of an attempt
    is_reached = models.BooleanField(null=True, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    # what the step changed, as it was before: {field: value}
    before = models.JSONField(default=dict, blank=True)
    is_undone = models.BooleanField(default=False)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["happened_at", "pk"]


class CaseMail(MemberMail):
    """A message to an owner about a case, until the mail server has taken it."""

    class About(models.TextChoices):
        NEW = "new", _("a new case")
        LATE = "late", _("a deadline gone by")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mails")
    about = models.CharField(max_length=8, choices=About.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member", "about"], name="one_mail_of_a_case"),
        ]
