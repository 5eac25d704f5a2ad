"""What a rule may ask of an answer, and whether an answer is low."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kohtaamo.feedback.models import Answer
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS

# The question with which a customer asks to be contacted: yes, or ticked.
CONTACT = "contact_me"
ASKED_METRICS = tuple(one for one in METRICS.values() if one.level == "feedback" and one.answers)


def facts_of(answer: Answer) -> dict[str, Any]:
    """Values by question name, the worst value of each kind, where and who: "kind.nps", "answer.city", "segment"."""
    values = {one["name"]: one.get("value") for one in answer.content}
    return {
        "answer": values,
        "kind": worst_by_kind(answer.content),
        "touchpoint": answer.touchpoint.name,
        "unit": answer.unit.name if answer.unit else "",
        "channel": answer.channel,
        "segment": answer.customer.segment if answer.customer else "",
        "survey": answer.survey.name if answer.survey else "",
        "contact": wishes_contact(answer),
    }


def wishes_contact(answer: Answer) -> bool:
    return any(one["name"] == CONTACT and one.get("value") is True for one in answer.content)


def worst_by_kind(content: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for kind, value in scored(content):
        worse = min if metric_of(kind).higher_is_better else max
        found[kind] = worse(found.get(kind, value), value)
    return found


def is_low(content: Iterable[Mapping[str, Any]]) -> bool | None:
    """Whether any value is in a part of its scale that is told as worse; None of an answer without scores."""
    values = list(scored(content))
    return any(is_bad(kind, value) for kind, value in values) if values else None


def is_bad(kind: str, value: float) -> bool:
    parts = (part for one in ASKED_METRICS if one.kind == kind for part in one.parts)
    return any(part.tone == "worse" and part.low <= value <= part.high for part in parts)


def scored(content: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, float]]:
    for one in content:
        value, kind = one.get("value"), one.get("kind", "")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and any(metric.kind == kind for metric in ASKED_METRICS):
            yield kind, float(value)  # type: ignore[arg-type]  # a number, as was just seen


def metric_of(kind: str) -> Metric:
    return next(one for one in ASKED_METRICS if one.kind == kind)
