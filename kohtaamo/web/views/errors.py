"""What cannot be answered: people meet a page, programs the JSON that other refusals of the API come in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views import defaults


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return told_to_program(request, 400, "Bad Request") or defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return told_to_program(request, 404, "Not Found") or defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    return told_to_program(request, 500, "Server Error") or defaults.server_error(request)


def told_to_program(request: HttpRequest, status: int, words: str) -> JsonResponse | None:
    """None when a person asked."""
    return JsonResponse({"detail": words}, status=status) if request.path_info.startswith("/api/") else None
