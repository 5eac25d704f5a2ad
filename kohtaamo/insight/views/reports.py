"""Board reports: what has been made, one of them with what each sentence stands on, and files of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.insight.board import pictures
from kohtaamo.insight.board.cards import card, columns, outcome, row, tone_rows
from kohtaamo.insight.board.files import FORMATS, file_name, file_of
from kohtaamo.insight.board.form import ReportForm
from kohtaamo.insight.board.making import claim_stuck, order_report, remove_report
from kohtaamo.insight.board.shown import Item, Part, shown
from kohtaamo.insight.board.when import Size, title_of
from kohtaamo.insight.charts import language
from kohtaamo.insight.jobs import make_board_report
from kohtaamo.insight.models import BoardReport
from kohtaamo.insight.where import today
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.tenancy import current_organisation_id

MOST_LISTED = 100


@requires("insight.read")
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    reports = BoardReport.objects.select_related("actor")[:MOST_LISTED]
    context = {
        "reports": [(one, title_of(one.size, one.start)) for one in reports],
        "may_write": may(request.member, "insight.write"),
    }
    return render(request, "insight/report_list.html", context)


@requires("insight.write")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    form = ReportForm(request.POST or None, today=today())
    if request.method == "POST" and form.is_valid():
        size, period = form.chosen
        report = order_report(
            size=size, period=period, with_quotes=form.cleaned_data["with_quotes"], actor=request.member
        )
        return begun(report)
    return render(request, "insight/report_new.html", {"form": form}, status=422 if form.errors else 200)


def begun(report: BoardReport) -> HttpResponse:
    make_board_report.enqueue(current_organisation_id(), report.pk)
    return redirect("insight:report", report.pk)


@requires("insight.read")
@never_cache
@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    report = report_or_404(pk)
    context = {**standing(request, report), **(content(report) if report.is_done else {})}
    return render(request, "insight/report_show.html", context)


@requires("insight.read")
@never_cache
@require_GET
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """Asked every second by an open page; when the report is made, the page is opened anew."""
    report = report_or_404(pk)
    response = render(request, "insight/_report_progress.html", standing(request, report))
    if not report.is_underway:
        response["HX-Refresh"] = "true"
    return response


def report_or_404(pk: int) -> BoardReport:
    return get_object_or_404(BoardReport.objects.select_related("actor"), pk=pk)


def standing(request: MemberRequest, report: BoardReport) -> dict[str, Any]:
    return {
        "report": report,
        "title": title_of(report.size, report.start),
        "may_write": may(request.member, "insight.write"),
    }


def content(report: BoardReport) -> dict[str, Any]:
    found = shown(report, language())
    editions = BoardReport.objects.filter(size=report.size, start=report.start).exclude(pk=report.pk)
    languages = [(code, name) for code, name in settings.LANGUAGES if code != language()]
    return {
        "shown": found,
        "stale": len(found.stale),
        "parts": [drawn(part) for part in found.parts],
        "editions": editions,
        "formats": list(FORMATS),
        "languages": [(code, gettext(name)) for code, name in languages],
    }


def drawn(part: Part) -> dict[str, Any]:
    return {
        "part": part,
        "sentences": part.of("sentence"),
        "cards": [(one, card(one), picture(pictures.scale, one)) for one in part.of("number")],
        "trends": [(one, picture(pictures.trend, one)) for one in part.of("trend")],
        "columns": columns(part),
        "places": [(one, row(one)) for one in part.of("place")],
        "tones": [(one, picture(pictures.tones, one), tone_rows(one)) for one in part.of("tones")],
        "quotes": part.of("quote"),
        "verdicts": [(one, outcome(one)) for one in part.of("verdict")],
    }


def picture(draw: Callable[[Mapping[str, Any], pictures.Palette], str], item: Item) -> SafeString:
    return SafeString(draw(item.figures, pictures.SCREEN))  # it holds only our own numbers and weeks


@requires("insight.write")
@require_POST
def anew(request: MemberRequest, pk: int) -> HttpResponse:
    """The next edition of the same period; one that stopped is tried again instead."""
    report = report_or_404(pk)
    if not report.is_done:
        if claim_stuck(report=report):
            make_board_report.enqueue(current_organisation_id(), report.pk)
        return redirect("insight:report", pk)
    size: Size = "quarter" if report.size == BoardReport.Size.QUARTER else "month"
    return begun(
        order_report(size=size, period=report.period, with_quotes=report.with_quotes, actor=request.member)
    )


@requires("insight.write")
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    remove_report(report=report_or_404(pk), actor=request.member)
    messages.success(request, gettext("The report was removed."))
    return redirect("insight:reports")


def download(ending: str) -> Any:
    """The page that gives a report as a file of this kind, in the language that its address asks for."""

    @requires("insight.read")
    @require_GET
    def give(request: MemberRequest, pk: int) -> HttpResponse:
        report = report_or_404(pk)
        if not report.is_done:
            raise Http404
        asked = request.GET.get("language", "")
        code = asked if asked in dict(settings.LANGUAGES) else language()
        content_type = FORMATS[ending].content_type
        response = HttpResponse(file_of(report, ending, code), content_type=content_type)
        name = file_name(report, ending, code)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return give


pdf, pptx, xlsx = (download(ending) for ending in ("pdf", "pptx", "xlsx"))
