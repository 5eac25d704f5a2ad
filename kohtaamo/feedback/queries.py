from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit
from kohtaamo.organisation.tenancy import across_organisations

from .models import Answer, Survey, SurveyVersion
from .question import storable
from .questionnaire import Questionnaire


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


def is_changed_since(version: SurveyVersion | None, draft: Questionnaire) -> bool:
    """Whether people are still asked something else than the draft says."""
    return version is not None and not Questionnaire.model_validate(version.questionnaire).asks_the_same(
        draft
    )


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


def types_now(surveys: Iterable[Survey]) -> dict[int, dict[str, str]]:
    """The type of every question asked now, by survey and name."""
    types: dict[int, dict[str, str]] = {}
    for version in SurveyVersion.objects.filter(survey__in=list(surveys)).order_by("number"):
        elements = [element for page in version.questionnaire["pages"] for element in page["elements"]]
        types[version.survey_id] = {element["name"]: element["type"] for element in elements}
    return types


def surveys_of_links(tokens: Iterable[str]) -> dict[str, Survey]:
    rows = Survey.objects.select_related("touchpoint").filter(token__in=list(tokens))
    return {row.token: row for row in rows}


def touchpoints_of(keys: Iterable[int | str]) -> dict[int | str, Touchpoint]:
    """Touchpoints by number and by name."""
    numbers = [key for key in keys if isinstance(key, int)]
    names = [storable(key) for key in keys if isinstance(key, str)]
    found: dict[int | str, Touchpoint] = {}
    for row in Touchpoint.objects.filter(Q(pk__in=numbers) | Q(name__in=names)):
        found |= {row.pk: row, row.name: row}
    return found


def units_of(names: Iterable[str]) -> dict[str, Unit]:
    return {row.name: row for row in Unit.objects.filter(name__in=list(names))}


def answers_after(key: int, *, survey_token: str = "", touchpoint_id: int | None = None) -> QuerySet[Answer]:
    """In the order they were first kept, from the one after `key`."""
    answers = Answer.objects.select_related("survey").filter(pk__gt=key).order_by("pk")
    if survey_token:
        answers = answers.filter(survey__token=survey_token)
    if touchpoint_id is not None:
        answers = answers.filter(touchpoint=touchpoint_id)
    return answers


def newest_answers(*, survey: Survey | None = None, touchpoint: Touchpoint | None = None) -> QuerySet[Answer]:
    answers = Answer.objects.select_related("touchpoint", "survey", "version").order_by("-happened_at", "-pk")
    if survey is not None:
        answers = answers.filter(survey=survey)
    if touchpoint is not None:
        answers = answers.filter(touchpoint=touchpoint)
    return answers
