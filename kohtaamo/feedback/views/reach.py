"""How people meet a survey: every way with its state, and the named links of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.feedback.models import NamedLink, Survey
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.reaching import (
    answers_by_way,
    change_link,
    close_link,
    link_of_short_address,
    make_link,
    reopen_link,
)
from kohtaamo.feedback.reaching.fields import LinkForm, facts_shown
from kohtaamo.feedback.reaching.ways import ways_of, words_of_state
from kohtaamo.organisation.access import MemberRequest, may, public, requires
from kohtaamo.organisation.middleware import address_outside

from .refusing import trouble

PAGES = {"link": "feedback:links", "qr": "feedback:posters"}


@requires("feedback.read")
@require_GET
def reach(request: MemberRequest, pk: int) -> HttpResponse:
    survey = survey_of(pk)
    found = {
        "survey": survey,
        "rows": [(way, words_of_state(way)) for way in ways_of(survey)],
        "own": request.build_absolute_uri(address_outside("respond", survey.token)),
        "writes": may(request.member, "feedback.write"),
    }
    return render(request, "feedback/reach.html", found)


@requires("feedback.read")
@require_http_methods(["GET", "POST"])
def links(request: MemberRequest, pk: int) -> HttpResponse:
    return links_by_way(request, pk, "link")


@requires("feedback.read")
@require_http_methods(["GET", "POST"])
def posters(request: MemberRequest, pk: int) -> HttpResponse:
    return links_by_way(request, pk, "qr")


def links_by_way(request: MemberRequest, pk: int, way: str) -> HttpResponse:
    """The list, and the form of a new one where she may make one."""
    survey = survey_of(pk)
    writes = may(request.member, "feedback.write")
    form = LinkForm(request.POST or None, hidden=hidden_of(survey))
    if writes and request.method == "POST" and form.is_valid():
        link = make_link(survey=survey, way=way, actor=request.member, **form.facts())
        messages.success(request, _("Made. Answers that come by it carry its name."))
        return redirect("feedback:poster", link.pk) if way == "qr" else redirect(PAGES[way], survey.pk)
    rows = NamedLink.objects.filter(survey=survey, way=way).select_related("unit", "touchpoint")
    counts = answers_by_way(survey).by_link
    found = {
        "survey": survey,
        "way": way,
        "rows": [(link, counts.get(link.pk, 0), short_address(request, link)) for link in rows],
        "form": form,
        "writes": writes,
    }
    return render(request, "feedback/link_list.html", found, status=422 if form.errors else 200)


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    link = link_row(pk)
    form = LinkForm(request.POST or None, initial=facts_shown(link), hidden=hidden_of(link.survey))
    if form.is_valid():
        change_link(link=link, actor=request.member, **form.facts())
        messages.success(request, _("Saved. Answers from now on carry what you changed."))
        return redirect(PAGES[link.way], link.survey_id)
    found = {"link": link, "form": form, "back": reverse(PAGES[link.way], args=[link.survey_id])}
    return render(request, "feedback/link_edit.html", found, status=422 if form.errors else 200)


@requires("feedback.write")
@require_POST
def state(request: MemberRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(NamedLink, pk=pk)
    if "open" in request.POST:
        reopen_link(link=link, actor=request.member)
        messages.success(request, _("In use again."))
    else:
        close_link(link=link, actor=request.member)
        messages.success(request, _("Closed. Its answers stay, and you can take it into use again."))
    return redirect(PAGES.get(link.way, "feedback:widgets"), link.survey_id)


@public
@never_cache
@require_GET
def short(request: HttpRequest, code: str) -> HttpResponse:
    """The address on paper. A closed link still leads to the survey: the paper may hang on a wall for years."""
    link = link_of_short_address(code)
    if link is None:
        return trouble(request, "unknown", 404)
    query = request.GET.copy()
    query["via"] = link.code
    return HttpResponseRedirect(f"{reverse('respond', args=[link.survey.token])}?{query.urlencode()}")


def short_address(request: HttpRequest, link: NamedLink) -> str:
    return request.build_absolute_uri(address_outside("short-link", link.code))


def hidden_of(survey: Survey) -> list[str]:
    return list(read_questionnaire(survey.draft).hidden)


def survey_of(pk: int) -> Survey:
    return get_object_or_404(Survey.objects.select_related("touchpoint"), pk=pk)


def link_row(pk: int) -> NamedLink:
    """Of those that have a page of their own; a widget's link is changed with the widget."""
    rows = NamedLink.objects.select_related("survey", "survey__touchpoint", "unit", "touchpoint")
    found: Any = get_object_or_404(rows, pk=pk, way__in=tuple(PAGES))
    return found  # type: ignore[no-any-return]
