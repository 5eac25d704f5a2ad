"""Business figures: their trend, and bringing them in from a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.insight.charts import language
from kohtaamo.insight.dimensions import label_of_bucket, labels
from kohtaamo.insight.figures import (
    FigureProblem,
    MonthValue,
    bring_file,
    check_known,
    claim_stopped,
    drop,
    explain_row,
    grain_of,
    looked_at,
    monthly,
    start,
)
from kohtaamo.insight.figures.mapping import FigureMapping, key_of, read_mapping
from kohtaamo.insight.figures.rows import ReadRow, read_row
from kohtaamo.insight.jobs import import_figures
from kohtaamo.insight.models import BusinessFigure, FigureImport
from kohtaamo.insight.showing import Asked, query_of
from kohtaamo.insight.showing.business import (
    behind_figure,
    behind_figures,
    figure_chart,
    months_of_places,
    shown,
)
from kohtaamo.kit.tabular import Table
from kohtaamo.kit.text import show_number
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.tenancy import current_organisation_id

from .page import kept_address

SHOWN_IMPORTS, PREVIEWED, SHOWN_REASONS = 5, 8, 25
UNDERWAY = (FigureImport.Status.WAITING, FigureImport.Status.RUNNING)
# Rows of data are kept by their number from 1; in the table a person sees the header is row 1.
HEADER = 1


@requires("insight.read")
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    figures = list(BusinessFigure.objects.all())
    months = monthly(figures)
    asked = Asked.of(request.GET)
    context = {
        **kept_address(request, "figures"),
        "behind": behind_figures(asked, [(figure, months[figure.pk]) for figure in figures]),
        "figures": [
            (figure, figure_chart(figure, months[figure.pk]), last_of(figure, months[figure.pk]))
            for figure in figures
        ],
        "imports": FigureImport.objects.select_related("actor")[:SHOWN_IMPORTS],
        "may_change": may(request.member, "insight.write"),
    }
    return render(request, "insight/figure_list.html", context)


@requires("insight.read")
@require_GET
def show(request: MemberRequest, key: str) -> HttpResponse:
    figure = get_object_or_404(BusinessFigure, key=key)
    months = monthly([figure])[figure.pk]
    shown = months_of_places(figure)
    names = labels(grain_of([figure])[figure.pk], shown) if shown else {}
    asked = Asked.of(query_of({"figure": key}))
    context = {
        "figure": figure,
        "chart": figure_chart(figure, months),
        **kept_address(request, "figure", figure=key),
        "behind": behind_figure(asked, figure, months),
        "behind_places": behind_figure(
            asked,
            figure,
            [max(found, key=lambda one: one.month) for found in shown.values()],
            part="figure-places",
        ),
        "last": last_of(figure, months),
        "places": [(names[place], last_of(figure, found)) for place, found in shown.items()],
    }
    return render(request, "insight/figure_detail.html", context)


def last_of(figure: BusinessFigure, months: Sequence[MonthValue]) -> dict[str, Any] | None:
    """The newest month, in words, and how many values all months stand on."""
    if not months:
        return None
    newest = max(months, key=lambda one: one.month)
    return {
        "value": shown(figure, newest.value),
        "month": label_of_bucket(newest.starts_on, "month"),
        "months": len(months),
        "n": sum(one.n for one in months),
    }


@requires("insight.write")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    complaint = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            complaint = gettext("Choose a file first.")
        else:
            try:
                brought = bring_file(upload=upload, actor=request.member)
            except FigureProblem as problem:
                complaint = str(problem)
            else:
                return redirect("insight:figures-import", brought.pk)
    return render(
        request, "insight/figure_new.html", {"complaint": complaint}, status=422 if complaint else 200
    )


@requires("insight.write")
@never_cache
@require_http_methods(["GET", "POST"])
def imported(request: MemberRequest, pk: int) -> HttpResponse:
    """The columns while it waits for them; then how far it is."""
    brought = get_object_or_404(FigureImport.objects.select_related("actor"), pk=pk)
    if brought.status != FigureImport.Status.NEW:
        return render(request, "insight/figure_import.html", progress_context(brought))
    complaint, mapping = "", None
    try:
        table = looked_at(brought)
    except FigureProblem as problem:
        return render(request, "insight/figure_lost.html", {"imported": brought, "complaint": problem})
    draft = chosen(request.POST, table) if request.method == "POST" else brought.mapping
    try:
        mapping = read_mapping(draft, table.columns)
        check_known(mapping)
    except FigureProblem as problem:
        complaint = str(problem)
    if mapping and not complaint and request.POST.get("act") == "import":
        if start(brought=brought, mapping=mapping):
            import_figures.enqueue(current_organisation_id(), brought.pk)
        return redirect("insight:figures-import", pk)
    context = columns_context(brought, table, draft, mapping, complaint)
    page = "insight/_figure_preview.html" if request.htmx else "insight/figure_columns.html"
    return render(request, page, context)


def chosen(posted: QueryDict, table: Table) -> dict[str, Any]:
    """The mapping that the form tells: "role-3" is what the fourth column is."""
    found: dict[str, Any] = {"period": "", "size": posted.get("size", "month"), "figures": []}
    found["day_first"] = {"day": True, "month": False}.get(str(posted.get("day_first", "")))
    for number, column in enumerate(table.columns):
        role = posted.get(f"role-{number}", "")
        if role == "period":
            found["period"] = column
        elif role in {"unit", "touchpoint", "customer"}:
            found |= {"place": role, "place_column": column}
        elif role == "figure":
            name = str(posted.get(f"name-{number}", "")).strip() or column
            found["figures"].append(
                {
                    "column": column,
                    "key": key_of(name),
                    "name": name[:120],
                    "measure": str(posted.get(f"measure-{number}", "")),
                    "direction": posted.get(f"direction-{number}") or None,
                    "is_summed": posted.get(f"summed-{number}") == "1",
                }
            )
    return found


def columns_context(
    brought: FigureImport, table: Table, draft: dict[str, Any], mapping: FigureMapping | None, complaint: str
) -> dict[str, Any]:
    rows = table.preview(PREVIEWED)
    figures = {one["column"]: one for one in draft.get("figures", ())}
    columns = [
        {
            "number": number,
            "name": column,
            "examples": list(dict.fromkeys(row.cells[column] for row in rows))[:3],
            "role": role_of(column, draft, figures),
            "figure": figures.get(column, {"name": column, "direction": "high_is_good"}),
        }
        for number, column in enumerate(table.columns)
    ]
    return {
        "imported": brought,
        "table": table,
        "columns": columns,
        "size": draft.get("size", "month"),
        "day_first": order_of(draft.get("day_first")),
        "complaint": complaint,
        "mapping": mapping,
        "preview": [previewed(read_row(row, mapping), mapping) for row in rows] if mapping else [],
        "roles": [
            ("period", gettext("Month or day")),
            ("unit", gettext("Unit")),
            ("touchpoint", gettext("Touchpoint")),
            ("customer", gettext("Customer number")),
            ("figure", gettext("Figure")),
        ],
    }


def order_of(day_first: bool | None) -> str:
    return "" if day_first is None else "day" if day_first else "month"


def role_of(column: str, draft: dict[str, Any], figures: dict[str, Any]) -> str:
    if column == draft.get("period"):
        return "period"
    if column == draft.get("place_column"):
        return str(draft["place"])
    return "figure" if column in figures else ""


def previewed(read: Any, mapping: FigureMapping) -> dict[str, Any]:
    if not isinstance(read, ReadRow):
        return {"number": read.number + HEADER, "reason": explain_row(read.code, read.facts)}
    values = [read.values.get(one.key) for one in mapping.figures]
    return {
        "number": read.number + HEADER,
        "period": label_of_bucket(read.starts_on, mapping.size)
        if mapping.size == "month"
        else read.starts_on.isoformat(),
        "place": read.place,
        "values": ["–" if value is None else show_number(value, language()) for value in values],
    }


@requires("insight.write")
@never_cache
@require_GET
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """Asked every second by an open page, which is also who notices that a job was killed."""
    brought = get_object_or_404(FigureImport.objects.select_related("actor"), pk=pk)
    if claim_stopped(brought=brought):
        import_figures.enqueue(current_organisation_id(), brought.pk)
    return render(request, "insight/_figure_progress.html", progress_context(brought))


def progress_context(brought: FigureImport) -> dict[str, Any]:
    return {
        "imported": brought,
        "is_underway": brought.status in UNDERWAY,
        "reasons": [
            (one["row"] + HEADER, explain_row(one["code"], one["facts"]))
            for one in brought.reasons[:SHOWN_REASONS]
        ],
        "more": max(0, brought.refused - SHOWN_REASONS),
    }


@requires("insight.write")
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    if drop(brought=get_object_or_404(FigureImport, pk=pk)):
        messages.success(request, gettext("The file was removed. Nothing of it was stored."))
    return redirect("insight:figures")
