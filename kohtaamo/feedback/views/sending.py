"""Limits and hours of all sending, and lists of people to ask."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.encounters.reasons import explain
from kohtaamo.feedback.forms import LIMITS, ContactsForm, HoursForm, LimitsForm
from kohtaamo.feedback.models import ContactList, FatigueRule, Occasion
from kohtaamo.feedback.sending import (
    change_hours,
    hand_out,
    hours_now,
    limit_in_words,
    personal_address,
    set_limits,
    take_contacts,
    take_pasted,
)
from kohtaamo.feedback.sending.occasions import OF_HOURS
from kohtaamo.kit.tabular import UnreadableTable, neutralise
from kohtaamo.organisation.access import MemberRequest, requires

from .occasions import occasion_of

MOST_SHOWN = 200


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def limits(request: MemberRequest) -> HttpResponse:
    """Two forms of one page, saved together."""
    rules = list(FatigueRule.objects.select_related("survey"))
    hours = hours_now()
    begin = {name: getattr(hours, name) for name in OF_HOURS}
    form = LimitsForm(request.POST or None, initial=lines_from(rules))
    times = HoursForm(request.POST or None, initial=begin)
    if form.is_valid() and times.is_valid():
        set_limits(rules=rules_from(form, request), actor=request.member)
        change_hours(actor=request.member, **times.cleaned_data)
        messages.success(request, _("Saved. This holds for every message from now on."))
        return redirect("feedback:limits")
    found = {"form": form, "hours": times, "rules": [limit_in_words(one) for one in rules]}
    status = 422 if form.errors or times.errors else 200
    return render(request, "feedback/limits.html", found, status=status)


def lines_from(rules: list[FatigueRule]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, rule in zip(LIMITS, rules, strict=False):
        of: str = rule.of
        if rule.of in {FatigueRule.Of.KIND, FatigueRule.Of.SURVEY}:
            of = f"{rule.of}:{rule.kind or rule.survey_id}"
        found |= {f"counts_{number}": rule.counts, f"most_{number}": rule.most}
        found |= {f"days_{number}": rule.days, f"of_{number}": of}
    return found


def rules_from(form: LimitsForm, request: MemberRequest) -> list[FatigueRule]:
    said, made = form.cleaned_data, []
    for number in LIMITS:
        if said[f"most_{number}"] is None:
            continue
        of, _colon, key = said[f"of_{number}"].partition(":")
        made.append(
            FatigueRule(
                organisation=request.organisation,
                counts=said[f"counts_{number}"],
                most=said[f"most_{number}"],
                days=said[f"days_{number}"],
                of=of,
                kind=key if of == FatigueRule.Of.KIND else "",
                survey_id=int(key) if of == FatigueRule.Of.SURVEY else None,
            )
        )
    return made


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def contacts(request: MemberRequest, pk: int) -> HttpResponse:
    occasion = occasion_of(pk)
    form = ContactsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            taken = taken_from(form, occasion, request)
        except UnreadableTable:
            form.add_error(None, _("The list cannot be read. Save it as CSV or Excel and try again."))
        else:
            return redirect("feedback:contact-list", taken.pk)
    status = 422 if form.errors else 200
    return render(request, "feedback/contacts.html", {"form": form, "occasion": occasion}, status=status)


def taken_from(form: ContactsForm, occasion: Occasion, request: MemberRequest) -> ContactList:
    upload: Any | None = form.cleaned_data["file"]
    if upload is None:
        return take_pasted(
            occasion=occasion, text=form.cleaned_data["pasted"], name=_("Pasted"), actor=request.member
        )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        with path.open("wb") as kept:
            for part in upload.chunks():
                kept.write(part)
        return take_contacts(occasion=occasion, path=path, name=upload.name or "list", actor=request.member)


@requires("feedback.write")
@require_POST
def links(request: MemberRequest, pk: int) -> HttpResponse:  # noqa: ARG001  Django's own
    """Personal links as a file, for messages of the organisation's own."""
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(["customer", "name", "email", "phone", "language", "link"])
    for one in hand_out(occasion_of(pk)):
        if one.customer is not None and one.survey is not None:
            card = [getattr(one.customer, name) for name in ("key", "name", "email", "phone")]
            address = personal_address(one, one.survey)
            writer.writerow([neutralise(str(cell)) for cell in (*card, one.language)] + [address])
    answer = HttpResponse("\ufeff" + told.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="links-{pk}.csv"'
    return answer


@requires("feedback.read")
@require_GET
def contact_list(request: MemberRequest, pk: int) -> HttpResponse:
    taken = get_object_or_404(ContactList.objects.select_related("occasion"), pk=pk)
    refused = [(one["row"], explain(one["reason"], one["facts"])) for one in taken.refused[:MOST_SHOWN]]
    found = {"taken": taken, "refused": refused, "left": len(taken.refused) - len(refused)}
    return render(request, "feedback/contact_list.html", found)
