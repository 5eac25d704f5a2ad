from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from kohtaamo.encounters.models import Customer, Encounter
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.language.redacting import Veiled
from kohtaamo.organisation.models import Unit
from kohtaamo.organisation.tenancy import Owned
from kohtaamo.organisation.veiling import veiled

from .imported import Import
from .survey import Survey, SurveyVersion

# An attribute: the name of the quota that was full when the answer came.
OVER_QUOTA = "over_quota"


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
            models.Index(
                fields=["organisation"], name="answers_of_staff", condition=models.Q(is_from_staff=True)
            ),
        ]


def over_quota() -> models.Q:
    """Answers that came when their quota was full: they are kept, and are in no number."""
    return models.Q(is_complete=False, attributes__has_key=OVER_QUOTA)


class Comment(Owned):
    """Open text of an answer, in the person's own words.

    People are shown `shown`; `text` is for reading by machine, and for those who open it (`services.open_words`).
    """

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

    @cached_property
    def shown(self) -> Veiled:
        """The words without what names a person, in the language of the page."""
        return veiled(self.text)
