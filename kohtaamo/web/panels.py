from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string

from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.panel import offers

from .demo.note import is_put_away
from .demo.queries import is_demo


@offers("settings", order=90, permission="organisation.write")
def demo_removal(request: HttpRequest, organisations: Sequence[Organisation]) -> dict[int, str]:
    return {
        one.pk: render_to_string("web/_demo_removal.html", {"organisation": one}, request)
        for one in organisations
        if is_demo(one)
    }


@offers("home", order=95, permission="home.read")
def demo_note(request: HttpRequest, organisations: Sequence[Organisation]) -> dict[int, str]:
    if is_put_away(request):
        return {}
    return {
        one.pk: render_to_string("web/_demo_note.html", {"organisation": one}, request)
        for one in organisations
        if is_demo(one)
    }
