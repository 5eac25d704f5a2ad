from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.feedback.change_lines import sentence_of
from kohtaamo.feedback.forms import SurveyForm
from kohtaamo.feedback.length import length_of, time_in_words
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.queries import published_version, surveys_listed
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import LANGUAGES, read_questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.services import close_survey, create_survey, publish_survey, reopen_survey
from kohtaamo.feedback.starter import Starter, questionnaire_of
from kohtaamo.feedback.starters import STARTERS
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.journeys.services import find_or_create_touchpoint
from kohtaamo.organisation.access import MemberRequest, may, requires

from .editor import keep_form


@requires("feedback.read")
@require_GET
def surveys(request: MemberRequest) -> HttpResponse:
    found = {"rows": surveys_listed(), "writes": may(request.member, "feedback.write")}
    return render(request, "feedback/survey_list.html", found)


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    begin = {
        "starter": request.GET.get("starter", "encounter"),
        "touchpoint": request.GET.get("touchpoint", ""),
        "languages": [request.organisation.language],
    }
    form = SurveyForm(request.POST or None, initial=begin)
    if form.is_valid():
        survey = begin_survey(form, request)
        return redirect("feedback:edit", survey.pk)
    found = {
        "form": form,
        "places": [form["touchpoint"], form["new_touchpoint"]],
        "cards": [card_of(starter) for starter in STARTERS.values()],
        "chosen": form["starter"].value(),
    }
    return render(request, "feedback/survey_new.html", found, status=422 if form.errors else 200)


def card_of(starter: Starter) -> dict[str, Any]:
    """What it asks, as pictures, and how long it takes."""
    questionnaire = questionnaire_of(starter, LANGUAGES[:1])
    length = length_of(questionnaire)
    ways = [QUESTIONS[element.type].input for element in questionnaire.elements()]
    return {"starter": starter, "ways": ways, "count": length.questions, "time": time_in_words(length)}


def begin_survey(form: SurveyForm, request: MemberRequest) -> Survey:
    said = form.cleaned_data
    touchpoint: Touchpoint | None = said["touchpoint"]
    if said["new_touchpoint"].strip():
        touchpoint, _is_new = find_or_create_touchpoint(name=said["new_touchpoint"], actor=request.member)
    assert touchpoint is not None  # noqa: S101  the form asks for one of the two
    return create_survey(
        name=said["name"],
        touchpoint=touchpoint,
        questionnaire=questionnaire_of(STARTERS[said["starter"]], said["languages"]),
        actor=request.member,
    )


@requires("feedback.write")
@require_POST
def publication(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask what the draft says. Sent from the editor, what stands in its form is kept first."""
    survey = get_object_or_404(Survey, pk=pk)
    try:
        keep_form(request, survey)
        said = change_said(survey)
        publish_survey(survey=survey, actor=request.member)
    except UnfitError as problem:
        messages.error(request, explain(problem.code, problem.facts))
        return to_the_lack(request, survey, problem)
    messages.success(request, said or _("The survey is open. Share its link."))
    return onward(request, "feedback:results", survey)


def change_said(survey: Survey) -> str:
    """What people will be asked otherwise than before, in a sentence; nothing for a first version."""
    version = published_version(survey)
    if version is None:
        return ""
    change = sentence_of(read_questionnaire(version.questionnaire), read_questionnaire(survey.draft))
    return _("Published. %(change)s") % {"change": change} if change else ""


@requires("feedback.write")
@require_POST
def closing(request: MemberRequest, pk: int) -> HttpResponse:
    survey = get_object_or_404(Survey, pk=pk)
    close_survey(survey=survey, actor=request.member)
    messages.success(request, _("The survey is closed. Its answers are safe, and you can open it again."))
    return onward(request, "feedback:results", survey)


@requires("feedback.write")
@require_POST
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    survey = get_object_or_404(Survey, pk=pk)
    try:
        reopen_survey(survey=survey, actor=request.member)
        messages.success(request, _("The survey is open again."))
    except UnfitError as problem:
        messages.error(request, explain(problem.code, problem.facts))
    return onward(request, "feedback:results", survey)


def to_the_lack(request: MemberRequest, survey: Survey, problem: UnfitError) -> HttpResponse:
    """Where the fault can be mended: its question, its page, or the settings."""
    number = problem.facts.get("number")
    if problem.code == "thanks_placeholder":
        return onward(request, "feedback:settings", survey)
    if problem.code.startswith("page_"):
        return onward(request, "feedback:edit", survey, page=str(number or ""))
    return onward(request, "feedback:edit", survey, at=question_at(survey, number))


def question_at(survey: Survey, number: int | None) -> str:
    """The name of the draft's question with this number, counted from 1 over all pages; empty without one."""
    named = [element.name for element in read_questionnaire(survey.draft).elements()]
    return named[number - 1] if number and number <= len(named) else ""


def onward(request: MemberRequest, view: str, survey: Survey, **place: str) -> HttpResponse:
    """The whole next page, also for htmx, which would otherwise swap in a part of it.

    In the editor `at` names a question, `page` the number of a page.
    """
    said = {name: value for name, value in place.items() if value}
    address = reverse(view, args=[survey.pk]) + (f"?{urlencode(said)}" if said else "")
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return redirect(address)
