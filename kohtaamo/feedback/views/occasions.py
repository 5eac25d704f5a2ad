"""When we ask: the occasions, what each does and how it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.feedback.channels import CHANNELS
from kohtaamo.feedback.forms import CONDITIONS, MINUTES, OccasionForm
from kohtaamo.feedback.jobs import ask_people_of_lists
from kohtaamo.feedback.models import ContactList, Invitation, Occasion
from kohtaamo.feedback.sending import (
    pause_occasion,
    picture_of,
    remove_occasion,
    save_occasion,
    sentences_of,
    start_occasion,
)
from kohtaamo.organisation.access import MemberRequest, may, requires

PEOPLE_ON_A_PAGE = 25
PLAIN = (
    "name",
    "kind",
    "after",
    "event",
    "channel",
    "segment",
    "sample_percent",
    "language",
    "needs_consent",
)
OF_TIME = ("reminders", "remind_after_days", "expires_after_days")


@requires("feedback.read")
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    occasions = Occasion.objects.select_related("survey", "touchpoint")
    found = {
        "rows": [(one, " ".join(sentences_of(one))) for one in occasions],
        "picture": picture_of(),
        "writes": may(request.member, "feedback.write"),
    }
    return render(request, "feedback/occasion_list.html", found)


@requires("feedback.read")
@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    occasion = occasion_of(pk)
    people = Invitation.objects.filter(occasion=occasion).select_related("customer").order_by("-pk")
    state = request.GET.get("state", "")
    if state in Invitation.State.values:
        people = people.filter(state=state)
    page = Paginator(people, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    found = {
        "occasion": occasion,
        "sentences": sentences_of(occasion),
        "picture": picture_of(occasion),
        "page": page,
        "people": [(one, CHANNELS[one.channel].label if one.channel in CHANNELS else "") for one in page],
        "state": state,
        "query": f"state={state}" if state else "",
        "lists": ContactList.objects.filter(occasion=occasion)[:10],
        "writes": may(request.member, "feedback.write"),
    }
    return render(request, "feedback/occasion_show.html", found)


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    begin = {"survey": request.GET.get("survey", ""), "first_way": "email"}
    return take(request, OccasionForm(request.POST or None, initial=begin), None)


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    occasion = occasion_of(pk)
    return take(request, OccasionForm(request.POST or None, initial=initial_of(occasion)), occasion)


def take(request: MemberRequest, form: OccasionForm, occasion: Occasion | None) -> HttpResponse:
    if form.is_valid():
        kept = save_occasion(occasion=occasion, actor=request.member, **facts_from(form, occasion))
        if occasion is None:
            messages.success(request, _("Saved, and not started yet. Read what it does, then start it."))
        else:
            messages.success(request, _("Saved. People are asked this way from now on."))
        return redirect("feedback:occasion", kept.pk)
    found = {
        "form": form,
        "occasion": occasion,
        "keeps_rule": occasion is not None
        and occasion.condition is not None
        and not lines_of(occasion.condition),
    }
    return render(request, "feedback/occasion_edit.html", found, status=422 if form.errors else 200)


def facts_from(form: OccasionForm, occasion: Occasion | None) -> dict[str, Any]:
    said = form.cleaned_data
    ways = [said["first_way"], said["second_way"]]
    words = {
        code: {name: said[f"{name}_{code}"] for name in ("subject", "text") if said[f"{name}_{code}"]}
        for code in ("fi", "en")
    }
    return {
        **{name: said[name] for name in (*PLAIN, *OF_TIME)},
        "survey": said["survey"],
        "touchpoint": said["touchpoint"],
        "delay_minutes": said["delay"] * MINUTES[said["delay_unit"]],
        "ways": [way for way in ways if way],
        "words": {code: own for code, own in words.items() if own},
        "condition": condition_from(said, occasion),
    }


def condition_from(said: Mapping[str, Any], occasion: Occasion | None) -> Any:
    """JsonLogic of the lines; a rule that lines cannot tell stays as it is while there are none."""
    parts = []
    for number in CONDITIONS:
        fact, value = said[f"fact_{number}"].strip(), said[f"value_{number}"].strip()
        if fact:
            parts.append(part_of(fact, said[f"relation_{number}"] or "==", value))
    if not parts:
        old = occasion.condition if occasion else None
        return None if old is None or lines_of(old) else old
    return parts[0] if len(parts) == 1 else {"and": parts}


def part_of(fact: str, relation: str, value: str) -> dict[str, Any]:
    if relation == "in":
        return {"in": [value, {"var": fact}]}
    return {relation: [{"var": fact}, plain_value(value)]}


def plain_value(text: str) -> Any:
    if text.casefold() in {"true", "kyllä", "yes"}:
        return True
    if text.casefold() in {"false", "ei", "no"}:
        return False
    try:
        return float(text.replace(",", ".")) if not text.isdecimal() else int(text)
    except ValueError:
        return text


def lines_of(condition: Any) -> list[tuple[str, str, str]]:
    """Fact, relation and value of each line; empty when the rule is not made of such lines."""
    if condition is None:
        return []
    parts = condition.get("and", [condition]) if isinstance(condition, dict) else []
    found = []
    for part in parts if isinstance(parts, list) else []:
        line = line_of(part)
        if line is None:
            return []
        found.append(line)
    return found if len(found) <= len(CONDITIONS) else []


def line_of(part: Any) -> tuple[str, str, str] | None:
    if not isinstance(part, dict) or len(part) != 1:
        return None
    ((relation, sides),) = part.items()
    if relation not in {"==", "!=", ">=", "<=", "in"} or not isinstance(sides, list) or len(sides) != 2:  # noqa: PLR2004
        return None
    fact, value = sides[::-1] if relation == "in" else sides
    if not isinstance(fact, dict) or list(fact) != ["var"] or not isinstance(fact["var"], str):
        return None
    if isinstance(value, bool):
        value = "true" if value else "false"
    return (fact["var"], relation, str(value)) if isinstance(value, str | int | float) else None


def initial_of(occasion: Occasion) -> dict[str, Any]:
    unit = next(name for name in ("days", "hours", "minutes") if occasion.delay_minutes % MINUTES[name] == 0)
    unit = "hours" if not occasion.delay_minutes else unit
    found: dict[str, Any] = {name: getattr(occasion, name) for name in (*PLAIN, *OF_TIME)}
    found |= {
        "survey": occasion.survey_id,
        "touchpoint": occasion.touchpoint_id,
        "delay": occasion.delay_minutes // MINUTES[unit],
        "delay_unit": unit,
        "first_way": next(iter(occasion.ways), ""),
        "second_way": next(iter(occasion.ways[1:]), ""),
    }
    for code, own in occasion.words.items():
        found |= {f"{name}_{code}": text for name, text in own.items()}
    for number, line in enumerate(lines_of(occasion.condition), start=1):
        names = (f"fact_{number}", f"relation_{number}", f"value_{number}")
        found |= dict(zip(names, line, strict=True))
    return found


@requires("feedback.write")
@require_POST
def state(request: MemberRequest, pk: int) -> HttpResponse:
    occasion = occasion_of(pk)
    if "start" in request.POST:
        start_occasion(occasion=occasion, actor=request.member)
        ask_people_of_lists.enqueue(request.organisation.pk, occasion.pk)
        messages.success(request, _("Started. From now on people are asked."))
    else:
        pause_occasion(occasion=occasion, actor=request.member)
        messages.success(request, _("Paused. Nothing goes out until you start it again."))
    return redirect("feedback:occasion", pk)


@requires("feedback.write")
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    remove_occasion(occasion=occasion_of(pk), actor=request.member)
    messages.success(request, _("Removed. What was sent and answered stays."))
    return redirect("feedback:occasions")


def occasion_of(pk: int) -> Occasion:
    return get_object_or_404(Occasion.objects.select_related("survey", "touchpoint"), pk=pk)
