"""Places in pages of a lower package that higher packages fill, without the lower one knowing them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .access import may


class NotNowError(Exception):
    """What was asked cannot be told at the moment; the message says why and what happens next.

    A page that only has a panel of it goes on without, and says so.
    """


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
