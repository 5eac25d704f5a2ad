"""What of an address is kept in a view or a link: the choices of its page, small and plain."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import BusinessFigure

from .asked import Asked, query_of
from .pages import PAGES
from .surveys import survey_asked

MOST_PARAMETERS = 30
LONGEST = 200
# what an address may hold besides the choices of the page
LEFT_OUT = frozenset({"as", "page", "seen"})


class NotKeptError(ValueError):
    """There is no such page, or its address says more than an address should."""


def kept(page: str, query: str) -> dict[str, str]:
    """The parameters of this page's address. Raises `NotKeptError`."""
    if page not in PAGES:
        raise NotKeptError(page)
    try:
        asked: Mapping[str, object] = QueryDict(query)
    except ValueError as problem:  # more fields than a form may have
        raise NotKeptError(page) from problem
    found = {name: str(text) for name, text in asked.items() if name not in LEFT_OUT and text != ""}
    if len(found) > MOST_PARAMETERS or any(len(part) > LONGEST for pair in found.items() for part in pair):
        raise NotKeptError(page)
    if page == "metric" and found.get("metric") not in METRICS:
        raise NotKeptError(page)
    if page == "figure" and not BusinessFigure.objects.filter(key=found.get("figure", "")).exists():
        raise NotKeptError(page)
    if page == "survey" and survey_asked(Asked.of(query_of(found))) is None:
        raise NotKeptError(page)
    return found
