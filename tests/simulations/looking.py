"""Looking at an experiment thirty times while nothing differs: the always-valid test beside the fixed one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from kohtaamo.kit.statistics import two_shares
from kohtaamo.kit.statistics.experiments import always_valid_shares

from .row import Row, percent, sized

REPLAYS = sized(small=300, full=3_000)
LOOKS, BATCH, SHARE, ALPHA = 30, 100, 0.2, 0.05
# Row 25 of metrics.md: of looks at the fixed test, how many tests deceive.
PEEKING = {1: 0.05, 5: 0.14, 10: 0.19, 30: 0.27}


def every_look() -> Iterator[Row]:
    chance = np.random.default_rng(25)
    successes = chance.binomial(BATCH, SHARE, size=(REPLAYS, 2, LOOKS)).cumsum(axis=2)
    fixed, valid = np.zeros((REPLAYS, LOOKS), bool), np.zeros((REPLAYS, LOOKS), bool)
    for look in range(LOOKS):
        n = BATCH * (look + 1)
        for replay, (first, second) in enumerate(successes[:, :, look].tolist()):
            fixed[replay, look], valid[replay, look] = judged(first, second, n)
    yield row_of("Always-valid test, 30 looks, no difference", valid.any(axis=1).mean(), 0.0, ALPHA)
    for looks, expected in PEEKING.items():
        deceived = fixed[:, :looks].any(axis=1).mean()
        yield row_of(
            f"Fixed test looked at {looks} times", deceived, expected - 0.02, expected + 0.02, usual=True
        )


@lru_cache(maxsize=2_000_000)
def judged(first: int, second: int, n: int) -> tuple[bool, bool]:
    return (
        two_shares((first, n), (second, n)).p < ALPHA,
        always_valid_shares((first, n), (second, n)).p < ALPHA,
    )


def row_of(what: str, result: float, least: float, most: float, *, usual: bool = False) -> Row:
    return Row(
        what=f"False positives: {what}",
        n=f"{BATCH} an arm a look",
        replays=REPLAYS,
        result=float(result),
        least=least,
        most=most,
        shown=percent(float(result)),
        contrast=usual,
    )
