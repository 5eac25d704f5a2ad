from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.dimensions import Choice, Option, labels
from kohtaamo.insight.paths import following, funnel
from kohtaamo.insight.paths.picture import flow_of
from kohtaamo.insight.paths.steps import By, Placed, most_met, own_steps, placements, steps_of
from kohtaamo.insight.paths.wording import funnel_rows, pair_rows
from kohtaamo.insight.queries import current_organisation
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_on, table_context

# In an address, the steps one chose oneself: `journey=own&s1=3&s2=5`.
OWN = "own"
MOST_OWN = 8
# Meetings are narrowed by these; a case is at many touchpoints, and answers no survey.
NOT_OF_CASES = {"touchpoint", "survey"}


@requires("insight.read")
@require_GET
def show(request: MemberRequest) -> HttpResponse:
    """How many cases get from step to step and how long it takes, and what follows what."""
    chosen = chosen_on(request)
    chosen = replace(chosen, where=replace(chosen.where, touchpoint=None, survey=None))
    found = following(chosen.where)
    placed = placements()
    asked = request.GET.get("journey", "")
    journey = None if asked == OWN else journey_of(asked, placed, found.met)
    by: By = "touchpoint" if request.GET.get("split") == "touchpoint" else "stage"
    own = [
        key for number in range(1, MOST_OWN + 1) if (key := whole_number(request.GET.get(f"s{number}", "")))
    ]
    if journey is None:
        steps, silent = own_steps(own), list[str]()
    else:
        steps, silent = steps_of(placed, journey, by, found.met)
    names: dict[int | None, str] = labels(
        "touchpoint", {key for pair in found.pairs for key in (pair.here, pair.there) if key is not None}
    )
    base = table_context(request, chosen)
    context = {
        **base,
        "choices": [one for one in base["choices"] if one.name not in NOT_OF_CASES],
        "selects": selects(placed, journey, by, own, found.met),
        "steps": funnel_rows(funnel(steps, chosen.where)),
        "silent": ", ".join(silent),
        "flow": flow_of(found.pairs, names),
        "pairs": pair_rows(found.pairs, names),
        "rare": found.rare,
        "minimum": current_organisation().minimum_answers,
        "has_meetings": bool(found.met),
    }
    return render(request, "insight/paths.html", context)


def journey_of(asked: str, placed: Sequence[Placed], met: frozenset[int]) -> int | None:
    named = whole_number(asked)
    return named if any(one.journey == named for one in placed) else most_met(placed, met)


def selects(
    placed: Sequence[Placed], journey: int | None, by: By, own: Sequence[int], met: frozenset[int]
) -> list[Choice]:
    journeys = {one.journey: one.journey_name for one in placed}
    options = [Option(str(key), name, key == journey) for key, name in journeys.items()]
    options.append(Option(OWN, gettext("own steps"), journey is None))
    found = [Choice("journey", gettext("Steps of"), options)]
    if journey is not None:
        ways = [
            Option("stage", gettext("stage by stage"), by == "stage"),
            Option("touchpoint", gettext("touchpoint by touchpoint"), by == "touchpoint"),
        ]
        return [*found, Choice("split", gettext("Step"), ways)]
    places = sorted(Touchpoint.objects.filter(pk__in={*met, *own}).values_list("name", "pk"))
    for number in range(1, min(len(own) + 1, MOST_OWN) + 1):
        now = own[number - 1] if number <= len(own) else None
        every: list[Any] = [Option("", gettext("none"), now is None)]
        every += [Option(str(key), name, key == now) for name, key in places]
        found.append(Choice(f"s{number}", gettext("Step %(number)s") % {"number": number}, every))
    return found
