"""What moves the score: how much of how the same people answered goes together with what they wrote about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Avg

from kohtaamo.insight.driving.gathering import ASKED
from kohtaamo.insight.driving.weighing import MOST_DRIVERS, RESAMPLES, SEED, needed_for
from kohtaamo.insight.models import Measurement

# A topic of fewer answers with a score than these moves nothing that can be told.
FEWEST_OF_A_TOPIC = 10
MOST_SCORES = 3
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Moved:
    """One topic: its share 0..1 of the variance of the score with the interval, and means with and without it."""

    key: str
    n: int
    weight: float
    low: float
    high: float
    beyond_chance: bool
    mean_with: float
    mean_without: float


@dataclass(frozen=True, slots=True)
class Moving:
    """Of `n` answers with a comment and this score; nothing weighed where `n` < `needed`."""

    kind: str
    n: int
    needed: int
    topics: tuple[Moved, ...] = ()
    r_squared: float = 0.0


def scores_beside(answers: Collection[int]) -> dict[str, dict[int, float]]:
    """The scores that most of these answers gave, by kind; those of employees are no measurements."""
    found: dict[str, dict[int, float]] = {}
    keys = sorted(set(answers))
    for start in range(0, len(keys), AT_ONCE):
        rows = Measurement.objects.filter(
            answer__in=keys[start : start + AT_ONCE], kind__in=ASKED, is_superseded=False
        )
        told = rows.order_by().values_list("kind", "answer").annotate(mean=Avg("value"))
        for kind, answer, mean in told:
            if kind != "sentiment" and answer is not None:
                found.setdefault(kind, {})[answer] = float(mean)
    kinds = sorted(found, key=lambda kind: (-len(found[kind]), kind))[:MOST_SCORES]
    return {kind: found[kind] for kind in kinds}


def moving(kind: str, score: Mapping[int, float], topics: Mapping[str, Collection[int]]) -> Moving:
    """`topics` are the answers in which each is. Relative weights as in `insight.driving`."""
    import numpy as np  # noqa: PLC0415  a page that only counts needs none of it

    from kohtaamo.kit.statistics.drivers import relative_drivers  # noqa: PLC0415  loads numpy

    answers = sorted(score)
    members = {key: [answer for answer in set(held) if answer in score] for key, held in topics.items()}
    told = {
        key: rows
        for key, rows in members.items()
        if len(rows) >= FEWEST_OF_A_TOPIC and len(answers) - len(rows) >= FEWEST_OF_A_TOPIC
    }
    kept = sorted(told, key=lambda key: (-len(told[key]), key))[:MOST_DRIVERS]
    needed = needed_for(max(1, len(kept)))
    values = np.array([score[answer] for answer in answers], float)
    if not kept or len(answers) < needed or np.ptp(values) == 0:
        return Moving(kind, len(answers), needed)
    place = {answer: row for row, answer in enumerate(answers)}
    columns = np.zeros((len(answers), len(kept)))
    for column, key in enumerate(kept):
        columns[[place[answer] for answer in told[key]], column] = 1
    weighed = relative_drivers(columns, values, seed=SEED, resamples=RESAMPLES)
    found = [
        Moved(
            key, len(told[key]), one.weight, one.low, one.high, one.beyond_chance,
            float(values[columns[:, column] > 0].mean()), float(values[columns[:, column] == 0].mean()),
        )
        for column, (key, one) in enumerate(zip(kept, weighed.drivers, strict=True))
    ]  # fmt: skip
    return Moving(kind, len(answers), needed, in_order(found), weighed.r_squared)


def in_order(found: Sequence[Moved]) -> tuple[Moved, ...]:
    return tuple(sorted(found, key=lambda one: (-one.weight, one.key)))
