"""Which answers become cases, whose and how soon; working hours; the organisation's own causes."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.conversations import services
from kohtaamo.conversations.forms import HoursForm, RuleForm, hours_as_they_are, lines_of
from kohtaamo.conversations.models import Case, CaseRule, Cause
from kohtaamo.conversations.wording import rule_in_words
from kohtaamo.insight.models import AlertRule
from kohtaamo.organisation.access import MemberRequest, may, requires

KEPT = ("name", "makes_cases", "way", "owner", "unit", "react_hours", "close_hours")


@requires("conversations.read")
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    rules = CaseRule.objects.select_related("owner", "unit")
    context = {
        "rows": [(one, rule_in_words(one)) for one in rules],
        "hours": services.hours_now(),
        "form": HoursForm(initial=hours_as_they_are(services.hours_now())),
        "alerts": AlertRule.objects.filter(kind=AlertRule.Kind.LOW_SCORE, is_active=True).count(),
        "contact": services.CONTACT,
        "asks": services.asking_occasions(),
        "closed_event": services.CLOSED_EVENT,
        "leads": may(request.member, "conversations.rule"),
    }
    return render(request, "conversations/rule_list.html", context)


@requires("conversations.rule")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    hours = services.hours_now()
    begin = {
        "joined": "and",
        "way": CaseRule.Way.TURNS,
        "makes_cases": True,
        "react_hours": hours.react_hours,
        "close_hours": hours.close_hours,
    }
    return take(request, RuleForm(request.POST or None, initial=begin), None)


@requires("conversations.rule")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(CaseRule, pk=pk)
    return take(request, RuleForm(request.POST or None, initial=as_it_is(rule)), rule)


def take(request: MemberRequest, form: RuleForm, rule: CaseRule | None) -> HttpResponse:
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in KEPT}
        services.save_rule(rule=rule, actor=request.member, condition=form.condition, **facts)
        messages.success(request, _("Saved. It holds for the answers that come from now on."))
        return redirect("conversations:rules")
    status = 422 if form.errors else 200
    return render(request, "conversations/rule_edit.html", {"form": form, "rule": rule}, status=status)


def as_it_is(rule: CaseRule) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(rule, name) for name in KEPT}
    found |= {"owner": rule.owner_id, "unit": rule.unit_id, "joined": "and"}
    told = lines_of(rule.condition)
    if told is None:
        return {**found, "own": json.dumps(rule.condition, ensure_ascii=False)}
    joined, lines = told
    for number, line in enumerate(lines, start=1):
        names = (f"fact_{number}", f"relation_{number}", f"value_{number}")
        found |= dict(zip(names, line, strict=True))
    return {**found, "joined": joined}


@requires("conversations.rule")
@require_POST
def state(request: MemberRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(CaseRule, pk=pk)
    services.save_rule(rule=rule, actor=request.member, is_active=not rule.is_active)
    said = _("The rule is in use.") if rule.is_active else _("The rule is out of use.")
    messages.success(request, said, extra_tags=reverse("conversations:rule-state", args=[pk]))
    return redirect("conversations:rules")


@requires("conversations.rule")
@require_POST
def first(request: MemberRequest, pk: int) -> HttpResponse:
    services.put_first(rule=get_object_or_404(CaseRule, pk=pk), actor=request.member)
    messages.success(request, _("This rule is asked first now."))
    return redirect("conversations:rules")


@requires("conversations.rule")
@require_POST
def hours(request: MemberRequest) -> HttpResponse:
    form = HoursForm(request.POST)
    if form.is_valid():
        services.set_hours(actor=request.member, **form.cleaned_data)
        messages.success(request, _("Saved. Deadlines are counted so from now on."))
    else:
        problem = next(iter(form.errors.values()))[0]
        messages.error(request, _("%(problem)s Nothing was changed.") % {"problem": problem})
    return redirect("conversations:rules")


@requires("conversations.read")
@require_http_methods(["GET", "POST"])
def causes(request: MemberRequest) -> HttpResponse:
    leads = may(request.member, "conversations.rule")
    if request.method == "POST" and leads:
        try:
            services.add_cause(name=request.POST.get("name", ""), actor=request.member)
        except services.UsedCauseError:
            messages.info(request, _("There is a cause of that name already."))
        except ValueError:
            messages.error(request, _("Write a name for the cause. Nothing was changed."))
        return redirect("conversations:causes")
    counts = dict(
        Case.objects.filter(cause__isnull=False).order_by().values_list("cause").annotate(Count("pk"))
    )
    rows = [
        (one, counts.get(one.pk, 0)) for one in Cause.objects.all() if one.is_active or counts.get(one.pk)
    ]
    rows.sort(key=lambda row: (-row[1], row[0].name))
    context = {"rows": rows, "most": max((count for _cause, count in rows), default=0), "leads": leads}
    return render(request, "conversations/cause_list.html", context)


@requires("conversations.rule")
@require_POST
def cause_removal(request: MemberRequest, pk: int) -> HttpResponse:
    cause = get_object_or_404(Cause, pk=pk)
    if cause.is_active:
        services.put_cause_away(cause=cause, actor=request.member)
        messages.success(request, _("It is not offered any more. Write it again to bring it back."))
    else:
        services.add_cause(name=cause.name, actor=request.member)
        messages.success(request, _("It is offered again."))
    return redirect("conversations:causes")
