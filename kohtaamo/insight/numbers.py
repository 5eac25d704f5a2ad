from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

from kohtaamo.kit.statistics import Estimate
from kohtaamo.kit.statistics.median import FEWEST

from .filters import parameters_of
from .metric import Metric, Text
from .queries import Measured, current_organisation
from .where import Where

State = Literal["better", "worse", "same", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HonestNumber:
    """What `<c-honest-number>` draws. Value and interval are None where there are too few answers.

    `state` compares with the target: better or worse only when the whole interval lies beyond it.
    """

    name: Text
    short_name: Text
    metric: str
    n: int
    minimum: int
    # no number, because it would tell too much of too few of our own people; then n says nothing either
    is_protected: bool
    unit: Text
    hint: Text
    decimals: int
    signed: bool
    scale_low: float
    scale_high: float
    value: float | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    state: State = "none"
    age: date | None = None
    explain_url: str = ""
    url: str = ""

    @property
    def too_few(self) -> bool:
        return self.value is None


def minimum_of(metric: Metric) -> int:
    """Of how many a number is told; a median is not enclosed by fewer than six."""
    organisation = current_organisation()
    least = organisation.minimum_people if metric.protects_people else organisation.minimum_answers
    return max(least, FEWEST) if metric.is_median else least


def honest_number(
    metric: Metric,
    measured: Measured,
    *,
    where: Where,
    days: int | None = None,
    target: float | None = None,
    top: float | None = None,
) -> HonestNumber:
    """`top` is where the scale ends when several numbers are drawn on one."""
    estimate = measured.estimate
    query = urlencode(parameters_of(where, days))
    return HonestNumber(
        name=metric.name,
        short_name=metric.short_name,
        metric=metric.key,
        n=measured.n,
        minimum=minimum_of(metric),
        is_protected=metric.protects_people and estimate is None,
        unit=metric.unit,
        hint=metric.hint,
        decimals=metric.decimals,
        signed=metric.signed,
        scale_low=metric.scale[0],
        scale_high=top if top is not None else metric.top(drawn_values([measured], [target])),
        value=estimate.value if estimate else None,
        low=estimate.low if estimate else None,
        high=estimate.high if estimate else None,
        target=target,
        state=state_of(metric, estimate, target),
        age=measured.latest,
        explain_url=f"{address('insight:explain', metric.key, get_script_prefix())}?{query}",
        url=f"{address('insight:metric', metric.key, get_script_prefix())}?{query}",
    )


@lru_cache(maxsize=1024)
def address(page: str, key: str, prefix: str) -> str:  # noqa: ARG001  - an organisation's addresses begin with it
    return reverse(page, args=[key])


def drawn_values(measured: Iterable[Measured], targets: Iterable[float | None] = ()) -> list[float]:
    """The highest that each number reaches, and the targets: what a common scale must hold."""
    ends = [one.estimate.high for one in measured if one.estimate]
    return [*ends, *(target for target in targets if target is not None)]


def state_of(metric: Metric, estimate: Estimate | None, target: float | None) -> State:
    if estimate is None or target is None:
        return "none"
    if estimate.low <= target <= estimate.high:
        return "same"
    return "better" if (estimate.low > target) == metric.higher_is_better else "worse"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the answers as a stretch of a bar: percentages from the left."""

    label: Text
    tone: str
    share: float
    start: str
    width: str


def shares(metric: Metric, counts: Mapping[float, int]) -> list[Share]:
    """The parts of a metric from the worst to the best; empty without answers."""
    if not counts:
        return []
    drawn: list[Share] = []
    start = 0.0
    for part in metric.parts:
        share = part.share_of(counts)
        drawn.append(Share(part.label, part.tone, share, f"{start:.2%}", f"{share:.2%}"))
        start += share
    return drawn
