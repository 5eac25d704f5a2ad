from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.tenancy import across_organisations

from .models import Answer, Survey, SurveyVersion


@dataclass(frozen=True, slots=True)
class Response:
    """How a survey is answered: answers begun, those of them answered to the end, and the newest."""

    answers: int = 0
    complete: int = 0
    newest: datetime | None = None

    @property
    def completeness(self) -> float | None:
        """Share 0..1 of those who began."""
        return self.complete / self.answers if self.answers else None


@dataclass(frozen=True, slots=True)
class SurveyRow:
    survey: Survey
    response: Response


def published_version(survey: Survey) -> SurveyVersion | None:
    """What the survey asks now."""
    return survey.versions.first()


def survey_of_link(token: str) -> Survey | None:
    """The survey of a respondent's link, whichever organisation it belongs to."""
    with across_organisations():
        return Survey.objects.select_related("organisation", "touchpoint").filter(token=token).first()


def surveys_listed(touchpoints: Iterable[Touchpoint] | None = None) -> list[SurveyRow]:
    """Open surveys first, each with its response; two queries for any number of surveys."""
    surveys = Survey.objects.select_related("touchpoint")
    if touchpoints is not None:
        surveys = surveys.filter(touchpoint__in=list(touchpoints))
    places = {Survey.Status.OPEN: 0, Survey.Status.DRAFT: 1, Survey.Status.CLOSED: 2}
    ordered = sorted(surveys, key=lambda survey: places[Survey.Status(survey.status)])
    responses = responses_of(ordered)
    return [SurveyRow(survey, responses.get(survey.pk, Response())) for survey in ordered]


def responses_of(surveys: Iterable[Survey]) -> dict[int, Response]:
    rows = (
        Answer.objects.filter(survey__in=list(surveys))
        .values("survey")
        .annotate(n=Count("pk"), complete=Count("pk", filter=Q(is_complete=True)), newest=Max("happened_at"))
        .order_by()
    )
    return {row["survey"]: Response(row["n"], row["complete"], row["newest"]) for row in rows}


def response_of(survey: Survey) -> Response:
    return responses_of([survey]).get(survey.pk, Response())


def types_asked(survey: Survey) -> dict[str, str]:
    """The type of every question ever published in the survey, by its name; the newest wins."""
    asked: dict[str, str] = {}
    for questionnaire in survey.versions.order_by("number").values_list("questionnaire", flat=True):
        for page in questionnaire["pages"]:
            asked |= {element["name"]: element["type"] for element in page["elements"]}
    return asked


def newest_answers(*, survey: Survey | None = None, touchpoint: Touchpoint | None = None) -> QuerySet[Answer]:
    answers = Answer.objects.select_related("touchpoint", "survey", "version").order_by("-happened_at", "-pk")
    if survey is not None:
        answers = answers.filter(survey=survey)
    if touchpoint is not None:
        answers = answers.filter(touchpoint=touchpoint)
    return answers
