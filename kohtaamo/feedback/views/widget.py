"""Widgets of a survey: their set-up, a page to try one on, and the script that others' pages load."""

from __future__ import annotations

from csp.constants import SELF
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.feedback.models import Survey, Widget
from kohtaamo.feedback.reaching import (
    Rules,
    answers_by_way,
    change_widget,
    in_words,
    make_widget,
    mark_of,
    script_of,
    widget_of,
)
from kohtaamo.feedback.reaching.fields import WidgetForm, widget_shown
from kohtaamo.organisation.access import MemberRequest, may, public, requires
from kohtaamo.organisation.middleware import address_outside
from kohtaamo.organisation.tenancy import working_for

from .reach import survey_of

HOUR, WEEK = 3600, 7 * 24 * 3600


@requires("feedback.read")
@require_GET
def widgets(request: MemberRequest, pk: int) -> HttpResponse:
    survey = survey_of(pk)
    counts = answers_by_way(survey).by_link
    language = get_language() or "fi"
    found = {
        "survey": survey,
        "rows": [
            (one, counts.get(one.link_id, 0), in_words(Rules.read(one.rules), language))
            for one in Widget.objects.filter(link__survey=survey).select_related("link")
        ],
        "writes": may(request.member, "feedback.write"),
    }
    return render(request, "feedback/widget_list.html", found)


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, pk: int) -> HttpResponse:
    survey = survey_of(pk)
    form = WidgetForm(request.POST or None, initial={"place": Widget.Place.CORNER})
    if form.is_valid():
        widget = make_widget(survey=survey, actor=request.member, **form.facts())
        messages.success(request, _("Made. Try it here, then put its line on your page."))
        return redirect("feedback:widget", widget.pk)
    return page(request, form, survey, None)


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    widget = widget_row(pk)
    form = WidgetForm(request.POST or None, initial=widget_shown(widget))
    if form.is_valid():
        change_widget(widget=widget, actor=request.member, **form.facts())
        messages.success(request, _("Saved. Your pages follow within the hour."))
        return redirect("feedback:widget", widget.pk)
    return page(request, form, widget.link.survey, widget)


def page(request: MemberRequest, form: WidgetForm, survey: Survey, widget: Widget | None) -> HttpResponse:
    found = {
        "form": form,
        "survey": survey,
        "widget": widget,
        "sentence": in_words(Rules.read(widget.rules), get_language() or "fi") if widget else "",
        "script": script_address(request, widget) if widget else "",
        "origin": origin_of(request),
    }
    return render(request, "feedback/widget_edit.html", found, status=422 if form.errors else 200)


@requires("feedback.read")
@require_GET
def trial(request: MemberRequest, pk: int) -> HttpResponse:
    """A made-up page of a shop with the widget on it: it asks at once whom its share would leave out, and keeps
    nothing in the browser.
    """
    widget = widget_row(pk)
    found = {
        "widget": widget,
        "event": Rules.read(widget.rules).event,
        "script": script_address(request, widget),
        "is_inline": widget.place == Widget.Place.INLINE,
    }
    response = render(request, "feedback/widget_trial.html", found)
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # noqa: SLF001
    return response


@public
@require_GET
def script(request: HttpRequest, token: str) -> HttpResponse:
    """A browser keeps it for an hour, and after that still begins with what it has while it asks for news."""
    widget = widget_of(token)
    if widget is None:
        return HttpResponse("// no such widget\n", content_type="text/javascript; charset=utf-8", status=404)
    with working_for(widget.organisation):
        text = script_of(widget, origin_of(request))
    mark = f'"{mark_of(text)}"'
    is_known = mark in request.headers.get("If-None-Match", "")
    response: HttpResponse = HttpResponseNotModified() if is_known else HttpResponse(text)
    if not is_known:
        response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["ETag"] = mark
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=HOUR, stale_while_revalidate=WEEK)
    return response


def widget_row(pk: int) -> Widget:
    rows = Widget.objects.select_related("link", "link__survey", "link__survey__touchpoint")
    return get_object_or_404(rows, pk=pk)


def script_address(request: HttpRequest, widget: Widget) -> str:
    return request.build_absolute_uri(address_outside("widget-script", widget.token))


def origin_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
