"""What a browser sends behind the pages: values as they are answered, and files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kohtaamo.feedback.course import Course, ShownPage, first_lacking, lacking
from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.services import own_files
from kohtaamo.feedback.visit import ExpiredError, Visit, files_of, keep, resume
from kohtaamo.organisation.access import public

from .respond import in_words, of_survey
from .sent import read_json

NOTHING_TO_TELL = frozenset({"", "no_values", "uid_taken"})


# No CSRF check: see `respond.step`.
@public
@csrf_exempt
@never_cache
@require_POST
@of_survey
def kept(
    request: HttpRequest, survey: Survey, _newest: SurveyVersion, language: str, ticket: str
) -> HttpResponse:
    """{"values": {name: value, or null where it was emptied}, "complete": whether all has been said}.

    Sent again it changes nothing; what cannot be taken is told by question.
    """
    try:
        visit = resume(survey, ticket, language)
    except ExpiredError:
        return JsonResponse({"trouble": "expired"}, status=410)
    if visit.is_over:
        return JsonResponse({"over": True})
    if survey.status == Survey.Status.CLOSED:
        return JsonResponse({"trouble": "closed"}, status=410)
    sent = body_of(request)
    if sent is None:
        return JsonResponse({"trouble": "malformed"}, status=400)
    values, problems = read_values(visit, sent["values"])
    course = visit.course({**visit.values(), **values})
    is_complete = sent["complete"] is True
    unfit = unfit_page(course, is_complete=is_complete)
    if unfit or problems:
        return refused(course, visit, unfit, problems, is_complete=is_complete)
    return stored(course, visit, is_complete=is_complete)


def body_of(request: HttpRequest) -> dict[str, Any] | None:
    sent = read_json(request)
    is_fit = isinstance(sent, dict) and isinstance(sent.get("values"), dict)
    return {"complete": False, **sent} if is_fit else None


def read_values(visit: Visit, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, UnfitError]]:
    """Values as they are stored; what the questionnaire does not ask is left out."""
    kinds = kinds_of(visit.questionnaire)
    read: dict[str, Any] = {}
    problems = {}
    for name in kinds.keys() & given.keys():
        try:
            read[name] = read_one(visit, name, kinds[name], given[name])
        except UnfitError as problem:
            problems[name] = problem
    return read, problems


def read_one(visit: Visit, name: str, kind: str, value: Any) -> Any:
    if value is None:
        return None
    parsed = QUESTIONS[kind].parse(value)
    if kind == "file" and isinstance(parsed, list):
        return own_files(visit.uid, name, [one["file"] for one in parsed])
    return parsed


def kinds_of(questionnaire: Questionnaire) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for element in questionnaire.elements():
        kinds |= dict.fromkeys(element.names(), "open_text")
        kinds[element.name] = element.type
    return kinds


def unfit_page(course: Course, *, is_complete: bool) -> ShownPage | None:
    """Half-way only what was answered is looked at."""
    if is_complete:
        return first_lacking(course)
    for page in course.pages:
        if any(name in course.values for name in lacking(page, course.values)):
            return page
    return None


def refused(
    course: Course,
    visit: Visit,
    page: ShownPage | None,
    problems: dict[str, UnfitError],
    *,
    is_complete: bool,
) -> JsonResponse:
    asked = {one.element.name: (one, shown) for shown in course.pages for one in shown.questions}
    unfit = lacking(page, course.values) if page else {}
    if not is_complete:
        unfit = {name: problem for name, problem in unfit.items() if name in course.values}
    found = {**unfit, **problems}
    told = {
        name: in_words(problem, asked[name][0], course, visit.language)
        for name, problem in found.items()
        if name in asked
    }
    place = page or next((asked[name][1] for name in told), None)
    number = place.number if place else 1
    return JsonResponse({"problems": told, "number": number}, status=422)


def stored(course: Course, visit: Visit, *, is_complete: bool) -> JsonResponse:
    outcome, full = keep(visit, course, is_complete=is_complete)
    if full:
        return JsonResponse({"over": True, "isEnough": True})
    if outcome.reason == "survey_closed":
        return JsonResponse({"trouble": "closed"}, status=410)
    if outcome.reason not in NOTHING_TO_TELL:
        name = str(outcome.facts.get("name", ""))
        return JsonResponse({"problems": {name: explain(outcome.reason, outcome.facts)}}, status=422)
    return JsonResponse({"over": True} if is_complete else {})


@public
@csrf_exempt
@never_cache
@require_POST
@of_survey
def files(
    request: HttpRequest, survey: Survey, _newest: SurveyVersion, language: str, ticket: str
) -> HttpResponse:
    """The values of files that were sent; they belong to the answer once they are sent with its values."""
    try:
        visit = resume(survey, ticket, language)
    except ExpiredError:
        return JsonResponse({"problem": explain("file_lost")}, status=410)
    name = next(iter(request.FILES), "")
    element = visit.questionnaire.named().get(name)
    if element is None or element.type != "file" or visit.is_over or survey.status == Survey.Status.CLOSED:
        return JsonResponse({"problem": explain("not_a_file")}, status=422)
    try:
        return JsonResponse({"value": files_of(request.FILES, visit, element)})
    except UnfitError as problem:
        title = element.title.get(language) or name
        return JsonResponse({"problem": explain(problem.code, {**problem.facts, "name": title})}, status=422)
