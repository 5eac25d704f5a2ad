from __future__ import annotations

from dataclasses import replace
from typing import Any

from kohtaamo.insight.dimensions import NAMES, Choice, Option, choices, name_of
from kohtaamo.insight.filters import DAYS, SHORT_ATTRIBUTE, Filter, filter_of, parameters_of
from kohtaamo.insight.where import ATTRIBUTE, COLUMNS, today
from kohtaamo.organisation.access import MemberRequest


def chosen_on(request: MemberRequest) -> Filter:
    return filter_of(request.GET, today=today())


def filter_context(chosen: Filter) -> dict[str, Any]:
    """What `_filters.html` draws: the days, every way to narrow down, and what to compare by."""
    found = choices(chosen)
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
