"""Bringing answers in from a file: choose it, say what its columns are, watch it go, see what became of it."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.feedback.importing import ImportProblem
from kohtaamo.feedback.importing.cells import check_cells
from kohtaamo.feedback.importing.columns import (
    HEADER,
    ChoiceError,
    choices_as_posted,
    choices_of,
    mapping_of,
    mapping_to_begin_with,
    preview,
    role_options,
    too_many_values,
)
from kohtaamo.feedback.importing.formats import FORMATS
from kohtaamo.feedback.importing.guess import guess_mapping
from kohtaamo.feedback.importing.mapping import Mapping, NamedTouchpoint, left_out
from kohtaamo.feedback.importing.plan import Plan, read_plan
from kohtaamo.feedback.importing.problems import explain_row
from kohtaamo.feedback.importing.proposing import (
    chosen_in,
    found_in,
    joins,
    losses_told,
    plan_in,
    proposed,
    surveys_to_join,
)
from kohtaamo.feedback.importing.run import note_interrupted
from kohtaamo.feedback.importing.steps import (
    MOST_MEGABYTES,
    bring_file,
    claim_stopped,
    drop_import,
    looked_at,
    seconds_left,
    start_import,
)
from kohtaamo.feedback.importing.understanding import Understood
from kohtaamo.feedback.jobs import import_answers
from kohtaamo.feedback.models import Answer, Import, RefusedRow
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.journeys.queries import places_of
from kohtaamo.kit.tabular import ColumnProfile, Table, neutralise
from kohtaamo.organisation.access import requires
from kohtaamo.organisation.tenancy import current_organisation_id

SHOWN_IMPORTS, SHOWN_REFUSALS = 50, 25
UNDERWAY = (Import.Status.WAITING, Import.Status.RUNNING)
MINUTE = 60


@requires("feedback.write")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    imports = Import.objects.select_related("actor")[:SHOWN_IMPORTS]
    return render(request, "feedback/import_list.html", {"imports": imports})


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    complaint = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            complaint = _("Choose a file first.")
        else:
            try:
                imported = bring_file(upload=upload, actor=request.member)  # type: ignore[attr-defined]
            except ImportProblem as problem:
                complaint = str(problem)
            else:
                return redirect("feedback:import-map", imported.pk)
    context = {"complaint": complaint, "most": MOST_MEGABYTES}
    return render(request, "feedback/import_new.html", context, status=422 if complaint else 200)


@requires("feedback.write")
@never_cache
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Each change sends the form and gets a new preview; only the button starts the import."""
    imported = get_object_or_404(Import, pk=pk)
    if imported.status != Import.Status.NEW:
        return redirect("feedback:import", pk)
    try:
        whole = found_in(imported) if "format" in imported.mapping else None
        if whole is not None:
            return questions_found(request, imported, whole)
        table, profiles = looked_at(imported)
    except ImportProblem as problem:
        return render(request, "feedback/import_lost.html", {"imported": imported, "complaint": problem})
    guessed = guess_mapping(profiles, name=imported.name)
    draft = mapping_to_begin_with(imported.mapping, guessed, table.columns)
    mapping, complaint = draft, ""
    if request.method == "POST":
        try:
            mapping = mapping_of(request.POST, table.columns, draft)
            check_cells(mapping, table)
        except (ImportProblem, ChoiceError) as problem:
            complaint = str(problem)
        else:
            if request.POST.get("act") == "import":
                return started(request, imported, mapping, left_out(mapping, table.columns))
            Import.objects.filter(pk=pk, status=Import.Status.NEW).update(mapping=mapping.stored())
    context = columns_context(request, imported, table, profiles, mapping, complaint)
    page = "feedback/_import_preview.html" if request.htmx else "feedback/import_map.html"  # type: ignore[attr-defined]
    return render(request, page, context)


def questions_found(request: HttpRequest, imported: Import, whole: Understood) -> HttpResponse:
    """A file whose form was recognised: its questions instead of its columns."""
    act, complaint, untouched = request.POST.get("act", ""), "", whole
    plan, whole = plan_in(imported, whole)
    other = joins(act, request.POST.get("into", ""), untouched)
    if other is not None:
        Import.objects.filter(pk=imported.pk, status=Import.Status.NEW).update(mapping=other.stored())
        return redirect("feedback:import-map", imported.pk)
    if request.method == "POST":
        plan = chosen_in(request.POST, whole, plan)
        left = [name for name, kind in plan.kinds.items() if not kind]
        if len(left) < len(plan.kinds):
            return started(request, imported, plan, left)
        complaint = _("Keep at least one question.")
    context = {
        "imported": imported,
        "form": FORMATS[plan.format].label,
        "plan": plan,
        "questions": proposed(whole, plan),
        "joined": len(plan.joined),
        "meetings": [] if plan.joined else surveys_to_join(untouched),
        "losses": losses_told(plan),
        "touchpoints": list(Touchpoint.objects.values_list("name", flat=True)),
        "complaint": complaint,
    }
    status = 422 if complaint else 200
    return render(request, "feedback/import_found.html", context, status=status)


def started(
    request: HttpRequest, imported: Import, mapping: Mapping | Plan, left: list[str]
) -> HttpResponseRedirect:
    if start_import(imported=imported, mapping=mapping, left_out=left, actor=request.member):  # type: ignore[attr-defined]
        import_answers.enqueue(current_organisation_id(), imported.pk)
    return redirect("feedback:import", imported.pk)


