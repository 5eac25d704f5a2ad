"""What a respondent meets: plain forms, one question a page, every step kept as soon as it is sent."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.queries import published_version, survey_of_link
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.services import GivenValue, IncomingAnswer, Outcome, record_answers
from kohtaamo.feedback.visit import (
    ExpiredError,
    Visit,
    begin,
    is_short,
    language_of,
    options_of,
    resume,
    seconds_left,
    title_of,
)
from kohtaamo.organisation.access import public
from kohtaamo.organisation.tenancy import working_for

Page = Callable[..., HttpResponse]


def of_survey(page: Page) -> Page:
    """Find the survey of the link, open its organisation and speak the respondent's language."""

    @functools.wraps(page)
    def opened(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        survey = survey_of_link(token)
        if survey is None:
            return trouble(request, "unknown", 404)
        with working_for(survey.organisation):
            version = published_version(survey)
            if version is None:
                return trouble(request, "unknown", 404)
            languages = version.questionnaire["languages"]
            language = language_of(request, languages)
            with translation.override(language):
                request.LANGUAGE_CODE = language
                response = page(request, survey, version, language, **rest)
                response.headers["Content-Language"] = language
                return response

    return opened


@public
@never_cache
@require_GET
@of_survey
def start(request: HttpRequest, survey: Survey, version: SurveyVersion, language: str) -> HttpResponse:
    """The first question. The address stays clean, so that one who copies it passes on the survey
    and not her answer.
    """
    if survey.status == Survey.Status.CLOSED:
        return trouble(request, "closed", 410, survey)
    return question_page(request, begin(survey, version, language), 1)


# No CSRF check: there is no session to protect here, the signed ticket in the address says whose answer this is,
# and the check would turn away those who keep cookies off.
@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_survey
def step(
    request: HttpRequest,
    survey: Survey,
    _newest: SurveyVersion,
    language: str,
    ticket: str,
    number: int,
) -> HttpResponse:
    try:
        visit = resume(survey, ticket, language)
    except ExpiredError:
        return trouble(request, "expired", 410, survey)
    if visit.is_over:
        return onward(visit, None)
    if survey.status == Survey.Status.CLOSED:
        return trouble(request, "closed", 410, survey)
    if not 1 <= number <= len(visit.elements):
        return onward(visit, 1)
    if request.method == "POST":
        return take(request, visit, number)
    return question_page(request, visit, number)


def take(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Keep this step and go to the next. What cannot be kept stays on the page with a reason."""
    element = visit.elements[number - 1]
    raw: Any = (
        request.POST.getlist("value") if element.type == "multiple_choice" else request.POST.get("value")
    )
    if "skip" in request.POST and not element.required:
        raw = None
    is_empty = not raw or (isinstance(raw, str) and not raw.strip())
    if is_empty and element.required:
        words = translation.gettext("This question needs an answer before you go on.")
        return question_page(request, visit, number, given=raw, complaint=words)
    outcome = keep(visit, number, None if is_empty else raw)
    if outcome.reason == "survey_closed":
        return trouble(request, "closed", 410, visit.survey)
    if outcome.reason in {"", "no_values", "uid_taken"}:
        return onward(visit, next_step(visit, number))
    shown = {**outcome.facts, "name": title_of(element, visit.language)}
    return question_page(request, visit, number, given=raw, complaint=explain(outcome.reason, shown))


def keep(visit: Visit, number: int, raw: Any) -> Outcome:
    """All that has been said so far, with this step's value in its place; the last step completes it."""
    values = {name: value["value"] for name, value in visit.values().items()}
    values[visit.elements[number - 1].name] = raw
    content = tuple(
        GivenValue(element.name, element.type, values[element.name])
        for element in visit.elements
        if values.get(element.name) is not None
    )
    item = IncomingAnswer(
        uid=visit.uid,
        touchpoint=visit.survey.touchpoint,
        survey=visit.survey,
        version=visit.version,
        happened_at=timezone.now(),
        content=content,
        language=visit.language,
        source="page",
        is_complete=next_step(visit, number) is None,
    )
    return record_answers([item])[0]


def next_step(visit: Visit, number: int) -> int | None:
    """After the last question the first one that was passed over though it needs an answer; None at the end."""
    if number < len(visit.elements):
        return number + 1
    said = visit.values()
    earlier = enumerate(visit.elements[:-1], start=1)
    return next((step for step, element in earlier if element.required and element.name not in said), None)


def onward(visit: Visit, number: int | None) -> HttpResponseRedirect:
    if number is None:
        address = reverse("respond-thanks", args=[visit.survey.token])
    else:
        address = reverse("respond-step", args=[visit.survey.token, visit.ticket, number])
    return HttpResponseRedirect(f"{address}?lang={visit.language}")


def question_page(
    request: HttpRequest,
    visit: Visit,
    number: int,
    *,
    given: Any = None,
    complaint: str = "",
) -> HttpResponse:
    element = visit.elements[number - 1]
    question = QUESTIONS[element.type]
    value = given if complaint else visit.values().get(element.name, {}).get("value")
    seconds = seconds_left(visit.elements, number)
    return render(
        request,
        "feedback/respond_question.html",
        {
            **surroundings(visit.survey, visit.version, visit.language),
            "address": reverse("respond-step", args=[visit.survey.token, visit.ticket, number]),
            "back": reverse("respond-step", args=[visit.survey.token, visit.ticket, number - 1])
            if number > 1
            else "",
            "title": title_of(element, visit.language),
            "element": element,
            "question": question,
            "is_short": is_short(question),
            "options": options_of(element, visit.language, value),
            "value": value or "",
            "number": number,
            "count": len(visit.elements),
            "done": number - 1,
            "is_last": number == len(visit.elements),
            "time_left": time_left(seconds),
            "complaint": complaint,
        },
        status=422 if complaint else 200,
    )


def time_left(seconds: int) -> str:
    """About 40 seconds left; from a minute and a half on in minutes."""
    if seconds < 90:  # noqa: PLR2004
        return translation.gettext("about %(seconds)s seconds left") % {"seconds": seconds}
    return translation.gettext("about %(minutes)s minutes left") % {"minutes": round(seconds / 60)}


def surroundings(survey: Survey, version: SurveyVersion, language: str) -> dict[str, Any]:
    others = [code for code in version.questionnaire["languages"] if code != language]
    return {
        "survey": survey,
        "asker": survey.organisation.name,
        "language": language,
        "other_language": others[0] if others else "",
    }


@public
@require_GET
@of_survey
def thanks(request: HttpRequest, survey: Survey, version: SurveyVersion, language: str) -> HttpResponse:
    return render(request, "feedback/respond_thanks.html", surroundings(survey, version, language))


@public
@require_GET
@of_survey
def privacy(request: HttpRequest, survey: Survey, version: SurveyVersion, language: str) -> HttpResponse:
    return render(request, "feedback/respond_privacy.html", surroundings(survey, version, language))


def trouble(request: HttpRequest, kind: str, status: int, survey: Survey | None = None) -> HttpResponse:
    """Closed, unknown or expired: said in both languages, for the language of the stranger is not known."""
    sides = []
    for language in ("fi", "en"):
        with translation.override(language):
            sides.append({"language": language, **words_of(kind, survey)})
    first = translation.get_language()
    sides.sort(key=lambda side: side["language"] != first)
    again = reverse("respond", args=[survey.token]) if survey and kind == "expired" else ""
    context = {"sides": sides, "again": again}
    return render(request, "feedback/respond_trouble.html", context, status=status)


def words_of(kind: str, survey: Survey | None) -> dict[str, str]:
    _ = translation.gettext
    asker = survey.organisation.name if survey else ""
    if kind == "closed":
        return {
            "title": _("This survey has closed"),
            "text": _("%(asker)s no longer collects answers here. Thank you for coming by.")
            % {"asker": asker},
        }
    if kind == "expired":
        return {
            "title": _("This form has expired"),
            "text": _("What you already answered is safe. You can begin again from the first question."),
            "act": _("Begin again"),
        }
    return {
        "title": _("This link leads to no survey"),
        "text": _(
            "The address may have been cut short. Open it again from the message you got, or ask the sender.",
        ),
    }
