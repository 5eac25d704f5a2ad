"""How meetings are measured by themselves, whatever anybody answers: means and medians that run on, and shares of yes.

What is told of a meeting only sometimes is counted of those meetings where it was told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Part, Text, in_percent, sample_in_percent, scaled, scaled_sample
from kohtaamo.kit.statistics import (
    Counts,
    Estimate,
    Sample,
    mean_sample,
    mean_score,
    median_sample,
    median_score,
    share,
    share_sample,
)
from kohtaamo.kit.statistics.median import FEWEST

MINUTE, HOUR, DAY = 60, 3_600, 86_400
# Stretches in which seconds are drawn: each begins just past the round end of the one before.
ROUND_ENDS = (60, 120, 300, 600, 1_200, 1_800, HOUR, 4 * HOUR, DAY, 7 * DAY)
DURATION_BINS = (0, *(end + 1 for end in ROUND_ENDS))
ENDLESS = float("inf")

WILSON = _("It is counted by Wilson's method, which never goes past 0 or 100 %.")
STUDENT = _("It is counted by Student's t distribution, corrected for skewness, and never goes below 0.")

IN_ORDER = _(
    "Its ends are values met among all of them, in order of size, and it holds whatever their distribution is."
)


def mean_in(per_unit: float) -> dict[str, Any]:
    """Fields of a mean that has no upper end, shown in a unit of so many of what is stored."""
    return {
        "estimate": mean_estimate(per_unit),
        "sample": mean_for_comparison(per_unit),
        "interval": STUDENT,
        "signed": False,
        "is_open": True,
        "per_unit": per_unit,
        "answers": (),
        "level": "encounter",
    }


def mean_estimate(per_unit: float) -> Callable[[Counts], Estimate | None]:
    def estimate(counts: Counts) -> Estimate | None:
        # one value alone has no interval where the scale has no end
        if sum(counts.values()) < 2:  # noqa: PLR2004
            return None
        return scaled(mean_score(counts, bounds=(0, ENDLESS), step=per_unit), per_unit)

    return estimate


def mean_for_comparison(per_unit: float) -> Callable[[Counts], Sample]:
    return lambda counts: scaled_sample(mean_sample(counts), per_unit)


def median_in(per_unit: float) -> dict[str, Any]:
    """Fields of a median, as of `mean_in`: what took endlessly long once moves it no more than any other."""

    def estimate(counts: Counts) -> Estimate | None:
        if sum(counts.values()) < FEWEST:
            return None
        return scaled(median_score(counts), per_unit)

    return {
        **mean_in(per_unit),
        "estimate": estimate,
        "sample": lambda counts: scaled_sample(median_sample(counts), per_unit),
        "interval": IN_ORDER,
        "is_median": True,
    }


def share_from(least: float, most: float, *, of_at_least: float = -ENDLESS) -> dict[str, Any]:
    """Fields of the share, in percent, of values from `least` to `most` among those of at least `of_at_least`.

    Without any of those there is no number.
    """

    def split(counts: Counts) -> tuple[int, int]:
        n = sum(count for value, count in counts.items() if value >= of_at_least)
        return sum(count for value, count in counts.items() if least <= value <= most), n

    def estimate(counts: Counts) -> Estimate | None:
        successes, n = split(counts)
        return in_percent(share(successes, n)) if n else None

    return {
        "estimate": estimate,
        "sample": lambda counts: sample_in_percent(share_sample(*split(counts))),
        "interval": WILSON,
        "unit": "%",
        "decimals": 0,
        "signed": False,
        "scale": (0, 100),
    }


def yes_and_no(no: Text, yes: Text, *, yes_is_better: bool) -> dict[str, Any]:
    """Fields of what is told as 0 or 1, with the words for each."""
    worse, better = (Part(no, 0, 0, "worse"), Part(yes, 1, 1, "better"))
    if not yes_is_better:
        worse, better = (Part(yes, 1, 1, "worse"), Part(no, 0, 0, "better"))
    return {
        "answers": (0, 1),
        "parts": (worse, better),
        "higher_is_better": yes_is_better,
        "is_named": True,
        "level": "encounter",
    }
