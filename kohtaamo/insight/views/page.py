from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from kohtaamo.insight.dimensions import NAMES, Choice, Option, choices, choices_of_staff, name_of
from kohtaamo.insight.filters import DAYS, SHORT_ATTRIBUTE, Filter, filter_of, parameters_of
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.showing.asked import metric_asked
from kohtaamo.insight.where import ATTRIBUTE, COLUMNS, today
from kohtaamo.organisation.access import MemberRequest, may

# What an address says of its period and of other pages' tables.
PERIOD = frozenset({"days", "from", "to", "by", "size"})


def chosen_on(request: MemberRequest) -> Filter:
    return filter_of(request.GET, today=today())


def kept_address(request: MemberRequest, page: str, **more: str) -> dict[str, Any]:
    """What files, kept views and links of this page need: which page it is, and its address."""
    query = request.GET.copy()
    for name, text in more.items():
        query[name] = text
    return {
        "page_key": page,
        "query_now": query.urlencode(),
        "member_may_write": may(request.member, "insight.write"),
    }


def filter_context(chosen: Filter, *, of_staff: bool = False) -> dict[str, Any]:
    """What `_filters.html` draws: the days, every way to narrow down, and what to compare by."""
    found = choices_of_staff(chosen) if of_staff else choices(chosen)
    return {
        "selection": chosen,
        "days": DAYS,
        "choices": found,
        "is_narrowed": bool(parameters_of(replace(chosen.where, period=None))),
        "dimensions": dimensions(found, chosen),
        "sizes": [Option(size, str(NAMES[size]), size == chosen.size) for size in ("day", "week", "month")],
    }


def dimensions(found: list[Choice], chosen: Filter) -> list[Option]:
    keys = [choice.name for choice in found if choice.name.startswith(SHORT_ATTRIBUTE)]
    names = [*COLUMNS, *(f"{ATTRIBUTE}{key.removeprefix(SHORT_ATTRIBUTE)}" for key in keys)]
    if chosen.by not in names:
        names.append(chosen.by)
    return [Option(name, name_of(name), name == chosen.by) for name in names]


def chosen_metric(request: MemberRequest) -> tuple[Metric, list[Metric]]:
    return metric_asked(request.GET)


def metric_choice(metric: Metric, metrics: Sequence[Metric]) -> Choice:
    options = [Option(one.key, str(one.name), one.key == metric.key) for one in metrics]
    return Choice("metric", gettext("Metric"), options)


def table_context(request: MemberRequest, chosen: Filter) -> dict[str, Any]:
    """As `filter_context`, for pages whose selects of their own say what stands against what."""
    found = choices(chosen)
    narrowing = {choice.name for choice in found} | set(parameters_of(replace(chosen.where, period=None)))
    kept = {name: text for name, text in request.GET.items() if name not in narrowing}
    return {
        "selection": chosen,
        "days": DAYS,
        "choices": found,
        "is_narrowed": bool(parameters_of(replace(chosen.where, period=None))),
        "show_all": f"?{urlencode(kept)}",
        "keep": "".join(f"&{urlencode({name: text})}" for name, text in kept.items() if name not in PERIOD),
    }


def dimension_options(found: Sequence[Choice], chosen: str, *, names: Sequence[str]) -> list[Option]:
    """These dimensions and every attribute that the filters know, and the chosen one in any case."""
    attributes = [choice.name for choice in found if choice.name.startswith(SHORT_ATTRIBUTE)]
    every = [*names, *(f"{ATTRIBUTE}{name.removeprefix(SHORT_ATTRIBUTE)}" for name in attributes)]
    if chosen not in every and chosen.startswith(ATTRIBUTE):
        every.append(chosen)
    return [Option(name, name_of(name), name == chosen) for name in every]
