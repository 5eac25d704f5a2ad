"""What has really changed, and what is only ordinary variation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import Difference, discoveries, pooled_difference

from .facts import Question, ask
from .facts.columns import day_number
from .metric import Metric
from .metrics import METRICS
from .queries import current_organisation
from .where import Where

# how many gave each value
Counts = tuple[tuple[float, int], ...]

DAYS_COMPARED = 28
FALSE_DISCOVERIES = 0.05
# One metric of each kind, so that nothing is tested (and told) twice; our own people's answers are not news.
WATCHED = (
    "nps",
    "csat_top2",
    "effort_net",
    "expectation_net",
    "ces_1_7_agree",
    "ces_1_5_net",
    "sentiment_net",
)


@dataclass(frozen=True, slots=True)
class Change:
    """`difference` is now less before, in the metric's unit."""

    metric: Metric
    touchpoint: int
    difference: Difference
    n_before: int
    n_after: int

    @property
    def is_better(self) -> bool:
        return (self.difference.value > 0) == self.metric.higher_is_better


@dataclass(frozen=True, slots=True)
class Changes:
    """`real` are those to believe, the surest first; `compared` how many could be compared at all."""

    real: tuple[Change, ...]
    compared: int
    now: Period


def real_changes(today: date, *, days: int = DAYS_COMPARED) -> Changes:
    """The last days against as many before them, everywhere at once, in one query.

    Every touchpoint and metric with enough answers on both sides is compared; of the differences that are
    believed at most 5 % are chance (Benjamini-Hochberg).
    """
    now = Period.last_days(days, today)
    compared = comparisons(now)
    believed = discoveries([change.difference.p for change in compared], rate=FALSE_DISCOVERIES)
    real = [change for change, is_real in zip(compared, believed, strict=True) if is_real]
    real.sort(key=lambda change: (change.difference.p, -abs(change.difference.z), change.touchpoint))
    return Changes(tuple(real), len(compared), now)


def comparisons(now: Period) -> list[Change]:
    fewest = current_organisation().minimum_answers
    found = counts_by_side(now)
    compared = []
    for metric in (METRICS[key] for key in WATCHED):
        for touchpoint, sides in sorted(found.get(metric.kind, {}).items()):
            before, after = sides.get(0, {}), sides.get(1, {})
            sizes = sum(before.values()), sum(after.values())
            if min(sizes) < max(fewest, 2):
                continue
            change = difference_of(metric.key, tuple(sorted(before.items())), tuple(sorted(after.items())))
            compared.append(Change(metric, touchpoint, change, *sizes))
    return compared


@lru_cache(maxsize=10_000)
def difference_of(key: str, before: Counts, after: Counts) -> Difference:
    """Between two answers hardly any of the thousand comparisons changes; only those that did are made anew."""
    metric = METRICS[key]
    sides = Counter(dict(before)), Counter(dict(after))
    return pooled_difference(
        metric.sample(sides[1]), metric.sample(sides[0]), metric.sample(sides[0] + sides[1])
    )


def counts_by_side(now: Period) -> dict[str, dict[int, dict[int, dict[float, int]]]]:
    """Kind, touchpoint and side (0 before, 1 now) -> answers of each value."""
    lately = f"sum(CASE WHEN day < {day_number(now.start)} THEN 0 ELSE 1 END)"
    question = Question(
        sql=f"SELECT kind, touchpoint, value, count(*), {lately} FROM facts GROUP BY 1, 2, 3",  # noqa: S608
        where=Where(period=Period(now.before.start, now.end)),
        kinds=tuple(sorted({METRICS[key].kind for key in WATCHED})),
    )
    found: dict[str, dict[int, dict[int, dict[float, int]]]] = {}
    for kind, touchpoint, value, all_answers, after in ask(question):
        sides = found.setdefault(kind, {}).setdefault(touchpoint, {0: {}, 1: {}})
        if all_answers > after:
            sides[0][value] = all_answers - int(after)
        if after:
            sides[1][value] = int(after)
    return found
