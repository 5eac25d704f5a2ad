"""A draft as respondents will see it, page by page. What is answered here is carried in the address and never kept."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from kohtaamo.feedback.course import Course, ShownPage, lacking, next_page, page_numbered, previous_page
from kohtaamo.feedback.drafting.places import place_of
from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.visit import Visit, read_page
from kohtaamo.feedback.visit.keeping import parse_page
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires

from .respond import drawn_page, seconds_of, time_left

SALT = "feedback.preview"
# As much of an own text as an address may carry.
TEXT_KEPT = 120


@requires("feedback.write")
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]
@require_http_methods(["GET", "POST"])
def preview(request: MemberRequest, pk: int, state: str = "", number: int = 0) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.select_related("touchpoint", "organisation"), pk=pk)
    draft = read_questionnaire(survey.draft)
    wished = request.GET.get("lang", "")
    language = wished if wished in draft.languages else draft.languages[0]
    with translation.override(language):
        return shown(request, survey, draft, language, state, number)


def shown(
    request: MemberRequest, survey: Survey, draft: Questionnaire, language: str, state: str, number: int
) -> HttpResponse:
    values = values_in(state)
    opened, at = opened_up(draft, request.GET.get("at", ""), whole_number(request.GET.get("page", "")) or 0)
    visit = visit_of(survey, opened, language)
    course = visit.course(values)
    page = page_numbered(course, at or number) or (course.pages[0] if course.pages and not number else None)
    if page is None:
        return render(request, "feedback/preview_end.html", about(survey, draft, language))
    if request.method == "POST":
        return taken(request, visit, page, values)
    return draw(request, visit, course, page, values, {})


def opened_up(draft: Questionnaire, name: str, page: int) -> tuple[Questionnaire, int]:
    """To look at one question or page its own rules are set aside; with the number of the page."""
    here = place_of(draft, name)
    number = here[0] + 1 if here else page if 1 <= page <= len(draft.pages) else 0
    if not number:
        return draft, 0
    pages = list(draft.pages)
    elements = [one.model_copy(update={"visible_if": None}) for one in pages[number - 1].elements]
    pages[number - 1] = pages[number - 1].model_copy(update={"visible_if": None, "elements": elements})
    return draft.model_copy(update={"pages": pages, "shuffle_pages": False}), number


def taken(request: MemberRequest, visit: Visit, page: ShownPage, values: dict[str, Any]) -> HttpResponse:
    raw = read_page(request.POST, page, values)
    if "_skip" in request.POST:
        raw = dict.fromkeys(raw)
    read, problems = parse_page(page, raw)
    course = visit.course({**values, **read})
    now = page_numbered(course, page.number) or page
    problems |= lacking(now, course.values)
    if problems and "_skip" not in request.POST:
        return draw(request, visit, course, now, {**values, **raw}, problems)
    after = next_page(course, page.number)
    number = after.number if after else page.number + len(visit.questionnaire.pages)
    return redirect(f"{address_of(visit, course.values, number)}?lang={visit.language}")


def draw(
    request: MemberRequest,
    visit: Visit,
    course: Course,
    page: ShownPage,
    values: dict[str, Any],
    problems: dict[str, Any],
) -> HttpResponse:
    before = previous_page(course, page.number)
    context = {
        **about(visit.survey, visit.questionnaire, visit.language),
        **drawn_page(visit, course, page, values, problems),
        "address": address_of(visit, course.values, page.number),
        "back": address_of(visit, course.values, before.number) if before else "",
        "number": [one.number for one in course.pages].index(page.number) + 1 if page in course.pages else 1,
        "count": len(course.pages),
        "has_progress": visit.questionnaire.show_progress,
        "is_last": next_page(course, page.number) is None,
        "time_left": time_left(seconds_of(course, page.number)),
        "is_preview": True,
    }
    return render(request, "feedback/respond_question.html", context, status=422 if problems else 200)


def about(survey: Survey, draft: Questionnaire, language: str) -> dict[str, Any]:
    return {
        "survey": survey,
        "asker": survey.organisation.name,
        "language": language,
        "other_language": "",
        "thanks": draft.thanks.get(language, ""),
    }


def visit_of(survey: Survey, draft: Questionnaire, language: str) -> Visit:
    return Visit(survey, SurveyVersion(survey=survey, number=0), draft, language, "preview", "preview")


def values_in(state: str) -> dict[str, Any]:
    try:
        found = signing.loads(state, salt=SALT) if state else {}
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def address_of(visit: Visit, values: dict[str, Any], number: int) -> str:
    short = {name: value[:TEXT_KEPT] if isinstance(value, str) else value for name, value in values.items()}
    state = signing.dumps(short, salt=SALT, compress=True)
    return reverse("feedback:preview-step", args=[visit.survey.pk, state, number])
