"""What the first page calls a real change when nothing has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from kohtaamo.insight.changes import FALSE_DISCOVERIES, WATCHED
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.kit.statistics import discoveries, pooled_difference

from .populations import shares_of
from .row import Row, percent, sized

REPLAYS = sized(small=200, full=2_000)
ANSWERS = 100
PLACES = (1, 20)
MOVED = 5.0


def all_news() -> Iterator[Row]:
    nps = METRICS["nps"]
    for places in PLACES:
        chance = np.random.default_rng([9, places])
        result = float(np.mean([any(changes(chance, places)) for _ in range(max(REPLAYS // places, 100))]))
        yield Row(
            what=f"False news: “really changed”, {places} × {len(WATCHED)} metrics, no change",
            n=f"{ANSWERS} a month",
            replays=max(REPLAYS // places, 100),
            result=result,
            least=0.0,
            # with so many replays a rate of just 5 % is seen above it half of the time
            most=FALSE_DISCOVERIES
            + 2 * (FALSE_DISCOVERIES * (1 - FALSE_DISCOVERIES) / max(REPLAYS // places, 100)) ** 0.5,
            shown=percent(result),
            reason="several metrics of skewed answers, each a little too sure at 100 answers",
        )
    chance = np.random.default_rng(10)
    before, after = (np.array([nps.sample(one).value for one in months(nps, REPLAYS, chance)]) for _ in "ab")
    yield contrast(float((np.abs(after - before) > MOVED).mean()))


def contrast(result: float) -> Row:
    return Row(
        what=f"False news: NPS “moved more than {MOVED:.0f} points”, no change",
        n=f"{ANSWERS} a month",
        replays=REPLAYS,
        result=result,
        least=0.0,
        most=FALSE_DISCOVERIES,
        shown=percent(result),
        contrast=True,
    )


def changes(chance: np.random.Generator, places: int) -> list[bool]:
    """As `insight.changes` compares: every metric at every place, and which differences it believes."""
    p = []
    for metric in (METRICS[key] for key in WATCHED):
        before, after = months(metric, places, chance), months(metric, places, chance)
        p += [
            pooled_difference(
                metric.sample(now), metric.sample(then), metric.sample(Counter(now) + Counter(then))
            ).p
            for then, now in zip(before, after, strict=True)
        ]
    return discoveries(p, rate=FALSE_DISCOVERIES)


def months(metric: Metric, count: int, chance: np.random.Generator) -> list[dict[float, int]]:
    drawn = chance.multinomial(ANSWERS, shares_of(metric), count)
    return [dict(zip(metric.answers, row, strict=True)) for row in drawn.tolist()]
