"""What cannot be answered: people meet a page, programs the JSON that other refusals of the API come in."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from kohtaamo.organisation.panel import NotNowError

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
BAD_REQUEST, FORBIDDEN, NOT_ALLOWED, NOT_NOW = 400, 403, 405, 503
AGAIN_SECONDS = 3


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    program = told_to_program(request, BAD_REQUEST, "Bad Request")
    if program is not None:
        return program
    if isinstance(exception, TOO_MUCH):
        words = _("That was more than fits in one go. Nothing was changed. Go back and send less at a time.")
    elif isinstance(exception, MultiPartParserError):
        words = _("The form arrived broken. Nothing was changed. Go back and send it again.")
    else:
        words = _("What was sent could not be read. Nothing was changed.")
    return refusal(request, BAD_REQUEST, _("This did not come through"), words)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return told_to_program(request, 404, "Not Found") or defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    return told_to_program(request, 500, "Server Error") or defaults.server_error(request)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:  # noqa: ARG001  Django's name
    """A form without its secret: it stood open over a sign-in, cookies are off, or another site sent it."""
    words = _(
        "The page had stood open too long, or your browser keeps no cookies. Nothing was changed. "
        "Go back, load the page again and send it once more."
    )
    return refusal(request, FORBIDDEN, _("The form was too old to be sent"), words)


class KindRefusal:
    """An address that only takes what a button sends, opened by hand: a page instead of an empty one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != NOT_ALLOWED or not isinstance(response, HttpResponse) or response.content:
            return response
        words = _("This address takes only what a button sends. Nothing was changed.")
        page = refusal(request, NOT_ALLOWED, _("There is nothing to see here"), words)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """What cannot be told at the moment: the page says so, and looks again by itself while a count goes on.

        What took too long would take as long again, so that page waits for another question.
        """
        if not isinstance(exception, NotNowError):
            return None
        progress = getattr(exception, "progress", None)
        page = told_to_program(request, NOT_NOW, str(exception)) or render(
            request, "web/not_now.html", {"words": str(exception), "progress": progress}, status=NOT_NOW
        )
        page["Retry-After"] = str(AGAIN_SECONDS)
        if progress is not None:
            page["Refresh"] = str(AGAIN_SECONDS)
        return page


def refusal(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    return render(request, "web/refusal.html", {"title": title, "words": words}, status=status)


def told_to_program(request: HttpRequest, status: int, words: str) -> JsonResponse | None:
    """None when a person asked."""
    return JsonResponse({"detail": words}, status=status) if request.path_info.startswith("/api/") else None
