from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.alerting import handling
from kohtaamo.insight.alerting.picture import pictures_of
from kohtaamo.insight.alerting.wording import (
    in_short,
    is_good_news,
    place_in_words,
    places_of,
    promise,
    week_in_words,
    what_happened,
)
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert, AlertRule
from kohtaamo.insight.where import today
from kohtaamo.kit.periods import parse_date
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.panel import panels_at

ROWS = 30
SNOOZES = (1, 7, 28)
HAPPENED = {
    "insight.alert_raised": gettext_lazy("Alert raised"),
    "insight.alert_acknowledged": gettext_lazy("Taken in hand"),
    "insight.alert_snoozed": gettext_lazy("Put off"),
    "insight.alert_closed": gettext_lazy("Closed"),
    "insight.alert_noted": gettext_lazy("The note of what was done was changed"),
    "insight.alert_reopened": gettext_lazy("Taken back a step"),
}


@requires("insight.read")
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    rows = Alert.objects.select_related("rule__owner", "acknowledged_by")
    unclosed = list(rows.exclude(state=Alert.State.CLOSED))
    page = Paginator(rows.filter(state=Alert.State.CLOSED), ROWS).get_page(request.GET.get("page"))
    rules = list(AlertRule.objects.select_related("owner"))
    shown = [*unclosed, *page.object_list]
    places = places_of({rule.pk: rule for rule in [*rules, *(one.rule for one in shown)]}.values())
    context = {
        "open": [listed(one, places) for one in unclosed if not one.is_quiet(now)],
        "quiet": [listed(one, places) for one in unclosed if one.is_quiet(now)],
        "closed": [listed(one, places) for one in page.object_list],
        "page": page,
        "query": "",
        "rules": [
            (rule, place_in_words(places[rule.pk]), METRICS.get(rule.metric), promise(rule)) for rule in rules
        ],
        "may_write": may(request.member, "insight.write"),
    }
    return render(request, "insight/alert_list.html", context)


def listed(alert: Alert, places: dict[int, list[tuple[str, str]]]) -> dict[str, Any]:
    return {
        "alert": alert,
        "in_short": in_short(alert),
        "place": place_in_words(places[alert.rule_id]),
        "what": what_happened(alert),
        "is_good": is_good_news(alert),
    }


@requires("insight.read")
@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Alert.objects.select_related("rule__owner", "acknowledged_by", "answer")
    alert = get_object_or_404(rows, pk=pk)
    metric = METRICS.get(alert.rule.metric)
    narrowed = places_of([alert.rule])[alert.rule_id]
    history = Event.objects.filter(verb__in=HAPPENED, subject_id=alert.pk).select_related("actor")
    context = {
        **listed(alert, {alert.rule_id: narrowed}),
        "metric": metric,
        "rule": alert.rule,
        "week": week_in_words(alert.figures),
        "narrowed": narrowed,
        "promise": promise(alert.rule),
        "changed": changed_after(alert),
        "is_quiet": alert.is_quiet(timezone.now()),
        "charts": pictures_of(alert, metric) if metric else [],
        "comments": Comment.objects.filter(answer=alert.answer).order_by("pk") if alert.answer else [],
        "unsent": alert.mails.filter(sent_at__isnull=True)
        .exclude(trouble="")
        .select_related("member")
        .first(),
        "history": [(event, HAPPENED[event.verb]) for event in history.order_by("-pk")],
        "snoozes": [(days, today() + timedelta(days=days)) for days in SNOOZES],
        "panels": panels_at("alert", request, [alert])[alert.pk],
        "may_write": may(request.member, "insight.write"),
    }
    return render(request, "insight/alert_detail.html", context)


def changed_after(alert: Alert) -> datetime | None:
    """When the rule was last changed since it gave this alert."""
    changes = Event.objects.filter(verb="insight.alert_rule_changed", subject_id=alert.rule_id)
    newest = changes.filter(happened_at__gt=alert.raised_at).order_by("-happened_at").first()
    return newest.happened_at if newest else None


@requires("insight.write")
@require_POST
def acknowledgement(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, handling.acknowledge, _("You have it in hand."))


@requires("insight.write")
@require_POST
def snooze(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        until = parse_date(request.POST.get("until", ""))
    except ValueError:
        get_object_or_404(Alert, pk=pk)
        messages.error(request, _("Choose a day that is still to come. Nothing was changed."))
        return to_alert(request, pk)
    return step(request, pk, handling.snooze, _("Put off. The alert comes back by itself."), until=until)


@requires("insight.write")
@require_POST
def closing(request: MemberRequest, pk: int) -> HttpResponse:
    done = request.POST.get("done", "")
    return step(request, pk, handling.close, _("The alert is closed."), done=done)


@requires("insight.write")
@require_POST
def note(request: MemberRequest, pk: int) -> HttpResponse:
    done = request.POST.get("done", "")
    return step(request, pk, handling.tell_what_was_done, _("Written down."), can_undo=False, done=done)


@requires("insight.write")
@require_POST
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    return step(request, pk, handling.step_back, _("Taken back a step."), can_undo=False)


def step(
    request: MemberRequest,
    pk: int,
    act: Callable[..., object],
    said: str,
    *,
    can_undo: bool = True,
    **facts: Any,
) -> HttpResponse:
    alert = get_object_or_404(Alert, pk=pk)
    try:
        act(alert=alert, actor=request.member, **facts)
    except handling.WrongStateError:
        messages.info(request, _("Somebody had already moved this alert on. Nothing was changed."))
    except ValueError:
        messages.error(request, _("Choose a day that is still to come. Nothing was changed."))
    else:
        # the shell draws the tag as the address that undoes
        undo = reverse("insight:alert-reopening", args=[pk]) if can_undo else ""
        messages.success(request, said, extra_tags=undo)
    return to_alert(request, pk)


def to_alert(request: MemberRequest, pk: int) -> HttpResponse:
    address = reverse("insight:alert", args=[pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
