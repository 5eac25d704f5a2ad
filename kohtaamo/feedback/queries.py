from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import msgspec
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Exists, F, Max, Model, OuterRef, Q, QuerySet, Sum

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit
from kohtaamo.organisation.rows import marks, select, select_at_once
from kohtaamo.organisation.tenancy import across_organisations, current_organisation_id

from .models import Answer, AnswerFile, Comment, Crowd, CrowdMember, Survey, SurveyVersion, over_quota
from .question import storable
from .questionnaire import Questionnaire
from .questions import STAFF_KINDS

LINKED = """
SELECT s.id, s.token, t.id, t.name FROM feedback_survey s JOIN journeys_touchpoint t ON t.id = s.touchpoint_id
WHERE s.organisation_id = %s AND s.token IN {tokens}
"""
NAMED = "FROM {table} WHERE organisation_id = %s AND {column} IN {keys}"

# More make no number of a row.
MOST_DIGITS = 18
Made = TypeVar("Made", bound=Model)


class Named(msgspec.Struct, frozen=True):
    """A touchpoint or a unit that a program named: enough to point at it, and made in no time."""

    pk: int
    name: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Response:
    """How a survey is answered: answers begun, those of them answered to the end, and the newest.

    `over_quota`: how many came when their quota was full. They are kept, and are in none of the others.

    Of employees only how many there are in crowds; who has answered meanwhile, or gave up, is nobody's business.
    """

    answers: int = 0
    complete: int = 0
    newest: datetime | None = None
    over_quota: int = 0

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
    asked = list(surveys)
    of_staff = most_in_crowds(asked)
    rows = (
        Answer.objects.filter(survey__in=asked, is_from_staff=False)
        .values("survey")
        .annotate(
            n=Count("pk"),
            complete=Count("pk", filter=Q(is_complete=True)),
            newest=Max("happened_at"),
            over=Count("pk", filter=over_quota()),
        )
        .order_by()
    )
    found = {
        row["survey"]: Response(row["n"] - row["over"], row["complete"], row["newest"], row["over"])
        for row in rows
    }
    return {survey: Response(n) for survey, n in of_staff.items()} | found


def most_in_crowds(surveys: Iterable[Survey]) -> dict[int, int]:
    """Of each survey of employees, how many are counted at the question that most have answered."""
    rows = crowds().filter(survey__in=list(surveys)).values("survey", "kind", "question").order_by()
    found: dict[int, int] = {}
    for row in rows.annotate(total=Sum("people")):
        found[row["survey"]] = max(found.get(row["survey"], 0), row["total"])
    return found


def crowds() -> QuerySet[Crowd]:
    """All that may be told of employees' numbers. Crowds from a time when fewer were enough are left out."""
    return Crowd.objects.filter(people__gte=F("organisation__minimum_people")).exclude(kind="open_text")


def comments_of(survey: Survey, version: SurveyVersion) -> QuerySet[Comment]:
    """Newest first; those of employees once enough have written, in an order that tells no time."""
    rows = Comment.objects.filter(answer__survey=survey).select_related("answer")
    if not is_of_staff(version):
        return rows.filter(answer__is_from_staff=False)
    in_crowd = CrowdMember.objects.filter(
        answer=OuterRef("answer"),
        question=OuterRef("question"),
        kind="open_text",
        crowd__people__gte=F("organisation__minimum_comments"),
    )
    return rows.filter(Exists(in_crowd)).order_by("text", "pk")


def is_of_staff(version: SurveyVersion) -> bool:
    """Whether it asks employees."""
    elements = Questionnaire.model_validate(version.questionnaire).elements()
    return any(element.type in STAFF_KINDS for element in elements)


def survey_called(words: str) -> Survey | None:
    """By its number, the code of its link or its name; of several of one name the newest."""
    by_name = Survey.objects.filter(Q(token=words) | Q(name=words))
    is_number = words.isascii() and words.isdigit() and len(words) < MOST_DIGITS
    numbered = Survey.objects.filter(pk=int(words)).first() if is_number else None
    return numbered or by_name.order_by("-pk").first()


def response_of(survey: Survey) -> Response:
    return responses_of([survey]).get(survey.pk, Response())


def types_asked(survey: Survey) -> dict[str, str]:
    """The type of every question ever published in the survey, by its name; the newest wins."""
    asked: dict[str, str] = {}
    for questionnaire in survey.versions.order_by("number").values_list("questionnaire", flat=True):
        for page in questionnaire["pages"]:
            asked |= {element["name"]: element["type"] for element in page["elements"]}
    return asked


