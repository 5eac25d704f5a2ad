from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.dimensions import Choice, Option
from kohtaamo.insight.showing.asked import heat_asked, heat_of
from kohtaamo.insight.showing.tables import behind_heat
from kohtaamo.journeys.models import Journey
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_metric, chosen_on, kept_address, metric_choice, table_context


@requires("insight.read")
@require_GET
def heat(request: MemberRequest) -> HttpResponse:
    """Touchpoints by stage against months or metrics, what needs attention first."""
    chosen, metric, metrics = chosen_on(request), *chosen_metric(request)
    asked = heat_asked(request.GET)
    by_metric, order, journey = asked.by_metric, asked.order, asked.journey
    found = heat_of(metric, chosen, asked)
    context = {
        **table_context(request, chosen),
        **kept_address(request, "heat"),
        "behind": behind_heat(metric, chosen, asked),
        "metric": metric,
        "selects": [
            Choice(
                "show",
                gettext("Columns"),
                [
                    Option("months", gettext("months"), not by_metric),
                    Option("metrics", gettext("metrics"), by_metric),
                ],
            ),
            *([] if by_metric else [metric_choice(metric, metrics)]),
            Choice("journey", gettext("Journey"), journeys(journey)),
            Choice(
                "order",
                gettext("Order"),
                [
                    Option("attention", gettext("what needs attention"), order == "attention"),
                    Option("journey", gettext("along the journey"), order == "journey"),
                ],
            ),
        ],
        "heat": found,
        # months are scrolled to the newest
        "way": "" if by_metric else "newest-first-seen",
        "is_new": not metrics,
    }
    return render(request, "insight/heat.html", context)


def journeys(chosen: int | None) -> list[Option]:
    rows = Journey.objects.filter(kind=Journey.Kind.CURRENT, removed_at=None)
    return [
        Option("", pgettext("values of a filter", "all"), chosen is None),
        *(Option(str(one.pk), one.name, one.pk == chosen) for one in rows),
    ]
