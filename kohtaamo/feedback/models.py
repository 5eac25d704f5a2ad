from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, Unit
from kohtaamo.organisation.tenancy import Owned


class Survey(Owned):
    """Questions asked at a touchpoint. What was published never changes: see `SurveyVersion`."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    name = models.CharField(_("name"), max_length=200)
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.PROTECT, related_name="+", verbose_name=_("touchpoint")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    token = models.CharField(max_length=24, unique=True)
    draft = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class SurveyVersion(Owned):
    """A questionnaire as it was published, immutable; every answer knows which one it answered."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    questionnaire = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_version_of_a_number")]


class Import(Owned):
    """A file brought in: where it got to, and what happened to its rows."""

    class Status(models.TextChoices):
        NEW = "new", _("Waiting for columns")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    name = models.CharField(max_length=255)
    file = models.CharField(max_length=500, blank=True)
    mapping = models.JSONField(default=dict)
    layout = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    progress = models.FloatField(default=0)
    rows = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    # names of the columns that were not stored
    left_out = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    # when it last got forward: a job that was killed has not for a while
    advanced_at = models.DateTimeField(null=True, blank=True)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        return int(self.progress * 100)


class RefusedRow(Owned):
    """A row that could not be stored, with its reason; nothing is dropped in silence."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    row = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["source", "row"], name="a_row_is_refused_once")]


class Answer(Owned):
    """What one person said in one go: values by question name, in `content`."""

    uid = models.CharField(max_length=120)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.ForeignKey(
        SurveyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    encounter = models.ForeignKey(
        Encounter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=20, default="page")
    imported = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=5, blank=True)
    # [{"name": question name, "kind": question kind, "value": ...}], as asked
    content = models.JSONField(default=list)
    attributes = models.JSONField(default=dict, blank=True)
    is_complete = models.BooleanField(default=True)
    # One of our own people said it: it is read only through `Crowd`, never by itself.
    is_from_staff = models.BooleanField(default=False, db_default=False)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "uid"], name="one_answer_of_a_uid")]
        indexes = [
            models.Index(fields=["organisation", "touchpoint", "happened_at"], name="answers_of_place"),
            models.Index(fields=["organisation", "survey", "happened_at"], name="answers_of_survey"),
        ]


class Comment(Owned):
    """Open text of an answer, in the person's own words."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=60)
    text = models.TextField()
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "question"], name="one_comment_of_a_question"),
        ]
        indexes = [
            models.Index(fields=["organisation", "touchpoint", "happened_at"], name="comments_of_place"),
            models.Index(fields=["organisation", "happened_at"], name="comments_by_time"),
        ]


class Crowd(Owned):
    """At least so many employees' answers to one question, counted once as one; its counts never change.

    All that is told of employees is a sum over whole crowds. Since a crowd is never divided, joined or counted
    again, no two publications differ by fewer people than a crowd has, whatever comes, changes or goes.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    question = models.CharField(max_length=60)
    people = models.PositiveIntegerField()
    # [[value, how many gave it]]; empty for open text
    counts = models.JSONField(default=list)
    # what all of them have in common: {"channel": "phone", "attribute:site": "Oulu"}
    common = models.JSONField(default=dict)
    # the days in which they answered, both ends included
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "kind"], name="crowds_of_kind")]


class CrowdMember(Owned):
    """An employee's answer to one question, in its crowd, or still waiting for one."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    question = models.CharField(max_length=60)
    crowd = models.ForeignKey(Crowd, on_delete=models.CASCADE, null=True, blank=True, related_name="members")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "question", "kind"], name="in_one_crowd_for_good"),
        ]
        indexes = [
            models.Index(
                fields=["organisation"], name="waiting_for_a_crowd", condition=models.Q(crowd__isnull=True)
            )
        ]


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
