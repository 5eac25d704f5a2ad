from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.models import Answer
from kohtaamo.organisation.models import Member, MemberMail
from kohtaamo.organisation.tenancy import Owned


class AlertRule(Owned):
    """What we want to hear of at once, and how many false alarms we are willing to have for it."""

    class Kind(models.TextChoices):
        CHANGE = "change", _("A real change")
        TARGET = "target", _("Surely worse than the target")
        LOW_SCORE = "low_score", _("A single bad value")

    class Chart(models.TextChoices):
        CUSUM = "cusum", _("Differences gathered (CUSUM)")
        EWMA = "ewma", _("A mean that forgets slowly (EWMA)")
        SHEWHART = "shewhart", _("Each week alone (Shewhart)")

    kind = models.CharField(_("what gives the alert"), max_length=10, choices=Kind.choices)
    metric = models.CharField(_("metric"), max_length=40)
    # which answers, as the address of a page says it (`filters.parameters_of`): {"touchpoint": "3"}
    parameters = models.JSONField(default=dict, blank=True)
    owner = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    is_active = models.BooleanField(default=True)
    # of a single bad value: from this value on it is bad
    limit = models.FloatField(_("limit"), null=True, blank=True)
    # of a change: how weeks are put together, and one false alarm in so many weeks is accepted
    chart = models.CharField(_("chart"), max_length=10, choices=Chart.choices, default=Chart.CUSUM)
    every = models.PositiveSmallIntegerField(default=52)
    # of a change and of a target: a shift of this size is worth finding
    shift = models.FloatField(null=True, blank=True)
    # computed when the rule is set up, as are the rest below: what is usual, the chart, and what it promises
    mean = models.FloatField(null=True, blank=True)
    deviation = models.FloatField(null=True, blank=True)
    spread = models.FloatField(null=True, blank=True)
    baseline_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    answers_a_week = models.FloatField(null=True, blank=True)
    reference = models.FloatField(null=True, blank=True)
    threshold = models.FloatField(null=True, blank=True)
    unlucky_every = models.FloatField(null=True, blank=True)
    delay = models.FloatField(null=True, blank=True)
    # of a target: weeks to a false alarm when the level stands exactly at it
    false_alarm_every = models.FloatField(null=True, blank=True)
    # the Monday on which the rule began to watch
    watched_from = models.DateField()
    # of a target: whether the week last looked at was surely worse, so that only a turn gives an alert
    was_worse = models.BooleanField(default=False)
    # when the next week closes; whoever moves it on looks at the weeks closed by then
    next_at = models.DateTimeField(null=True, blank=True)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-is_active", "-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_at"], name="rules_waiting", condition=models.Q(is_active=True)),
        ]


class Alert(Owned):
    """Something that asks for a person; what she did about it stands here too."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACKNOWLEDGED = "acknowledged", _("Being looked into")
        CLOSED = "closed", _("Closed")

    rule = models.ForeignKey(AlertRule, on_delete=models.PROTECT, related_name="alerts")
    # what it is about, once only: "week 2026-11-16" or "answer 12"
    occasion = models.CharField(max_length=90)
    answer = models.ForeignKey(Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # what happened in figures, in the metric's unit: value, n, low, high, usual, direction ...
    figures = models.JSONField(default=dict)
    raised_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OPEN)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    done = models.TextField(_("what was done"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "occasion"], name="one_alert_of_an_occasion"),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="alerts_by_state")]

    def is_quiet(self, now: datetime) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > now


class AlertMail(MemberMail):
    """A message to one person about an alert, until the mail server has taken it."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="mails")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "member"], name="one_mail_of_an_alert"),
        ]
