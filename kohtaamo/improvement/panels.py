from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.models import Alert
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.access import may
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.panel import ANY_KEY, drawn_small, offers, with_key

from .concerns import concerns_of
from .models import Intervention
from .queries import after_alert, at_touchpoints, latest

SHOWN_AT_TOUCHPOINT = 4
JOINABLE = 30


@offers("touchpoint.side", order=30, permission="improvement.read")
def actions_here(request: HttpRequest, subjects: Sequence[Touchpoint]) -> Mapping[int, str]:
    """What is being done here and whether it helped, then the next sensible step."""
    day = today()
    rows = at_touchpoints(subjects, day)
    can_change = may(getattr(request, "member", None), "improvement.write")
    concerns = concerns_of(subjects, asked=request.GET.get("metric", ""), today=day)
    return {
        subject.pk: render_to_string(
            "improvement/_touchpoint_side.html",
            {
                "touchpoint": subject,
                "rows": rows[subject.pk][:SHOWN_AT_TOUCHPOINT],
                "more": len(rows[subject.pk]) - SHOWN_AT_TOUCHPOINT,
                "open": next((row for row in rows[subject.pk] if row.action.done_on is None), None),
                "concern": concerns[subject.pk],
                "can_change": can_change,
            },
            request,
        )
        for subject in subjects
    }


@offers("alert", order=10, permission="improvement.read")
def actions_after(request: HttpRequest, subjects: Sequence[Alert]) -> Mapping[int, str]:
    """What was begun because of the alert, and the way to begin something or to join what is under way."""
    can_change = may(getattr(request, "member", None), "improvement.write")
    day = today()
    return {
        subject.pk: render_to_string(
            "improvement/_alert_side.html",
            {
                "alert": subject,
                "rows": after_alert(subject, day),
                "others": Intervention.objects.filter(alert=None).order_by("-created_at", "-pk")[:JOINABLE],
                "touchpoint": subject.figures.get("touchpoint") or subject.rule.parameters.get("touchpoint"),
                "can_change": can_change,
            },
            request,
        )
        for subject in subjects
    }


@offers("comment", order=10, permission="improvement.write")
def note_from_comment(request: HttpRequest, subjects: Sequence[Comment]) -> Mapping[int, str]:
    drawn = drawn_small("improvement/_comment_act.html", {"key": str(ANY_KEY)}, request)
    return {subject.pk: with_key(drawn, subject.pk) for subject in subjects}


@offers("home", order=20, permission="improvement.read")
def what_helped(request: HttpRequest, subjects: Sequence[Organisation]) -> Mapping[int, str]:
    context: dict[str, Any] = {
        "rows": latest(today()),
        "can_change": may(getattr(request, "member", None), "improvement.write"),
    }
    html = render_to_string("improvement/_home.html", context, request)
    return {subject.pk: html for subject in subjects}
