"""Every metric there is, with how it is counted, who looks after it, and where it should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings as configured
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kohtaamo.organisation.models import Member

from .charts import show
from .metric import Metric, Text
from .models import MetricSettings, Target
from .queries import metrics_in_order

LEVELS: dict[str, Text] = {
    "feedback": _("What customers said"),
    "encounter": _("How the meetings went"),
    "staff": _("How our own people feel"),
    "business": _("What the business tells"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """`own_targets` is at how many touchpoints the metric has a target of their own."""

    metric: Metric
    owner: Member | None = None
    threshold: float | None = None
    target: float | None = None
    due_on: date | None = None
    own_targets: int = 0

    @property
    def target_shown(self) -> str:
        return with_unit(self.metric, self.target)

    @property
    def threshold_shown(self) -> str:
        return with_unit(self.metric, self.threshold)

    def before(self) -> dict[str, str]:
        """As the form takes it, to bring these settings back."""
        return {
            "owner": str(self.owner.pk) if self.owner else "",
            "target": "" if self.target is None else str(self.target),
            "due_on": self.due_on.isoformat() if self.due_on else "",
            "threshold": "" if self.threshold is None else str(self.threshold),
        }


@dataclass(frozen=True, slots=True)
class Level:
    key: str
    name: Text
    entries: list[Entry]


def dictionary(words: str = "") -> list[Level]:
    """The metrics whose name, key, description or formula holds all these words, by level."""
    metrics = [metric for metric in metrics_in_order() if holds(metric, words)]
    found = entries(metrics)
    levels = [
        Level(key, name, [one for one in found if one.metric.level == key]) for key, name in LEVELS.items()
    ]
    return [level for level in levels if level.entries]


def entry(metric: Metric) -> Entry:
    return entries([metric])[0]


def entries(metrics: Iterable[Metric]) -> list[Entry]:
    given = list(metrics)
    keys = [metric.key for metric in given]
    chosen = {
        row.metric: row for row in MetricSettings.objects.filter(metric__in=keys).select_related("owner")
    }
    common: dict[str, Target] = {}
    own: dict[str, int] = {}
    for target in Target.objects.filter(metric__in=keys):
        if target.touchpoint_id is None:
            common[target.metric] = target
        else:
            own[target.metric] = own.get(target.metric, 0) + 1
    return [
        one_entry(metric, chosen.get(metric.key), common.get(metric.key), own.get(metric.key, 0))
        for metric in given
    ]


def one_entry(metric: Metric, chosen: MetricSettings | None, target: Target | None, own: int) -> Entry:
    return Entry(
        metric=metric,
        owner=chosen.owner if chosen else None,
        threshold=chosen.threshold if chosen else None,
        target=target.value if target else None,
        due_on=target.due_on if target else None,
        own_targets=own,
    )


def with_unit(metric: Metric, value: float | None) -> str:
    return "" if value is None else f"{show(metric, value)} {metric.unit}".strip()


def holds(metric: Metric, words: str) -> bool:
    """In any of our languages: who searches may know the English name of a metric."""
    text = " ".join(texts_of(metric)).casefold()
    return all(word in text for word in words.casefold().split())


def texts_of(metric: Metric) -> list[str]:
    found = [metric.key, metric.source]
    for language, _name in configured.LANGUAGES:
        with override(language):
            found += [str(text) for text in (metric.name, metric.description, metric.formula)]
    return found