def surveys_of_links(tokens: Collection[str]) -> dict[str, Survey]:
    """With their touchpoints, and no more of either than tells them apart; the rest is read when asked for."""
    if not tokens:
        return {}
    here = current_organisation_id()
    found: dict[str, Survey] = {}
    for key, token, place, name in select(LINKED.format(tokens=marks(len(tokens))), [here, *tokens]):
        survey = partly(Survey, {"id": key, "token": token, "touchpoint_id": place, "organisation_id": here})
        survey.touchpoint = partly(Touchpoint, {"id": place, "name": name, "organisation_id": here})
        found[token] = survey
    return found


def touchpoints_of(keys: Collection[int | str]) -> dict[int | str, Named]:
    """Touchpoints by number and by name."""
    found: dict[int | str, Named] = {}
    numbers = [key for key in keys if isinstance(key, int)]
    found |= {row.pk: row for row in rows_named(Touchpoint, "id", numbers)}
    found |= {row.name: row for row in rows_named(Touchpoint, "name", texts_of(keys))}
    return found


def units_of(names: Collection[str]) -> dict[str, Named]:
    return {row.name: row for row in rows_named(Unit, "name", texts_of(names))}


def texts_of(keys: Iterable[int | str]) -> list[str]:
    return [storable(key) for key in keys if isinstance(key, str)]


def rows_named(model: type[Model], column: str, keys: Collection[int | str]) -> list[Named]:
    if not keys:
        return []
    here = current_organisation_id()
    source = NAMED.format(table=model._meta.db_table, column=column, keys=marks(len(keys)))  # noqa: SLF001
    return [Named(key, name, here) for key, name in select_at_once("id, name", source, [here, *keys])]


def partly(model: type[Made], facts: dict[str, Any]) -> Made:
    """A row of which only these columns were read."""
    given = [facts[field.attname] for field in model._meta.concrete_fields if field.attname in facts]  # noqa: SLF001
    return model.from_db(DEFAULT_DB_ALIAS, list(facts), given)


def answers_after(key: int, *, survey_token: str = "", touchpoint_id: int | None = None) -> QuerySet[Answer]:
    """In the order they were first kept, from the one after `key`; never those of employees."""
    answers = Answer.objects.select_related("survey").filter(pk__gt=key, is_from_staff=False).order_by("pk")
    if survey_token:
        answers = answers.filter(survey__token=survey_token)
    if touchpoint_id is not None:
        answers = answers.filter(touchpoint=touchpoint_id)
    return answers


class GivenFile(NamedTuple):
    """`key` is in the address it is had at; "" where it is not kept here."""

    name: str
    key: str


def given_files(answers: Iterable[Answer]) -> dict[int, dict[str, list[GivenFile]]]:
    """By answer and question; of employees none. Asks nothing where no answer has files."""
    named = {
        (answer.pk, value["name"]): [(str(one["name"]), one["file"]) for one in value["value"]]
        for answer in answers
        if not answer.is_from_staff
        for value in answer.content
        if value["kind"] == "file"
    }
    kept = AnswerFile.objects.filter(answer__in={answer for answer, _ in named}) if named else None
    keys = set(kept.values_list("answer", "key")) if kept is not None else set()
    found: dict[int, dict[str, list[GivenFile]]] = {}
    for (answer, question), files in named.items():
        found.setdefault(answer, {})[question] = [
            GivenFile(name, key if (answer, key) in keys else "") for name, key in files
        ]
    return found


def newest_answers(*, survey: Survey | None = None, touchpoint: Touchpoint | None = None) -> QuerySet[Answer]:
    """One by one; never those of employees."""
    rows = Answer.objects.filter(is_from_staff=False).order_by("-happened_at", "-pk")
    answers = rows.select_related("touchpoint", "survey", "version")
    if survey is not None:
        answers = answers.filter(survey=survey)
    if touchpoint is not None:
        answers = answers.filter(touchpoint=touchpoint)
    return answers


def answers_by_touchpoint(ends: tuple[datetime, datetime] | None) -> dict[int, int]:
    """Customers' answers, whatever was asked in them; `ends` is the first moment and the first after the last."""
    rows = Answer.objects.filter(is_from_staff=False).order_by()
    if ends:
        rows = rows.filter(happened_at__gte=ends[0], happened_at__lt=ends[1])
    return dict(rows.values_list("touchpoint").annotate(answers=Count("pk")))
