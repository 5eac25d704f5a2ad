"""Whether the line "this is demo material" still stands at home: each person puts it away for herself."""

from __future__ import annotations

from django.http import HttpRequest

KEY = "demo_note_put_away"


def put_away(request: HttpRequest) -> None:
    request.session[KEY] = True


def is_put_away(request: HttpRequest) -> bool:
    return bool(request.session.get(KEY))
