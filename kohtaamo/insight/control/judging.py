"""Which values of a metric over time are ordinary variation, and which are a signal to look for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isclose, sqrt
from typing import Any, Literal

from django.utils.translation import gettext, ngettext

from kohtaamo.insight.charts import FEWEST_FOR_BAND, language
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.queries import Measured
from kohtaamo.kit.periods import BucketSize, Period, bucket_end
from kohtaamo.kit.statistics.control_chart import charted, ordinary_band
from kohtaamo.kit.statistics.share_chart import share_chart
from kohtaamo.kit.text import show_number

Method = Literal["xmr", "p", "laney"]
# One-sided 95 % of the normal distribution, and the error of a mean moving range over 1.128 (times √(k − 1)).
SURE, RANGE_ERROR = 1.645, 0.806


@dataclass(frozen=True, slots=True)
class Judged:
    """A day, week or month against its own limits, all in the metric's unit."""

    row: Measured
    value: float
    low: float
    high: float
    outside: bool
    in_run: bool

    @property
    def signals(self) -> bool:
        return self.outside or self.in_run


@dataclass(frozen=True, slots=True)
class Control:
    metric: Metric
    size: BucketSize
    method: Method
    middle: float
    points: tuple[Judged, ...]


def control_of(
    metric: Metric, rows: Iterable[Measured], *, size: BucketSize, period: Period | None, today: date
) -> Control | None:
    """The metric's days, weeks or months against limits of their own; None when there are fewer than six.

    Those cut short by the period or by today are not judged: a half week is no week. Shares have a p-chart,
    with Laney's limits where they vary more than chance; everything else an XmR chart.
    """
    judged = [row for row in rows if row.estimate and is_whole(row.group[size], size, period, today)]
    if len(judged) < FEWEST_FOR_BAND:
        return None
    pairs = as_shares(metric, judged)
    return shares_judged(metric, size, judged, pairs) if pairs else values_judged(metric, size, judged)


def is_whole(start: date, size: BucketSize, period: Period | None, today: date) -> bool:
    end = bucket_end(start, size)
    return end <= today and (period is None or (start >= period.start and end <= period.end))


def as_shares(metric: Metric, rows: Sequence[Measured]) -> list[tuple[int, int]]:
    """(successes, n) of each; empty where the metric is no plain share of its answers."""
    if metric.unit != "%":
        return []
    found = []
    for row in rows:
        if row.estimate is None:
            return []
        n = row.estimate.n  # of those that tell: may be fewer than all the values
        successes = row.estimate.value * n / 100
        if not isclose(successes, round(successes), abs_tol=1e-6) or not 0 <= round(successes) <= n:
            return []
        found.append((round(successes), n))
    return found


def values_judged(metric: Metric, size: BucketSize, rows: Sequence[Measured]) -> Control:
    values = [row.estimate.value for row in rows if row.estimate]
    band = ordinary_band(values)
    points = tuple(
        Judged(row, one.value, band.low, band.high, one.outside, one.in_run)
        for row, one in zip(rows, charted(values, band), strict=True)
    )
    return Control(metric, size, "xmr", band.middle, points)


def shares_judged(
    metric: Metric, size: BucketSize, rows: Sequence[Measured], pairs: Sequence[tuple[int, int]]
) -> Control:
    """Laney's limits are taken when the points differ more than chance lets them in 95 cases of a hundred."""
    plain = share_chart(pairs)
    laney = plain.dispersion > 1 + SURE * RANGE_ERROR / sqrt(len(pairs) - 1)
    found = share_chart(pairs, laney=True) if laney else plain
    points = tuple(
        Judged(row, 100 * one.value, 100 * one.low, 100 * one.high, one.outside, one.in_run)
        for row, one in zip(rows, found.points, strict=True)
    )
    return Control(metric, size, "laney" if laney else "p", 100 * found.middle, points)


def controls_by(
    metric: Metric, rows: Iterable[Measured], *, by: str, size: BucketSize, period: Period, today: date
) -> dict[Any, Control]:
    """One a group of what was measured by `by` and `size` at once, as far as each has enough points."""
    groups: dict[Any, list[Measured]] = {}
    for row in rows:
        groups.setdefault(row.group[by], []).append(row)
    found = {
        key: control_of(
            metric,
            sorted(own, key=lambda row: row.group[size]),
            size=size,
            period=period,
            today=today,
        )
        for key, own in groups.items()
    }
    return {key: control for key, control in found.items() if control}


def summary(control: Control) -> str:
    """How many points are outside their limits and how many long runs there are, in a sentence."""
    outside, runs = sum(point.outside for point in control.points), long_runs(control)
    if not outside and not runs:
        return gettext("Nothing stands out: all %(of)s points are ordinary variation.") % {
            "of": len(control.points)
        }
    found = []
    if outside:
        words = ngettext(
            "%(count)s point outside its limits", "%(count)s points outside their limits", outside
        )
        found.append(words % {"count": outside})
    if runs:
        words = ngettext(
            "%(count)s long run on one side of the middle",
            "%(count)s long runs on one side of the middle",
            runs,
        )
        found.append(words % {"count": runs})
    return gettext("Stands out: %(what)s.") % {"what": ", ".join(found)}


def long_runs(control: Control) -> int:
    """Runs as they are counted: a point exactly on the middle neither ends one nor belongs to it."""
    sides = [
        (point.value > control.middle) if point.in_run else None
        for point in control.points
        if point.value != control.middle
    ]
    return sum(side is not None and side != before for before, side in pairwise([None, *sides]))


def how_counted(control: Control) -> Mapping[str, str]:
    """The method in a sentence, with the middle it found."""
    sentences = {
        "xmr": gettext(
            "The limits are the mean of the points ± 2.66 times the mean step from one point to the next (XmR)."
        ),
        "p": gettext("The limits are the common share ± 3 standard errors of each point's own n (p-chart)."),
        "laney": gettext(
            "The points vary more than chance alone gives, so the limits are widened by as much (Laney's p′)."
        ),
    }
    return {
        "method": sentences[control.method],
        "middle": f"{show_number(control.middle, language(), control.metric.decimals)}",
    }
