"""Places in pages of a lower package that higher packages fill, without the lower one knowing them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from .access import may


class NotNowError(Exception):
    """What was asked cannot be told at the moment; the message says why and what happens next.

    A page that only has a panel of it goes on without, and says so.
    """


# Stands for the key of a subject in what is drawn once for many of them; longer than any key, so that it cannot be
# a part of another number.
ANY_KEY = 987_654_321_012_345_678

# Renders HTML for many subjects at once, so that a map of 200 touchpoints costs the queries of one.
Render = Callable[[HttpRequest, Sequence[Any]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Panel:
    place: str
    order: int
    permission: str
    render: Render


_panels: dict[str, list[Panel]] = defaultdict(list)


def offers(place: str, *, order: int, permission: str) -> Callable[[Render], Render]:
    """Offer a fragment for a place, for example "touchpoint.side"; lower orders stand first."""

    def register(render: Render) -> Render:
        _panels[place].append(Panel(place, order, permission, render))
        _panels[place].sort(key=lambda panel: panel.order)
        return render

    return register


def panels_at(place: str, request: HttpRequest, subjects: Sequence[Any]) -> dict[int, list[str]]:
    """The fragments of a place for each subject, by its primary key; only those the member may see."""
    shown: dict[int, list[str]] = {subject.pk: [] for subject in subjects}
    for panel in _panels[place]:
        if not may(getattr(request, "member", None), panel.permission):
            continue
        try:
            rendered = panel.render(request, subjects)
        except NotNowError as problem:
            request.not_now = str(problem)  # type: ignore[attr-defined]  # the page's own note
            continue
        for key, html in rendered.items():
            if html:
                shown[key].append(html)
    return shown


def drawn_small(template: str, context: Mapping[str, Any], request: HttpRequest) -> str:
    """A fragment that stands on a page many times: without the facts of the shell, gathered anew for each otherwise.

    All of a page have one token in their forms.
    """
    return get_template(template).render(
        {**context, "csrf_token": SimpleLazyObject(lambda: token_of(request))}
    )


def with_key(drawn: str, key: int) -> str:
    """Of what was drawn for `ANY_KEY`, with no words of people in it."""
    return mark_safe(drawn.replace(str(ANY_KEY), str(key)))  # noqa: S308  drawn by a template


def token_of(request: HttpRequest) -> str:
    known: str | None = getattr(request, "token_of_small", None)
    if known is None:
        known = request.token_of_small = get_token(request)  # type: ignore[attr-defined]  # as long as the request
    return known
