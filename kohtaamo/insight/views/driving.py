from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.charts import language
from kohtaamo.insight.dimensions import Choice, Option
from kohtaamo.insight.driving import Among, Driving
from kohtaamo.insight.driving.wording import cross_check, kind_name, names_of, sentence, shown
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.showing import Asked
from kohtaamo.insight.showing.driven import (
    BETWEEN,
    among_in_words,
    behind_drivers,
    drivers_asked,
    driving_of,
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
    metric, among, without = wish.metric, wish.among, list(wish.without)
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
            Choice("among", gettext("Set beside"), among_options(among)),
        ],
        "is_new": metric is None,
    }
    if metric is not None:
        found = driving_of(wish, chosen)
        if found is not None:
            context["behind"] = behind_drivers(Asked.of(request.GET), wish, found)
        context |= told(metric, chosen, found, among, without)
    return render(request, "insight/driving.html", context)


def among_options(among: Among) -> list[Option]:
    return [
        Option("all", among_in_words("all"), among == "all"),
        Option("said", among_in_words("said"), among == "said"),
        Option("happened", among_in_words("happened"), among == "happened"),
    ]


def told(
    metric: Metric, chosen: Filter, found: Driving | None, among: Among, without: list[str]
) -> dict[str, Any]:
    outcome = kind_name(metric.kind)
    if found is None:
        return {"outcome": outcome, "is_protected": True}
    rows = shown(found)
    names = names_of([*found.left_out, *found.constant, *found.weak])
    known = [one for one in found.left_out if one.family != "case"]

    def address(keys: list[str]) -> str:
        return chosen.query(metric=metric.key, among=among, without=BETWEEN.join(keys) or None)

    return {
        "outcome": outcome,
        "found": found,
        "sentence": sentence(outcome, found, rows),
        "cross_check": cross_check(found),
        "r_squared": show_percent(found.r_squared, language()),
        "rows": [(row, address([*without, row.key])) for row in rows],
        "with_above": any(row.above for row in rows),
        "without": without,
        "everything": address([]),
        "left_out": ", ".join(names[one] for one in known),
        "left_out_elsewhere": len(found.left_out) - len(known),
        "constant": ", ".join(names[one] for one in found.constant),
        "weak": ", ".join(names[one] for one in found.weak),
        "hidden": {"without": BETWEEN.join(without)} if without else {},
    }
