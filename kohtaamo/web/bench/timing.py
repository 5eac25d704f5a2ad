from __future__ import annotations

import time
from collections.abc import Callable
from math import exp, log
from statistics import median
from typing import TypeVar

Result = TypeVar("Result")
REPETITIONS = 5
# What takes longer than this is not repeated as often.
LONG_SECONDS = 3.0
FEW = 1


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds it took, and what it gave."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def usual_seconds(work: Callable[[], object], *, before: Callable[[], object] = lambda: None) -> float:
    """The median after one run that warms up; `before` each run is not counted."""
    before()
    first, _ = timed(work)
    seconds = []
    for _ in range(FEW if first > LONG_SECONDS else REPETITIONS):
        before()
        seconds.append(timed(work)[0])
    return median(seconds)


def geometric_mean(values: list[float]) -> float:
    return exp(sum(log(max(value, 1e-9)) for value in values) / len(values)) if values else 0.0
