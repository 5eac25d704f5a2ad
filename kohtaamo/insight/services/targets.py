from __future__ import annotations

from datetime import date
from math import inf
from typing import Any, Literal

from django.db import transaction

from kohtaamo.insight.metric import Metric
from kohtaamo.insight.models import MetricSettings, Target
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id


@transaction.atomic
def set_target(
    *,
    metric: Metric,
    value: float | None,
    touchpoint: Touchpoint | None = None,
    due_on: date | Literal["kept"] | None = "kept",
    actor: Member | None = None,
) -> None:
    """The level to reach by a day, at one touchpoint or everywhere; None takes it away.

    Unless a day is told, the one told before stays. `ValueError` off the scale.
    """
    facts: dict[str, Any] = {
        "name": ", ".join([str(metric.short_name), *([touchpoint.name] if touchpoint else [])]),
        "metric": metric.key,
        "touchpoint": touchpoint.pk if touchpoint else None,
        "value": value,
    }
    if due_on != "kept":
        facts["due_on"] = due_on.isoformat() if due_on else None
    rows = Target.objects.filter(metric=metric.key, touchpoint=touchpoint)
    if value is None:
        rows.delete()
    else:
        check_on_scale(metric, value)
        Target.objects.update_or_create(
            metric=metric.key,
            touchpoint=touchpoint,
            defaults={
                "organisation_id": current_organisation_id(),
                "value": value,
                **({} if due_on == "kept" else {"due_on": due_on}),
            },
        )
    record("insight.target_set", data=facts, actor=actor)


@transaction.atomic
def set_metric_settings(
    *,
    metric: Metric,
    owner: Member | None,
    threshold: float | None,
    actor: Member | None = None,
) -> None:
    """Who looks after a metric, and from which value on it needs attention; `ValueError` off the scale."""
    if threshold is not None:
        check_on_scale(metric, threshold)
    MetricSettings.objects.update_or_create(
        metric=metric.key,
        defaults={"organisation_id": current_organisation_id(), "owner": owner, "threshold": threshold},
    )
    facts = {
        "name": str(metric.short_name),
        "metric": metric.key,
        "owner": owner.pk if owner else None,
        "threshold": threshold,
    }
    record("insight.metric_settings_set", data=facts, actor=actor)


def check_on_scale(metric: Metric, value: float) -> None:
    low, high = metric.target_ends
    if not low <= value <= (inf if high is None else high):
        raise ValueError(f"{value} is not between {low} and {high}")
