"""What must be known of a survey before somebody is asked to answer it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from kohtaamo.feedback.models import Answer, Survey, SurveyVersion
from kohtaamo.feedback.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Surveys:
    """Of some surveys what they ask now, whether they are open, and how many have answered to the end."""

    asked: dict[int, Questionnaire]
    open: frozenset[int]
    answers: dict[int, int]

    def is_open(self, key: int) -> bool:
        return key in self.open and key in self.asked

    def hidden(self, key: int) -> list[str]:
        return list(self.asked[key].hidden) if key in self.asked else []

    def languages(self, key: int) -> list[str]:
        return list(self.asked[key].languages) if key in self.asked else []

    def is_full(self, key: int) -> bool:
        """Whether the quota of all answers is reached; those of some people are met on the page."""
        quotas = self.asked[key].quotas if key in self.asked else []
        return any(one.when is None and self.answers.get(key, 0) >= one.most for one in quotas)


def surveys_of(keys: Collection[int]) -> Surveys:
    opened = Survey.objects.filter(pk__in=keys, status=Survey.Status.OPEN).values_list("pk", flat=True)
    asked = {
        row.survey_id: Questionnaire.model_validate(row.questionnaire)
        # the newest last, so that it stands
        for row in SurveyVersion.objects.filter(survey__in=keys).order_by("number")
    }
    counted = [key for key, one in asked.items() if any(quota.when is None for quota in one.quotas)]
    answers = (
        dict(
            Answer.objects.filter(survey__in=counted, is_complete=True)
            .order_by()
            .values_list("survey")
            .annotate(n=Count("pk"))
        )
        if counted
        else {}
    )
    return Surveys(asked, frozenset(opened), answers)
