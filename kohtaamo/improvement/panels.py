from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.access import may
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.panel import offers

from .concerns import concerns_of
from .queries import at_touchpoints, latest

SHOWN_AT_TOUCHPOINT = 4


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


@offers("comment", order=10, permission="improvement.write")
def note_from_comment(request: HttpRequest, subjects: Sequence[Comment]) -> Mapping[int, str]:
    return {
        subject.pk: render_to_string("improvement/_comment_act.html", {"comment": subject}, request)
        for subject in subjects
    }


@offers("home", order=20, permission="improvement.read")
def what_helped(request: HttpRequest, subjects: Sequence[Organisation]) -> Mapping[int, str]:
    context: dict[str, Any] = {
        "rows": latest(today()),
        "can_change": may(getattr(request, "member", None), "improvement.write"),
    }
    html = render_to_string("improvement/_home.html", context, request)
    return {subject.pk: html for subject in subjects}
