from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.feedback.models import Comment
from kohtaamo.improvement import queries, services
from kohtaamo.improvement.concerns import most_heard
from kohtaamo.improvement.forms import FindingForm
from kohtaamo.improvement.models import Finding, Intervention
from kohtaamo.improvement.needed_answers import VALUE_DAYS
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.numbers import HonestNumber, honest_number
from kohtaamo.insight.queries import measure, target_of, targets
from kohtaamo.insight.where import Where, today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, may, requires


@requires("improvement.write")
@require_http_methods(["GET", "POST"])
def finding_new(request: MemberRequest) -> HttpResponse:
    comment = comment_of(request)
    form = FindingForm(request.POST or None, initial=suggested(request.GET, comment))
    if request.method == "POST" and form.is_valid():
        finding = services.note_finding(**form.cleaned_data, actor=request.member)
        messages.success(request, _("The finding is noted."))
        return redirect("improvement:finding", pk=finding.pk)
    context = {"form": form, "comment": comment, "has_touchpoints": Touchpoint.objects.exists()}
    return render(request, "improvement/finding_new.html", context)


def comment_of(request: MemberRequest) -> Comment | None:
    """The comment that gave the reason, to those who may read comments."""
    key = whole_number(request.GET.get("comment", ""))
    if not key or not may(request.member, "insight.read"):
        return None
    customers = Comment.objects.filter(answer__is_from_staff=False)
    return customers.select_related("touchpoint").filter(pk=key).first()


def suggested(asked: QueryDict, comment: Comment | None) -> dict[str, Any]:
    if comment is not None:
        return {"touchpoint": comment.touchpoint_id, "note": f"”{comment.shown.text}”"}
    return {"touchpoint": asked.get("touchpoint"), "metric": asked.get("metric", "")}


@requires("improvement.read")
@require_GET
def finding_show(request: MemberRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(Finding.objects.select_related("touchpoint", "actor"), pk=pk)
    rows = queries.from_finding(finding, today())
    kept = [row for row in rows if row.action.status != Intervention.Status.DROPPED]
    context = {
        "finding": finding,
        "number": number_now(finding),
        "days": VALUE_DAYS,
        "rows": rows,
        "newest": kept[0] if kept else None,
        "can_change": may(request.member, "improvement.write"),
    }
    return render(request, "improvement/finding_show.html", context)


def number_now(finding: Finding) -> HonestNumber:
    """In the finding's own metric, or else in the one most heard there."""
    metric = METRICS.get(finding.metric) or most_heard([finding.touchpoint])
    where = Where(period=Period.last_days(VALUE_DAYS, today()), touchpoint=finding.touchpoint_id)
    target = target_of(targets([metric]), metric, finding.touchpoint_id)
    return honest_number(metric, measure(metric, where=where)[0], where=where, days=VALUE_DAYS, target=target)
