from __future__ import annotations

from django.db import models
from django.utils import timezone

from kohtaamo.feedback.models import Comment
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import Owned


class Correction(Owned):
    """What a person read in a comment: it wins over every machine, and teaches. Taking it back deletes it."""

    # who read it, as the provider of a reading or of a theme's mention
    PROVIDER = "person"

    class Task(models.TextChoices):
        TONE = "tone"
        THEME = "theme"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="corrections")
    task = models.CharField(max_length=10, choices=Task.choices)
    # of a tone none; of a theme its key
    theme = models.CharField(max_length=60, blank=True)
    # of a tone its label ("negative"); of a theme "yes" or "no"
    value = models.CharField(max_length=20)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "task", "theme"], name="one_correction_of_a_comment")
        ]
        indexes = [models.Index(fields=["organisation", "task", "at"], name="corrections_in_order")]
