"""How often the interval of each metric holds the truth."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

import numpy as np
from scipy import stats

from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS

from .populations import OBSERVED, drawn, shares_of, truth_of
from .row import Row, percent, sized

SIZES = sized(small=(10, 50), full=(10, 50, 500))
REPLAYS = sized(small=300, full=2_000)
LEAST, MOST = 0.93, 0.97
SEED = 20261122


def every_coverage() -> Iterator[Row]:
    for place, metric in enumerate(METRICS.values()):
        truth = truth_of(metric)
        for n in SIZES:
            yield coverage(metric, truth, n, np.random.default_rng([SEED, place, n]))


def coverage(metric: Metric, truth: float, n: int, chance: np.random.Generator) -> Row:
    """Without any number to show (none of them counts) there is no interval that could be wrong."""
    held = shown = 0
    for answers, times in drawn(metric, n, REPLAYS, chance).items():
        estimate = metric.estimate(dict(answers))
        if estimate is not None:
            shown += times
            held += times if estimate.low <= truth <= estimate.high else 0
    result = held / shown
    row = Row(
        what=f"Interval of `{metric.key}`, true value {truth:.4g}",
        n=str(n),
        replays=shown,
        result=result,
        least=LEAST,
        most=MOST,
        shown=percent(result),
    )
    return row if row.holds else with_reason(row, metric, truth, n)


def with_reason(row: Row, metric: Metric, truth: float, n: int) -> Row:
    values = {name: getattr(row, name) for name in row.__dataclass_fields__}
    return Row(**{**values, "reason": reason_of(metric, truth, n)})


def reason_of(metric: Metric, truth: float, n: int) -> str:
    if metric.unit == "%":
        return steps_of_share(truth / 100, n)
    if metric.key == "effort_net":
        return "plain Wald, as its definition has it: too sure with few answers"
    if metric.kind in OBSERVED:
        return "a long tail that few values have not shown yet"
    shares = shares_of(metric)
    if metric.unit == "%" or len(shares) > 2:
        return f"few answers of few steps: {n} answers, the rarest step {percent(float(shares.min()))}"
    return "few answers"


def steps_of_share(p: float, n: int) -> str:
    """What any interval could reach at all: chances of neighbouring outcomes, nearest below and above 95 %."""
    chances = [float(stats.binom.pmf(k, n, p)) for k in range(n + 1)]
    sums = [whole for start in range(n + 1) for whole in accumulate(chances[start:])]
    within = [one for one in sums if LEAST <= one <= MOST]
    below, above = max(one for one in sums if one < LEAST), min(one for one in sums if one > MOST)
    if not within:
        return f"no method can: outcomes of {n} answers add up to {percent(below)} or {percent(above)}"
    return f"outcomes of {n} answers come in steps; Wilson's is right on average over shares, not at each"
