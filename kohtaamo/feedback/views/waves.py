"""The waves of a survey, two of them compared, and the results by group."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.feedback.grouping import DIMENSIONS, dimension_asked
from kohtaamo.feedback.models import Survey, Wave
from kohtaamo.feedback.queries import is_of_staff, published_version
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.services import change_wave, end_wave, start_wave
from kohtaamo.feedback.services.waves import next_start
from kohtaamo.feedback.side_by_side import groups_told, waves_asked, waves_compared
from kohtaamo.feedback.wave_forms import WaveForm, WaveNameForm
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.panel import panels_at


def survey_of(pk: int) -> Survey:
    return get_object_or_404(Survey.objects.select_related("touchpoint"), pk=pk)


@requires("feedback.read")
@require_http_methods(["GET", "POST"])
def waves(request: MemberRequest, pk: int) -> HttpResponse:
    """The list, and the form of a new one where she may make one."""
    survey = survey_of(pk)
    writes = may(request.member, "feedback.write")
    form = WaveForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if writes and request.method == "POST" and form.is_valid():
        try:
            start_wave(survey=survey, actor=request.member, **form.cleaned_data)
        except UnfitError as problem:
            form.add_error("starts_on", explain(problem.code, problem.facts))
        else:
            messages.success(request, _("The wave is set. Answers from its first day on belong to it."))
            return redirect("feedback:waves", survey.pk)
    rows = list(Wave.objects.filter(survey=survey).order_by("-number"))
    found: dict[str, Any] = {
        "survey": survey,
        "rows": [(wave, state_of(wave)) for wave in rows],
        "next": next_start(rows[0]) if rows and survey.status == Survey.Status.OPEN else None,
        "form": form,
        "writes": writes,
        **compared(request, survey, rows),
    }
    return render(request, "feedback/wave_list.html", found, status=422 if form.errors else 200)


def state_of(wave: Wave) -> str:
    today = timezone.localdate()
    if wave.starts_on > today:
        return "coming"
    return "going" if wave.ends_on is None or wave.ends_on >= today else "over"


def compared(request: MemberRequest, survey: Survey, newest_first: list[Wave]) -> dict[str, Any]:
    """The two that the address names, else the newest two."""
    version = published_version(survey)
    chosen = waves_asked(request.GET, newest_first)
    if version is None or chosen is None:
        return {}
    first, second = chosen
    found: dict[str, Any] = {"first": first, "second": second, "is_of_staff": is_of_staff(version)}
    if first.pk != second.pk:
        language, minimum = get_language() or "fi", request.organisation.minimum_answers
        found["questions"] = waves_compared(survey, version, first, second, language, minimum)
        found["take_panels"] = panels_at("survey.take", request, [survey])[survey.pk]
    return found


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    wave = get_object_or_404(Wave.objects.select_related("survey"), pk=pk)
    form = WaveNameForm(request.POST or None, initial={"name": wave.name, "every_months": wave.every_months})
    if form.is_valid():
        change_wave(wave=wave, actor=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("feedback:waves", wave.survey_id)
    found = {"wave": wave, "survey": wave.survey, "form": form}
    return render(request, "feedback/wave_edit.html", found, status=422 if form.errors else 200)


@requires("feedback.write")
@require_POST
def ending(request: MemberRequest, pk: int) -> HttpResponse:
    """Today is its last day."""
    wave = get_object_or_404(Wave, pk=pk)
    today: date = timezone.localdate()
    try:
        end_wave(wave=wave, ends_on=today, actor=request.member)
    except UnfitError as problem:
        messages.error(request, explain(problem.code, problem.facts))
    else:
        messages.success(request, _("Ended. Today is its last day."))
    return redirect("feedback:waves", wave.survey_id)


@requires("feedback.read")
@require_GET
def groups(request: MemberRequest, pk: int) -> HttpResponse:
    survey = survey_of(pk)
    dimension = dimension_asked(request.GET)
    version = published_version(survey)
    minimum = request.organisation.minimum_answers
    told = groups_told(survey, version, dimension, get_language() or "fi", minimum) if version else []
    found: dict[str, Any] = {
        "survey": survey,
        "dimension": dimension,
        "dimensions": list(DIMENSIONS.values()),
        "questions": [one for one in told if one.rows],
        "minimum": minimum,
        "is_of_staff": version is not None and is_of_staff(version),
    }
    if found["questions"]:
        found["take_panels"] = panels_at("survey.take", request, [survey])[survey.pk]
    return render(request, "feedback/results_by_group.html", found)
