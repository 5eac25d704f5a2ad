"""Views and links that people keep: one list, made from any page of insight."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import BusinessFigure, SavedView, SharedLink
from kohtaamo.insight.saving import (
    NoNameError,
    change_view,
    own_views,
    remove_view,
    restore_view,
    save_view,
    views_for,
)
from kohtaamo.insight.sharing import links, open_again, revoke, share
from kohtaamo.insight.showing import PAGES
from kohtaamo.insight.showing.asked import Asked, query_of
from kohtaamo.insight.showing.kept import NotKeptError, kept
from kohtaamo.insight.showing.pages import address_of
from kohtaamo.insight.showing.surveys import survey_asked
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.middleware import address_outside

MOST_LISTED = 200
# The address of a link just made, shown once.
NEW_LINK = "insight.new_link"


@requires("insight.read")
@never_cache
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    new = request.session.pop(NEW_LINK, None)
    context = {
        "views": [
            (
                one,
                page_name(one.page),
                address_of(one.page, one.parameters),
                one.owner_id == request.member.pk,
            )
            for one in views_for(request.member)[:MOST_LISTED]
        ],
        "links": [
            (one, page_name(one.page), address_of(one.page, one.parameters)) for one in links()[:MOST_LISTED]
        ],
        "new": request.build_absolute_uri(new) if new else "",
        "may_write": may(request.member, "insight.write"),
    }
    return render(request, "insight/saved_list.html", context)


def page_name(page: str) -> str:
    return str(PAGES[page].name) if page in PAGES else page


def title_of(page: str, parameters: Mapping[str, str]) -> str:
    """What the page is about, where it is about one thing; else what the page is called."""
    if page == "metric":
        return str(METRICS[parameters["metric"]].name)
    asked = Asked.of(query_of(parameters))
    if page == "figure" and (figure := BusinessFigure.objects.filter(key=asked.text("figure")).first()):
        return figure.name
    if page == "survey" and (survey := survey_asked(asked)):
        return survey.name
    return page_name(page)


@requires("insight.read")
@require_POST
def save(request: MemberRequest) -> HttpResponse:
    """A view; with `share` a link instead, for those who may make one."""
    page, given = request.POST.get("page", ""), request.POST
    try:
        parameters = kept(page, given.get("query", ""))
    except NotKeptError:
        return HttpResponseBadRequest(gettext("This page cannot be kept."))
    try:
        if "share" in given:
            return shared_anew(request, page, parameters)
        is_common = "is_common" in given
        save_view(
            name=given.get("name", ""),
            page=page,
            parameters=parameters,
            is_common=is_common,
            actor=request.member,
        )
    except NoNameError:
        messages.error(request, gettext("Give it a name. Nothing was kept."))
        return redirect(address_of(page, parameters))
    messages.success(request, gettext("The view is saved."))
    return redirect(address_of(page, parameters))


def shared_anew(request: MemberRequest, page: str, parameters: dict[str, str]) -> HttpResponse:
    if not may(request.member, "insight.write"):
        raise PermissionDenied
    _link, secret = share(
        name=request.POST.get("name", "").strip() or title_of(page, parameters),
        page=page,
        parameters=parameters,
        days=whole_number(request.POST.get("days", "")) or 0,
        actor=request.member,
    )
    request.session[NEW_LINK] = address_outside("shared", secret)
    return redirect("insight:saved")


@requires("insight.read")
@require_POST
def change(request: MemberRequest, pk: int) -> HttpResponse:
    view = own_view_or_404(request, pk)
    try:
        is_common = "is_common" in request.POST
        change_view(view=view, name=request.POST.get("name", ""), is_common=is_common, actor=request.member)
    except NoNameError:
        messages.error(request, gettext("Give it a name. Nothing was changed."))
    else:
        messages.success(request, gettext("The view is changed."))
    return redirect("insight:saved")


@requires("insight.read")
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    remove_view(view=own_view_or_404(request, pk), actor=request.member)
    undo = reverse("insight:saved-restoration", args=[pk])
    messages.success(request, gettext("The view was removed."), extra_tags=undo)
    return done(request)


@requires("insight.read")
@require_POST
def restoration(request: MemberRequest, pk: int) -> HttpResponse:
    restore_view(view=own_view_or_404(request, pk), actor=request.member)
    messages.success(request, gettext("The view is back."))
    return done(request)


@requires("insight.write")
@require_POST
def revocation(request: MemberRequest, pk: int) -> HttpResponse:
    revoke(link=get_object_or_404(SharedLink, pk=pk), actor=request.member)
    undo = reverse("insight:link-reopening", args=[pk])
    messages.success(request, gettext("The link no longer opens."), extra_tags=undo)
    return done(request)


@requires("insight.write")
@require_POST
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    open_again(link=get_object_or_404(SharedLink, pk=pk), actor=request.member)
    messages.success(request, gettext("The link opens again."))
    return done(request)


def own_view_or_404(request: MemberRequest, pk: int) -> SavedView:
    return get_object_or_404(own_views(request.member), pk=pk)


def done(request: MemberRequest) -> HttpResponse:
    """To the list, as a whole page also for the button that undoes."""
    address = reverse("insight:saved")
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
