"""What a respondent meets: plain forms, page by page, every step kept as soon as it is sent."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.feedback.course import (
    Course,
    ShownPage,
    ShownQuestion,
    first_lacking,
    in_language,
    lacking,
    next_page,
    page_numbered,
    previous_page,
    text_in,
)
from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.queries import published_version, survey_of_link
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire.piping import fill
from kohtaamo.feedback.reaching import link_of, new_uid, sites_of
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.sending import (
    answer_uid,
    invitation_of,
    is_answered,
    is_expired,
    note_visit,
)
from kohtaamo.feedback.services.answer_files import LARGEST, MEGABYTE
from kohtaamo.feedback.visit import (
    ExpiredError,
    Visit,
    answer_missing,
    begin,
    drawn,
    is_live,
    keep,
    kept_files,
    language_of,
    live_page,
    look_of,
    parse_page,
    pieces,
    read_page,
    resume,
    seconds_left,
)
from kohtaamo.organisation.access import public
from kohtaamo.organisation.tenancy import working_for

from .refusing import trouble

View = Callable[..., HttpResponse]


def of_survey(page: View) -> View:
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
                return framed_on(response, sites_of(survey))

    return opened


def framed_on(response: HttpResponse, sites: list[str]) -> HttpResponse:
    """The page may stand within pages of these sites and of our own, and within no others."""
    response._csp_replace = {"frame-ancestors": [SELF, *sites]}  # type: ignore[attr-defined]  # noqa: SLF001
    return response


@public
@never_cache
@require_GET
@of_survey
def start(request: HttpRequest, survey: Survey, version: SurveyVersion, language: str) -> HttpResponse:
    """The first page. The address stays clean, so that one who copies it passes on the survey
    and not her answer.
    """
    if survey.status == Survey.Status.CLOSED:
        return trouble(request, "closed", 410, survey)
    if "k" in request.GET:
        return start_invited(request, survey, version, language)
    link = link_of(survey, request.GET.get("via", ""))
    given = {**request.GET.dict(), **(link.hidden if link else {})}
    visit = begin(survey, version, language, given, uid=new_uid(link) if link else "")
    course = visit.course()
    return show_page(request, visit, course, course.pages[0]) if course.pages else onward(visit, None)


def start_invited(
    request: HttpRequest, survey: Survey, version: SurveyVersion, language: str
) -> HttpResponse:
    """The personal link. What was chosen in the mail is only shown as chosen: programs that follow the links of
    mails answer nothing.
    """
    invitation = invitation_of(survey, request.GET["k"])
    if invitation is None:
        return trouble(request, "unknown", 404)
    visit = begin(survey, version, language, invitation.hidden, uid=answer_uid(invitation))
    if visit.is_over or is_answered(invitation):
        return onward(visit, None)
    if is_expired(invitation, timezone.now()):
        return trouble(request, "too_late", 410, survey)
    note_visit(invitation)
    course = visit.course()
    if not course.pages:
        return onward(visit, None)
    raw = chosen_in_mail(course.pages[0], request.GET)
    return show_page(request, visit, course, course.pages[0], raw=raw)


def chosen_in_mail(page: ShownPage, given: QueryDict) -> dict[str, Any]:
    name, value = given.get("q", ""), given.get("v", "")
    read, _problems = parse_page(page, {name: value})
    is_asked = name in {question.element.name for question in page.questions}
    return {name: read[name]} if is_asked and read[name] is not None else {}


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
    course = visit.course()
    page = page_numbered(course, number)
    if page is None:
        return onward(visit, course.pages[0].number if course.pages else None)
    if request.method == "POST":
        return take(request, visit, page)
    return show_page(request, visit, course, page)


def take(request: HttpRequest, visit: Visit, page: ShownPage) -> HttpResponse:
    """Keep this page and go to the next. What cannot be kept stays on the page with a reason.

    Questions that appear on the page by what was answered on it are shown before it is left.
    """
    said = visit.values()
    is_skipped = wants_to_skip(request.POST, page)
    files, refused_files = kept_files(request.FILES, visit, page)
    raw = read_page(request.POST, page, said, files)
    raw = dict.fromkeys(raw) if is_skipped else raw
    read, problems = parse_page(page, raw)
    problems |= refused_files
    course = visit.course({**said, **read})
    now = page_numbered(course, page.number)
    appeared = [] if is_skipped or now is None else appeared_on(now, request.POST.getlist("_asked"))
    unfit = {} if now is None else lacking(now, course.values)
    problems |= {name: problem for name, problem in unfit.items() if name in raw and name not in problems}
    if problems:
        return complain(request, visit, page, raw, problems)
    onto = page.number if appeared else after(course, page.number)
    outcome, full = keep(visit, course, is_complete=onto is None)
    if full:
        return onward(visit, None, is_enough=True)
    if outcome.reason == "survey_closed":
        return trouble(request, "closed", 410, visit.survey)
    if outcome.reason in {"", "no_values", "uid_taken"}:
        return onward(visit, onto)
    refused = UnfitError(outcome.reason, **outcome.facts)
    return complain(request, visit, page, raw, {str(outcome.facts.get("name", "")): refused})


def wants_to_skip(form: QueryDict, page: ShownPage) -> bool:
    """A page that needs no answer may be passed. A question may itself be called skip."""
    names = {question.element.name for question in page.questions}
    is_asked = "_skip" in form or ("skip" in form and "skip" not in names)
    return is_asked and not any(question.required for question in page.questions)


def appeared_on(page: ShownPage, asked: list[str]) -> list[str]:
    """What the person has not seen yet; a form that does not say what it asked has shown all."""
    names = [name for question in page.questions for name in names_shown(question)]
    return [name for name in names if name not in asked] if asked else []


def names_shown(question: ShownQuestion) -> tuple[str, ...]:
    element = question.element
    return (element.name, element.why) if question.why else (element.name,)


def after(course: Course, number: int) -> int | None:
    """The next page, or else the first that was passed over though it needs an answer; None at the end."""
    page = next_page(course, number) or first_lacking(course)
    return page.number if page else None


def onward(visit: Visit, number: int | None, *, is_enough: bool = False) -> HttpResponseRedirect:
    thanked = reverse("respond-thanks", args=[visit.survey.token])
    address = thanked if number is None else address_of(visit, number)
    enough = "&enough=1" if is_enough else ""
    return HttpResponseRedirect(f"{address}?lang={visit.language}{enough}")


def complain(
    request: HttpRequest, visit: Visit, page: ShownPage, raw: dict[str, Any], problems: dict[str, UnfitError]
) -> HttpResponse:
    """What was sent stays in its fields, also what appeared by it."""
    course = visit.course({**visit.values(), **parse_page(page, raw)[0]})
    now = page_numbered(course, page.number) or page
    return show_page(request, visit, course, now, raw=raw, problems=problems)


def show_page(
    request: HttpRequest,
    visit: Visit,
    course: Course,
    page: ShownPage,
    *,
    raw: dict[str, Any] | None = None,
    problems: dict[str, UnfitError] | None = None,
) -> HttpResponse:
    before = previous_page(course, page.number)
    done = [one.number for one in course.pages].index(page.number)
    live = live_of(request, visit, page) if is_live(visit.questionnaire) else None
    context = {
        **surroundings(visit.survey, visit.version, visit.language),
        "live": live,
        "pieces": pieces(visit) if live else [],
        "largest": LARGEST // MEGABYTE,
        **drawn_page(visit, course, page, raw or {}, problems or {}),
        "address": address_of(visit, page.number),
        "back": address_of(visit, before.number) if before else "",
        "number": done + 1,
        "count": len(course.pages),
        "has_progress": visit.questionnaire.show_progress,
        "is_last": next_page(course, page.number) is None,
        "time_left": time_left(seconds_of(course, page.number)),
    }
    status = 422 if problems else 200
    return render(request, "feedback/respond_question.html", context, status=status)


def drawn_page(
    visit: Visit, course: Course, page: ShownPage, raw: dict[str, Any], problems: dict[str, UnfitError]
) -> dict[str, Any]:
    """The questions, and the words above them: a question alone on its page is the heading itself."""
    given = {**visit.values(), **raw}
    questions = [
        drawn(
            one,
            course,
            visit.language,
            given,
            in_words(problems.get(one.element.name), one, course, visit.language),
        )
        for one in page.questions
    ]
    told = {question.element.name for question in page.questions}
    others = [explain(problem.code, problem.facts) for name, problem in problems.items() if name not in told]
    title = text_in(course, page.page.title, visit.language)
    return {
        "questions": questions,
        "asked": [name for question in page.questions for name in names_shown(question)],
        "title": title or (questions[0].title if questions else ""),
        "page_title": title,
        "page_description": text_in(course, page.page.description, visit.language),
        "is_alone": len(questions) == 1 and not title,
        "is_skippable": bool(questions) and not any(question.required for question in questions),
        "complaint": " ".join(others),
    }


def in_words(problem: UnfitError | None, question: ShownQuestion, course: Course, language: str) -> str:
    if problem is None:
        return ""
    if problem.code == "answer_missing":
        return answer_missing()
    name = text_in(course, question.element.title, language) or question.element.name
    return explain(problem.code, {**problem.facts, "name": name})


def address_of(visit: Visit, number: int) -> str:
    return reverse("respond-step", args=[visit.survey.token, visit.ticket, number])


def live_of(request: HttpRequest, visit: Visit, page: ShownPage) -> dict[str, Any]:
    survey = [visit.survey.token]
    addresses = {
        "base": reverse("respond-kept", args=[*survey, visit.ticket]).removesuffix("kept/"),
        "start": reverse("respond", args=survey),
        "thanks": reverse("respond-thanks", args=survey),
        "isStart": request.path == reverse("respond", args=survey),
    }
    return live_page(visit, page.number, addresses)


def seconds_of(course: Course, number: int) -> int:
    rest = [one.element for page in course.pages if page.number >= number for one in page.questions]
    return seconds_left(tuple(rest), 1)


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
        "look": look_of(),
        "language": language,
        "other_language": others[0] if others else "",
    }


@public
@require_GET
@of_survey
def thanks(request: HttpRequest, survey: Survey, version: SurveyVersion, language: str) -> HttpResponse:
    said = in_language(version.questionnaire.get("thanks", {}), language)
    context = {
        **surroundings(survey, version, language),
        "thanks": fill(said, lambda _name: ""),
        "is_enough": "enough" in request.GET,
    }
    return render(request, "feedback/respond_thanks.html", context)


@public
@require_GET
@of_survey
def privacy(request: HttpRequest, survey: Survey, version: SurveyVersion, language: str) -> HttpResponse:
    return render(request, "feedback/respond_privacy.html", surroundings(survey, version, language))
