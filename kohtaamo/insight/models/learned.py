from __future__ import annotations

from django.db import models
from django.utils import timezone

from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned

# Below this macro-F1 readings are shown as unreliable, until the organisation sets a bar of its own.
USUAL_BAR = 0.6


class LearnedModel(Owned):
    """A model that the organisation's own answers taught. Earlier ones stay, to go back to."""

    task = models.CharField(max_length=70, default="tone")
    language = models.CharField(max_length=5)
    number = models.PositiveIntegerField()
    # as `LinearModel.to_bytes` writes it; empty when it is no longer kept
    data = models.BinaryField(default=bytes)
    # what it was measured with: `learning.card.Card` as JSON
    card = models.JSONField(default=dict)
    trained_at = models.DateTimeField(default=timezone.now)
    in_use = models.BooleanField(default=False)
    # Somebody whose comments were in it was erased: it is trained anew in the night, and this one goes.
    is_outdated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "task", "language", "number"], name="one_model_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["organisation", "task", "language"],
                condition=models.Q(in_use=True),
                name="one_model_in_use",
            ),
        ]


class ReadingWork(Owned):
    """Learning from answers, or reading comments anew: how far it is, and what came of it."""

    class Kind(models.TextChoices):
        LEARN = "learn"
        REREAD = "reread"

    class Status(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # of reading anew: up to which comment it has come; of learning: what came of each language
    reached = models.BigIntegerField(default=0)
    result = models.JSONField(default=dict)
    actor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ordered_at = models.DateTimeField(default=timezone.now)
    advanced_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ordered_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "kind", "ordered_at"], name="reading_work_in_order")]

    @property
    def is_underway(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


class ReadingBar(Owned):
    """From which macro-F1 on the organisation relies on what a machine reads."""

    bar = models.FloatField(default=USUAL_BAR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_bar_of_readings")]
