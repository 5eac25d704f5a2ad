from __future__ import annotations

from django.db import models
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned

LONGEST_KEY = 40


class Theme(Owned):
    """A theme that the organisation added, or a standard one that it changed; the others have no row."""

    key = models.CharField(max_length=LONGEST_KEY)
    # empty: the name of the standard theme
    name_fi = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    # the key of another theme, with a row or without
    parent = models.CharField(max_length=LONGEST_KEY, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # {"fi": "one rule a line"}; without a language the standard rules of it hold
    rules = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="one_theme_of_a_key")]


class ThemeMention(Owned):
    """A comment speaks of a theme; never written of an employee's comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="themes")
    theme = models.CharField(max_length=LONGEST_KEY)
    # the comment's, so that a theme in a period is one stretch of an index
    happened_at = models.DateTimeField()
    # -1 to 1
    tone = models.FloatField(default=0)
    # empty where the tone is unsure
    label = models.CharField(max_length=10, blank=True)
    confidence = models.FloatField()
    # [[start, end]]
    spans = models.JSONField(default=list, blank=True)
    provider = models.CharField(max_length=40)
    version = models.CharField(max_length=40)

    class Meta:
        ordering = ["-confidence", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "theme"], name="one_mention_of_a_theme"),
        ]
        indexes = [
            models.Index(fields=["organisation", "theme", "happened_at"], name="mentions_of_theme"),
            models.Index(fields=["organisation", "happened_at"], name="mentions_by_time"),
        ]


class ThemeChange(Owned):
    """What was changed of a theme, so that it can be undone, and how far older comments are read anew."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"

    theme = models.CharField(max_length=LONGEST_KEY)
    # the row of the theme as it was and as it became; null where there was none
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DONE)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # the newest comment is read first: the key of the last one read
    reached = models.BigIntegerField(null=True, blank=True)
    advanced_at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    @property
    def is_underway(self) -> bool:
        return self.status != self.Status.DONE

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0
