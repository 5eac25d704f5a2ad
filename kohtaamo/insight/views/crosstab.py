from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.crosstab import crosstab_of
from kohtaamo.insight.dimensions import Choice
from kohtaamo.insight.showing.asked import crosstab_asked
from kohtaamo.insight.showing.tables import behind_table
from kohtaamo.insight.where import COLUMNS
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_metric, chosen_on, dimension_options, kept_address, metric_choice, table_context

DIMENSIONS = (*COLUMNS, "month")


@requires("insight.read")
@require_GET
def crosstab(request: MemberRequest) -> HttpResponse:
    """One metric by two dimensions."""
    chosen, metric, metrics = chosen_on(request), *chosen_metric(request)
    rows, columns = crosstab_asked(request.GET)
    base = table_context(request, chosen)
    context = {
        **base,
        **kept_address(request, "crosstab"),
        "behind": behind_table(metric, chosen, [rows, columns]),
        "metric": metric,
        "selects": [
            metric_choice(metric, metrics),
            Choice("rows", gettext("Rows"), dimension_options(base["choices"], rows, names=DIMENSIONS)),
            Choice(
                "columns", gettext("Columns"), dimension_options(base["choices"], columns, names=DIMENSIONS)
            ),
        ],
        "table": crosstab_of(metric, chosen, rows=rows, columns=columns),
        "is_new": not metrics,
    }
    return render(request, "insight/crosstab.html", context)
