from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.crosstab import crosstab_of
from kohtaamo.insight.dimensions import Choice
from kohtaamo.insight.filters import is_dimension
from kohtaamo.insight.where import COLUMNS
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_metric, chosen_on, dimension_options, metric_choice, table_context

DIMENSIONS = (*COLUMNS, "month")


@requires("insight.read")
@require_GET
def crosstab(request: MemberRequest) -> HttpResponse:
    """One metric by two dimensions."""
    chosen, metric, metrics = chosen_on(request), *chosen_metric(request)
    rows = dimension_of(request.GET.get("rows", ""), "touchpoint")
    columns = dimension_of(request.GET.get("columns", ""), "channel")
    if columns == rows:
        columns = "month" if rows != "month" else "channel"
    base = table_context(request, chosen)
    context = {
        **base,
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


def dimension_of(text: str, usual: str) -> str:
    return text if is_dimension(text) or text == "month" else usual
