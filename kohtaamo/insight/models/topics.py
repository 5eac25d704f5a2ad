from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.models import Comment
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned

# A look that has not got forward for so long was left behind by a job that died.
PATIENCE = timedelta(minutes=2)


class QueryTopic(Owned):
    """A topic that a person asks for in words (`language.topics.query`); it tags old and new comments."""

    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("words"), max_length=500)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # None while older comments are being tagged
    tagged_at = models.DateTimeField(null=True, blank=True)
    progress = models.FloatField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_tagging(self) -> bool:
        return self.tagged_at is None and self.removed_at is None

    @property
    def percent(self) -> int:
        return int(self.progress * 100)


class TopicTag(Owned):
    """A comment in which a topic was found."""

    topic = models.ForeignKey(QueryTopic, on_delete=models.CASCADE, related_name="tags")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "comment"], name="one_tag_of_a_comment")]


class TopicRun(Owned):
    """A look at the comments of a time: what is new, what belongs together, what sums them up.

    `result` holds words and keys of comments, never their texts: a comment that is erased is gone from it too.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    start = models.DateField()
    end = models.DateField()
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=5, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    progress = models.FloatField(default=0)
    advanced_at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    # comments looked at, and the highest key among all there were
    n = models.PositiveIntegerField(default=0)
    newest = models.PositiveBigIntegerField(default=0)
    result: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "start", "end"], name="looks_of_a_time")]

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def percent(self) -> int:
        return int(self.progress * 100)

    @property
    def is_done(self) -> bool:
        return self.status == self.Status.DONE

    @property
    def is_underway(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def is_stuck(self) -> bool:
        return self.status == self.Status.FAILED or (
            self.is_underway and timezone.now() - self.advanced_at > PATIENCE
        )
