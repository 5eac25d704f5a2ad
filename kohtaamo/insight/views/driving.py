from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.charts import language
from kohtaamo.insight.dimensions import Choice, Option
from kohtaamo.insight.driving.wording import cross_check, kind_name, names_of, sentence, shown
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.showing import Asked
from kohtaamo.insight.showing.driven import (
    BETWEEN,
    Beside,
    DriversAsked,
    Group,
    among_in_words,
    behind_drivers,
    drivers_asked,
    group_name,
    groups_of,
)
from kohtaamo.kit.text import show_percent
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_on, kept_address, table_context


@requires("insight.read")
@require_GET
def show(request: MemberRequest) -> HttpResponse:
    """What goes together with the answers to one kind of question, and how much it accounts for."""
    chosen = chosen_on(request)
    wish = drivers_asked(request.GET)
    metric = wish.metric
    context = {
        **table_context(request, chosen),
        **kept_address(request, "driving"),
        "metric": metric,
        "selects": [
            Choice(
                "metric",
                gettext("What it is about"),
                [Option(one.key, kind_name(one.kind), one is metric) for one in wish.outcomes],
            ),
            Choice("among", gettext("Set beside"), among_options(wish.among)),
        ],
        "is_new": metric is None,
    }
    if metric is not None:
        groups = groups_of(wish, chosen)
        heard = [one for one in groups if one.found.drivers]
        if heard:
            context["behind"] = behind_drivers(Asked.of(request.GET), wish, heard)
        context |= told(wish, metric, chosen, groups)
    return render(request, "insight/driving.html", context)


def among_options(among: Beside) -> list[Option]:
    return [
        Option("all", among_in_words("all"), among == "all"),
        Option("said", among_in_words("said"), among == "said"),
        Option("happened", among_in_words("happened"), among == "happened"),
    ]


def told(wish: DriversAsked, metric: Metric, chosen: Filter, groups: Sequence[Group]) -> dict[str, Any]:
    without = list(wish.without)

    def address(keys: list[str]) -> str:
        return chosen.query(metric=metric.key, among=wish.among, without=BETWEEN.join(keys) or None)

    shown_groups = [
        told_of_group(one, kind_name(metric.kind), lambda key: address([*without, key])) for one in groups
    ]
    return {
        "is_protected": metric.protects_people,
        "groups": shown_groups,
        "with_rows": any(one["rows"] for one in shown_groups),
        "answers": max((one.found.answers for one in groups), default=0),
        "candidates": sum(one.found.candidates for one in groups),
        "without": without,
        "everything": address([]),
        "hidden": {"without": BETWEEN.join(without)} if without else {},
    }


def told_of_group(group: Group, outcome: str, address_without: Callable[[str], str]) -> dict[str, Any]:
    found = group.found
    rows = shown(found)
    names = names_of([*found.left_out, *found.constant, *found.weak])
    known = [one for one in found.left_out if one.family != "case"]
    return {
        "among": group.among,
        "title": group_name(group.among),
        "found": found,
        "sentence": sentence(outcome, found, rows),
        "cross_check": cross_check(found),
        "r_squared": show_percent(found.r_squared, language()),
        "rows": [(row, address_without(row.key)) for row in rows],
        "with_above": any(row.above for row in rows),
        "left_out": ", ".join(names[one] for one in known),
        "left_out_elsewhere": len(found.left_out) - len(known),
        "constant": ", ".join(names[one] for one in found.constant),
        "weak": ", ".join(names[one] for one in found.weak),
    }
