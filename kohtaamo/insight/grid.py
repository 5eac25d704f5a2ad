"""A table of numbers where colour means a real difference: cells, how they differ, and where their rows are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.urls import reverse

from kohtaamo.kit.periods import Period, bucket_end
from kohtaamo.kit.statistics import Difference, Estimate, difference, discoveries

from .charts import show, show_interval
from .filters import OWN_DAYS, Filter, parameters_of_group
from .metric import Metric
from .queries import Measured
from .where import BUCKETS

FALSE_DISCOVERIES = 0.05
FEWEST = 2
DEPTHS = 3

Tone = Literal["", "better", "worse"]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tint:
    """`depth` 1..3: how large a real difference is beside the largest one of the same metric; 0 for none."""

    tone: Tone = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class GridCell:
    value: str
    unit: str
    interval: str
    n: int
    tint: Tint
    url: str
    estimate: Estimate | None = None

    @property
    def is_shown(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class GridRow:
    label: str
    url: str
    cells: Sequence[GridCell | None]


@dataclass(frozen=True, slots=True)
class GridGroup:
    label: str
    rows: Sequence[GridRow]


@dataclass(frozen=True, slots=True)
class Head:
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    corner: str
    heads: Sequence[Head]
    groups: Sequence[GridGroup]
    totals: GridRow | None = None


def gap_to_rest(metric: Metric, part: Measured, whole: Measured) -> Difference | None:
    """A part less all that is not in it: the two are independent, which a part and its whole are not."""
    if part.estimate is None or whole.estimate is None or part.n < FEWEST:
        return None
    rest = {value: n - part.counts.get(value, 0) for value, n in whole.counts.items()}
    if min(rest.values(), default=0) < 0 or sum(rest.values()) < FEWEST:
        return None
    others = {value: n for value, n in rest.items() if n}
    if metric.estimate(others) is None:
        return None
    return difference(metric.sample(part.counts), metric.sample(others))


def gap_to_level(metric: Metric, part: Measured, level: float) -> Difference | None:
    """A part less a level that is known exactly, as a target is."""
    if part.estimate is None or part.n < FEWEST:
        return None
    return difference(metric.sample(part.counts), Estimate(level, level, level, part.n))


def tints(gaps: Mapping[Key, tuple[Metric, Difference | None]]) -> dict[Key, Tint]:
    """Colours for the differences to believe: of all that are coloured, at most 5 % are chance."""
    known = [(key, metric, gap) for key, (metric, gap) in gaps.items() if gap]
    believed = discoveries([gap.p for _, _, gap in known], rate=FALSE_DISCOVERIES)
    real = [one for one, is_real in zip(known, believed, strict=True) if is_real]
    largest: dict[str, float] = {}
    for _, metric, gap in real:
        largest[metric.key] = max(largest.get(metric.key, 0.0), abs(gap.value))
    return {key: tint(metric, gap.value, largest[metric.key]) for key, metric, gap in real}


def tint(metric: Metric, gap: float, largest: float) -> Tint:
    if not gap:
        return Tint()
    depth = min(DEPTHS, 1 + int(DEPTHS * abs(gap) / largest))
    return Tint("better" if (gap > 0) == metric.higher_is_better else "worse", depth)


def grid_cell(
    metric: Metric, measured: Measured | None, *, chosen: Filter, group: Mapping[str, Any], tint: Tint | None
) -> GridCell | None:
    """None where nothing was heard at all."""
    if measured is None or not measured.n:
        return None
    estimate = measured.estimate
    return GridCell(
        value=show(metric, estimate.value) if estimate else "",
        unit="%" if metric.unit == "%" else "",
        interval=show_interval(metric, estimate),
        n=measured.n,
        tint=tint or Tint(),
        url=rows_address(metric, chosen, group) if estimate else "",
        estimate=estimate,
    )


def rows_address(metric: Metric, chosen: Filter, group: Mapping[str, Any]) -> str:
    """Where the answers of a group are listed; "" for a group that no filter can pick."""
    changes = narrowing(chosen, group)
    if changes is None:
        return ""
    return f"{reverse('insight:explain', args=[metric.key])}?{chosen.query(**changes)}"


def narrowing(chosen: Filter, group: Mapping[str, Any]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for by, value in group.items():
        if value is None:
            return None
        if by not in BUCKETS:
            found |= parameters_of_group({by: value})
            continue
        bucket = Period(value, bucket_end(value, by))  # type: ignore[arg-type]  # BUCKETS are its sizes
        days = (chosen.where.period.overlap(bucket) if chosen.where.period else None) or bucket
        found |= {"days": OWN_DAYS, "from": days.start.isoformat(), "to": days.last_day.isoformat()}
    return found
