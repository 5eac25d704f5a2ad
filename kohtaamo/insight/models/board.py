from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kohtaamo.kit.periods import Period
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned

# A report that has not got forward for so long was left behind by a job that died.
PATIENCE = timedelta(minutes=2)


class BoardReport(Owned):
    """A report of one period, frozen as it was made. To make it anew is to make another edition."""

    class Size(models.TextChoices):
        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    size = models.CharField(_("period"), max_length=8, choices=Size.choices, default=Size.MONTH)
    start = models.DateField()
    end = models.DateField()
    edition = models.PositiveSmallIntegerField(default=1)
    with_quotes = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    progress = models.FloatField(default=0)
    advanced_at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-start", "size", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "size", "start", "edition"], name="one_report_of_an_edition"
            )
        ]

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def percent(self) -> int:
        return int(self.progress * 100)

    @property
    def is_underway(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def is_done(self) -> bool:
        return self.status == self.Status.DONE

    @property
    def is_stuck(self) -> bool:
        return self.status == self.Status.FAILED or (
            self.is_underway and timezone.now() - self.advanced_at > PATIENCE
        )


class BoardItem(Owned):
    """One sentence or picture of a report: its words in each language, its figures, and what it stands on."""

    report = models.ForeignKey(BoardReport, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    chapter = models.CharField(max_length=40)
    # how it is drawn: sentence, number, trend, place, tones, quote, verdict
    form = models.CharField(max_length=20)
    texts: Any = models.JSONField(default=dict)
    figures: Any = models.JSONField(default=dict)
    # a list of `insight.board.lineage.Frozen`, as stored
    stands_on: Any = models.JSONField(default=list)

    class Meta:
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="one_item_at_a_position")]
