"""The pages that can be kept, shared and taken as files, with their parts in the order of the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Text
from kohtaamo.insight.metrics import METRICS

from . import business, cases, driven, surveys, tables, together, trends
from .asked import Asked
from .parts import Part

Build = Callable[[Asked], Part | None]


@dataclass(frozen=True, slots=True)
class Page:
    """`builds`: part -> what makes it from an address; None where the address leaves nothing to show."""

    key: str
    name: Text
    builds: Mapping[str, Build]


PAGES: dict[str, Page] = {
    page.key: page
    for page in (
        Page("overview", _("Numbers"), {"numbers": tables.numbers, "groups": tables.groups}),
        Page(
            "metric",
            _("Metric"),
            {"number": trends.number, "trend": trends.movement, "metric-groups": tables.metric_groups},
        ),
        Page("heat", _("Heat map"), {"heat": tables.heat}),
        Page("crosstab", _("Cross-tab"), {"crosstab": tables.crosstab}),
        Page(
            "comparing", _("Compare"), {"compared": trends.compared, "answers": trends.side_by_side_answers}
        ),
        Page("driving", _("Drivers"), {"drivers": driven.drivers}),
        Page("paths", _("Funnel and paths"), {"steps": cases.steps, "follows": cases.follows}),
        Page(
            "correlation",
            _("What goes together"),
            {"pairs": together.points_of_pair, "correlations": together.everything},
        ),
        Page(
            "survey",
            _("Results of a survey"),
            {
                "survey-results": surveys.results,
                "survey-groups": surveys.by_group,
                "survey-waves": surveys.by_wave,
            },
        ),
        Page("figures", _("Business figures"), {"figures": business.newest}),
        Page("figure", _("Business figure"), {"figure": business.figure, "figure-places": business.places}),
    )
}
PARTS: dict[str, Build] = {
    **{key: build for page in PAGES.values() for key, build in page.builds.items()},
    # of a page with single answers, which is neither kept nor shared
    "distribution": trends.distribution,
}


def page_of(key: str) -> Page | None:
    return PAGES.get(key)


def part_of(key: str, query: QueryDict) -> Part | None:
    """None for what there is not, or what has nothing to show."""
    build = PARTS.get(key)
    return build(Asked.of(query)) if build else None


def parts_of(page: Page, query: QueryDict) -> list[Part]:
    asked = Asked.of(query)
    return [part for build in page.builds.values() if (part := build(asked))]


def address_of(page: str, parameters: Mapping[str, str]) -> str:
    """Where a member opens it; parameters by name, since databases do not all keep the order of JSON."""
    if page == "survey":
        return address_of_survey(parameters)
    query = QueryDict(mutable=True)
    shown = {name: text for name, text in sorted(parameters.items()) if name != page}
    query.update(shown)
    key = parameters.get(page, "")
    if page == "metric":
        key = key if key in METRICS else "nps"
    of_one = page in {"metric", "figure"}
    return f"{reverse(f'insight:{page}', args=[key] if of_one else [])}?{query.urlencode()}"


def address_of_survey(parameters: Mapping[str, str]) -> str:
    page = "groups" if "by" in parameters else "waves" if "first" in parameters else "results"
    address = reverse(f"feedback:{page}", args=[int(parameters["survey"])])
    chosen = {name: parameters[name] for name in ("by", "first", "second") if name in parameters}
    return f"{address}?{urlencode(chosen)}" if chosen else address
