from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.dimensions import Choice, Option
from kohtaamo.insight.paths import funnel
from kohtaamo.insight.paths.picture import flow_of
from kohtaamo.insight.paths.wording import funnel_rows, pair_rows
from kohtaamo.insight.queries import current_organisation
from kohtaamo.insight.showing import Asked
from kohtaamo.insight.showing.cases import MOST_OWN, OWN, Cases, behind_follows, behind_steps, cases_of
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_on, kept_address, table_context

# Meetings are narrowed by these; a case is at many touchpoints, and answers no survey.
NOT_OF_CASES = {"touchpoint", "survey"}


@requires("insight.read")
@require_GET
def show(request: MemberRequest) -> HttpResponse:
    """How many cases get from step to step and how long it takes, and what follows what."""
    asked = Asked.of(request.GET)
    chosen = chosen_on(request)
    cases = cases_of(request.GET, chosen)
    found, names, reached = cases.found, cases.names(), funnel(cases.steps, cases.where)
    base = table_context(request, replace(chosen, where=cases.where))
    context = {
        **base,
        **kept_address(request, "paths"),
        "choices": [one for one in base["choices"] if one.name not in NOT_OF_CASES],
        "selects": selects(cases),
        "steps": funnel_rows(reached),
        "silent": ", ".join(cases.silent),
        "flow": flow_of(found.pairs, names),
        "pairs": pair_rows(found.pairs, names),
        "rare": found.rare,
        "minimum": current_organisation().minimum_answers,
        "has_meetings": bool(found.met),
        "behind_steps": behind_steps(asked, cases, reached),
        "behind_follows": behind_follows(asked, cases),
    }
    return render(request, "insight/paths.html", context)


def selects(cases: Cases) -> list[Choice]:
    placed, journey, by, own = cases.placed, cases.journey, cases.by, cases.own
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
    places = sorted(Touchpoint.objects.filter(pk__in={*cases.found.met, *own}).values_list("name", "pk"))
    for number in range(1, min(len(own) + 1, MOST_OWN) + 1):
        now = own[number - 1] if number <= len(own) else None
        every: list[Any] = [Option("", gettext("none"), now is None)]
        every += [Option(str(key), name, key == now) for name, key in places]
        found.append(Choice(f"s{number}", gettext("Step %(number)s") % {"number": number}, every))
    return found
