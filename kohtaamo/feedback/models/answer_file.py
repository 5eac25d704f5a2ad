from __future__ import annotations

from django.db import models
from django.utils import timezone

from kohtaamo.organisation.tenancy import Owned

from .answer import Answer
from .survey import Survey


class AnswerFile(Owned):
    """A file that came with an answer. It stands in the database, so that it goes when its answer goes.

    `answer` is empty until what names the file is stored: such files are cleaned away in time. `type` and the
    ending of `name` follow from the contents, never from what the sender called them.
    """

    key = models.CharField(max_length=32, unique=True)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    # of the visit it came by
    uid = models.CharField(max_length=120)
    question = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    contents = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["organisation", "uid"], name="files_of_a_visit"),
            models.Index(
                fields=["created_at"], condition=models.Q(answer__isnull=True), name="files_without_answer"
            ),
        ]
