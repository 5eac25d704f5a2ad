from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kohtaamo.encounters.channels import label_of
from kohtaamo.feedback.models import Answer
from kohtaamo.feedback.queries import GivenFile, given_files
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.veiling import veiled_content
from kohtaamo.insight.charts import distribution_chart, language, show_interval
from kohtaamo.insight.dimensions import in_words
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.numbers import honest_number, shares
from kohtaamo.insight.queries import measure, target_of, targets, values
from kohtaamo.insight.showing import behind
from kohtaamo.insight.showing.tables import rows_told
from kohtaamo.insight.showing.trends import words_about
from kohtaamo.kit.text import show_number
from kohtaamo.organisation.access import MemberRequest, requires

from .metric import metric_or_404
from .page import chosen_on, kept_address

ROWS = 50


@requires("insight.read")
@require_GET
def explain(request: MemberRequest, key: str) -> HttpResponse:
    """Where a number comes from: formula, filter, interval, distribution and the answers themselves."""
    metric, chosen = metric_or_404(key), chosen_on(request)
    measured = measure(metric, where=chosen.where)[0]
    target = target_of(targets([metric]), metric, chosen.where.touchpoint)
    is_shown = measured.estimate is not None or not metric.protects_people
    label = words_about(metric)
    rows = values(metric, chosen.where).select_related("answer")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    files = given_files([row.answer for row in page if row.answer is not None])
    context = {
        "metric": metric,
        "selection": chosen,
        "query": chosen.query(),
        **kept_address(request, "metric", metric=key),
        "behind": behind([(metric, rows_told(metric, measured))], chosen.where, days=chosen.days),
        "measured": measured,
        "number": honest_number(metric, measured, where=chosen.where, days=chosen.days, target=target),
        "interval": show_interval(metric, measured.estimate),
        "narrowed": in_words(chosen.where),
        "shares": shares(metric, measured.counts) if is_shown else [],
        "chart": distribution_chart(metric, measured.counts, label=label)
        if measured.n and is_shown
        else None,
        "distribution": label,
        "page": page,
        "rows": [
            (
                row,
                value_in_words(metric, row.value),
                label_of(row.channel),
                said_in(row.answer, files.get(row.answer_id or 0, {})),
            )
            for row in page
        ],
    }
    return render(request, "insight/metric_explain.html", context)


def value_in_words(metric: Metric, value: float) -> str:
    """As people read it: "solved", minutes for seconds, or the step of the scale."""
    decimals = None if metric.per_unit == 1 else metric.decimals or 1
    return metric.words_of(value) or show_number(value / metric.per_unit, language(), decimals)


def said_in(
    answer: Answer | None, files: Mapping[str, Sequence[GivenFile]]
) -> list[tuple[str, str, Sequence[GivenFile]]]:
    """Everything said in one go, but what our own people say of us is not shown one by one."""
    given = veiled_content(answer.content) if answer else []
    return [
        (words_of(one["kind"]), shown(one["kind"], one["value"]), files.get(one["name"], ()))
        for one in given
        if is_open(one["kind"])
    ]


def is_open(kind: str) -> bool:
    return not any(metric.protects_people for metric in METRICS.values() if metric.kind == kind)


def words_of(kind: str) -> str:
    return str(QUESTIONS[kind].label) if kind in QUESTIONS else kind


def shown(kind: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(shown(kind, one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {shown(kind, one)}" for name, one in value.items())
    choices = QUESTIONS[kind].choices if kind in QUESTIONS else {}
    if isinstance(value, int | float):
        return str(choices.get(value) or show_number(value, language()))
    return str(value)