def columns_context(
    request: HttpRequest,
    imported: Import,
    table: Table,
    profiles: list[ColumnProfile],
    mapping: Mapping,
    complaint: str,
) -> dict[str, Any]:
    choices, left = choices_of(profiles, mapping), left_out(mapping, table.columns)
    chosen = request.POST
    if complaint:
        choices = choices_as_posted(chosen, choices)
        left = [one.name for one in choices if not one.role]
    names = list(Touchpoint.objects.values_list("name", flat=True))
    named = mapping.touchpoint.name if isinstance(mapping.touchpoint, NamedTouchpoint) else ""
    known = next((name for name in names if name.casefold() == named.casefold()), "")
    return {
        "imported": imported,
        "table": table,
        "choices": choices,
        "groups": role_options(),
        "touchpoints": names,
        "touchpoint": chosen.get("touchpoint", known),
        "touchpoint_name": chosen.get("touchpoint_name", "" if known else named),
        "day_first": chosen.get("day_first", order_of(mapping)),
        "day": chosen.get("day", ""),
        "complaint": complaint,
        "is_remembered": bool(imported.mapping) and request.method == "GET",
        "preview": None if complaint else safe_preview(table, mapping),
        "left_out": left,
        "too_many": [] if complaint else too_many_values(profiles, mapping),
    }


def order_of(mapping: Mapping) -> str:
    order = getattr(mapping.date, "day_first", None)
    return "" if order is None else "day" if order else "month"


def safe_preview(table: Table, mapping: Mapping) -> Any:
    """None while the guess still lacks something the person must say."""
    if not mapping.questions or mapping.date is None or mapping.touchpoint is None:
        return None
    return preview(table, mapping)


@requires("feedback.write")
@never_cache
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    imported = get_object_or_404(Import.objects.select_related("actor"), pk=pk)
    if imported.status == Import.Status.NEW:
        return redirect("feedback:import-map", pk)
    return render(request, "feedback/import_show.html", progress_context(imported))


@requires("feedback.write")
@never_cache
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked every second by an open page, which is also who notices that a job was killed."""
    note_interrupted()
    imported = get_object_or_404(Import.objects.select_related("actor"), pk=pk)
    if imported.status == Import.Status.RUNNING and claim_stopped(imported=imported):
        import_answers.enqueue(current_organisation_id(), imported.pk)
    return render(request, "feedback/_import_progress.html", progress_context(imported))


def progress_context(imported: Import) -> dict[str, Any]:
    refused = RefusedRow.objects.filter(source=imported)[:SHOWN_REFUSALS] if imported.refused else []
    touchpoint = only_touchpoint(imported)
    plan = read_plan(imported.mapping) if "format" in imported.mapping else None
    return {
        "imported": imported,
        "losses": losses_told(plan) if plan else [],
        "survey_id": plan.survey_id if plan else None,
        "is_underway": imported.status in UNDERWAY,
        "pace": pace(imported),
        "refusals": [(row.row + HEADER, explain_row(row.reason, row.facts)) for row in refused],
        "more_refusals": max(0, imported.refused - SHOWN_REFUSALS),
        "touchpoint": touchpoint,
        "is_on_no_journey": touchpoint is not None and not places_of(touchpoint).exists(),
    }


def only_touchpoint(imported: Import) -> Touchpoint | None:
    """The touchpoint of all answers of a finished import; None when there are several."""
    if imported.status != Import.Status.DONE or not imported.stored:
        return None
    rows = Answer.objects.filter(imported=imported).order_by()
    found = Touchpoint.objects.filter(pk__in=rows.values("touchpoint"))[:2]
    return found[0] if len(found) == 1 else None


def pace(imported: Import) -> str:
    """How far it is, and how long it still takes: 62 % · about 40 seconds left."""
    if imported.status == Import.Status.WAITING:
        return _("Waiting for its turn")
    seconds = seconds_left(imported)
    percent = f"{imported.percent}\u00a0%"
    return percent if seconds is None else f"{percent} · {time_left(seconds)}"


def time_left(seconds: int) -> str:
    if seconds < MINUTE:
        return ngettext("about %(n)d second left", "about %(n)d seconds left", seconds) % {"n": seconds}
    minutes = round(seconds / MINUTE)
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


@requires("feedback.write")
@require_POST
def run(_request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with one that stopped."""
    imported = get_object_or_404(Import, pk=pk)
    if claim_stopped(imported=imported):
        import_answers.enqueue(current_organisation_id(), imported.pk)
    return redirect("feedback:import", pk)


@requires("feedback.write")
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    imported = get_object_or_404(Import, pk=pk)
    if drop_import(imported=imported, actor=request.member):  # type: ignore[attr-defined]
        messages.success(request, _("The file was removed. Nothing of it was stored."))
    return redirect("feedback:imports")


@requires("feedback.write")
@require_GET
def refused(_request: HttpRequest, pk: int) -> HttpResponse:
    imported = get_object_or_404(Import, pk=pk)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{imported.pk}.csv"'
    response.write("\ufeff")  # tells a spreadsheet that the letters are UTF-8
    lines = csv.writer(response)
    rows = RefusedRow.objects.filter(source=imported).values_list("row", "reason", "facts", "cells")
    first = rows.exclude(cells=[]).first()
    columns = [column for column, _cell in first[3]] if first else []
    lines.writerow([_("Row"), _("Reason"), *map(neutralise, columns)])
    for row, code, facts, cells in rows.iterator():
        own = [neutralise(cell) for _column, cell in cells]
        lines.writerow([row + HEADER, neutralise(explain_row(code, facts)), *own])
    return response
