from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.charts import language
from kohtaamo.insight.dimensions import Choice, Option
from kohtaamo.insight.driving import Among, Driving, driving
from kohtaamo.insight.driving.wording import cross_check, kind_name, names_of, sentence, shown
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import metrics_heard
from kohtaamo.kit.text import show_percent
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_on, table_context

# Keys of drivers that are left out stand in the address one after another.
BETWEEN = ","


@requires("insight.read")
@require_GET
def show(request: MemberRequest) -> HttpResponse:
    """What goes together with the answers to one kind of question, and how much it accounts for."""
    chosen = chosen_on(request)
    outcomes = outcomes_heard()
    metric = outcome_of(request, outcomes)
    if metric is not None and metric not in outcomes:
        outcomes.append(metric)
    asked = request.GET.get("among", "")
    among: Among = "said" if asked == "said" else "happened" if asked == "happened" else "all"
    without = [one for one in request.GET.get("without", "").split(BETWEEN) if one]
    context = {
        **table_context(request, chosen),
        "metric": metric,
        "selects": [
            Choice(
                "metric",
                gettext("What it is about"),
                [Option(one.key, kind_name(one.kind), one is metric) for one in outcomes],
            ),
            Choice("among", gettext("Set beside"), among_options(among)),
        ],
        "is_new": metric is None,
    }
    if metric is not None:
        found = (
            None
            if metric.protects_people
            else driving(metric.kind, chosen.where, among=among, without=without)
        )
        context |= told(metric, chosen, found, among, without)
    return render(request, "insight/driving.html", context)


def outcomes_heard() -> list[Metric]:
    """One metric of each kind that people answer, those of our own people too, so that it is told why not."""
    found: dict[str, Metric] = {}
    for metric in metrics_heard():
        if metric.level in {"feedback", "staff"}:
            found.setdefault(metric.kind, metric)
    return list(found.values())


def outcome_of(request: MemberRequest, outcomes: list[Metric]) -> Metric | None:
    """What the address names, or else the first; a metric of the same kind stands for another."""
    named = METRICS.get(request.GET.get("metric", ""))
    if named is not None and named.protects_people:
        return named
    heard = {metric.key: metric.kind for metric in metrics_heard()} if outcomes else {}
    kind = heard.get(request.GET.get("metric", ""))
    return next((one for one in outcomes if one.kind == kind), outcomes[0] if outcomes else None)


def among_options(among: Among) -> list[Option]:
    return [
        Option("all", gettext("everything that is known"), among == "all"),
        Option("said", gettext("what the same person answered"), among == "said"),
        Option("happened", gettext("what happened"), among == "happened"),
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
