from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned


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
    """A row that could not be stored, with its reason; nothing is dropped in silence.

    `cells`: pairs of column and what stood there, so that it can be mended. Nobody can tell whose they are, so they
    go from every row of the organisation when anybody is erased.
    """

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    row = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    cells = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["source", "row"], name="a_row_is_refused_once")]
