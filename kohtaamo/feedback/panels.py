from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string

from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.access import may
from kohtaamo.organisation.panel import offers

from .queries import SurveyRow, surveys_listed


@offers("touchpoint.side", order=20, permission="feedback.read")
def surveys_here(request: HttpRequest, subjects: Sequence[Touchpoint]) -> Mapping[int, str]:
    """The surveys asked at a touchpoint, how old their newest answer is, and the way to ask here."""
    by_touchpoint: dict[int, list[SurveyRow]] = defaultdict(list)
    for row in surveys_listed(subjects):
        by_touchpoint[row.survey.touchpoint_id].append(row)
    writes = may(getattr(request, "member", None), "feedback.write")
    return {
        touchpoint.pk: render_to_string(
            "feedback/_touchpoint_surveys.html",
            {"touchpoint": touchpoint, "rows": by_touchpoint[touchpoint.pk], "writes": writes},
            request,
        )
        for touchpoint in subjects
    }
