"""The page behind a shared link: the numbers of one page, for anybody who has its address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kohtaamo.insight.models import SharedLink
from kohtaamo.insight.sharing import gate, link_of, looked_at
from kohtaamo.insight.sharing import shared as shown_by
from kohtaamo.insight.showing import PAGES
from kohtaamo.organisation.access import public
from kohtaamo.organisation.tenancy import working_for

GONE, TOO_MANY = 410, 429


@public
@never_cache
@require_GET
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """Asked again every few seconds by the open page itself, which tells what it has `seen` already."""
    if wait := gate.seconds_to_wait(secret, request.META.get("REMOTE_ADDR", "")):
        return too_often(request, wait)
    link = link_of(secret)
    if link is None or not link.is_open:
        return closed(request)
    with working_for(link.organisation):
        looked_at(link)
        found = shown_by(link)
        if request.GET.get("seen") == found.mark:
            return private(HttpResponse(status=204))
        return private(render(request, "insight/shared.html", context_of(request, link, found)))


def context_of(request: HttpRequest, link: SharedLink, found: Any) -> dict[str, Any]:
    page = PAGES.get(link.page)
    return {
        "link": link,
        "owner": link.organisation,
        "page_name": page.name if page else "",
        "parts": found.parts,
        "again": f"{request.path}?seen={found.mark}",
    }


def closed(request: HttpRequest) -> HttpResponse:
    """The same page for what never was, is over or was taken back: the address tells nothing to one who guesses."""
    response = render(request, "insight/shared_closed.html", status=GONE)
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return private(response)


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """An open page keeps what it shows, and looks again by itself."""
    response = render(request, "insight/shared_too_often.html", {"wait": wait}, status=TOO_MANY)
    response["Retry-After"] = str(wait)
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """No search engine and no other site learns the address; our own form of languages needs to know it."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
