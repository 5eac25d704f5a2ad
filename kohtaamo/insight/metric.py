from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext

from kohtaamo.kit.statistics import Counts, Estimate, Sample

Text = str | Promise
Tone = Literal["worse", "plain", "better"]
# Whom or what a metric tells of: what customers say, how meetings went, our own people, the business.
Level = Literal["feedback", "encounter", "staff", "business"]


@dataclass(frozen=True, slots=True)
class Part:
    """A group of neighbouring values of the scale, ends included: "detractors", 0 to 6."""

    label: Text
    low: float
    high: float
    tone: Tone

    def share_of(self, counts: Counts) -> float:
        """0..1 of all answers; 0 without answers."""
        n = sum(counts.values())
        inside = sum(count for value, count in counts.items() if self.low <= value <= self.high)
        return inside / n if n else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A number computed from the values of one kind. Estimates and samples are in `unit`, shares in percent.

    `kind` is the measurement kind it reads, `answers` the values a person can give, lowest first. What runs on
    (seconds) has none of them, but `bins`: the lower ends of the stretches in which its values are drawn; values
    are kept in a smaller unit than shown, of which `per_unit` make one, and `is_open` ones go beyond the scale.
    `protects_people`: the answers are our own people's, so their rows are never listed.
    """

    key: str
    kind: str
    name: Text
    short_name: Text
    description: Text
    formula: Text
    interval: Text
    source: str
    version: int
    unit: Text
    decimals: int
    signed: bool
    scale: tuple[float, float]
    answers: tuple[float, ...]
    parts: tuple[Part, ...]
    higher_is_better: bool
    estimate: Callable[[Counts], Estimate | None]
    sample: Callable[[Counts], Sample]
    protects_people: bool = False
    level: Level = "feedback"
    bins: tuple[float, ...] = ()
    per_unit: float = 1
    is_open: bool = False
    # the values are codes (solved or not): shown by the names of their parts
    is_named: bool = False
    # what a signed value means, for where the name alone leaves it open
    hint: Text = ""
    # no mean of its answers, so there is nothing that each of them adds to it
    is_median: bool = False

    @property
    def target_ends(self) -> tuple[float, float | None]:
        """Between which a target may be set; None where there is no upper end."""
        return self.scale[0], None if self.is_open else self.scale[1]

    def scored(self, counts: Counts) -> dict[float, int]:
        """Counts of what each answer adds to the metric, in its unit: a promoter 100, a detractor -100.

        Empty of a metric that is no mean of its answers, such as a share of only some of them.
        """
        if self.is_median:
            return {}
        try:
            scores = {value: self.sample({value: 1}).value for value in {*counts, *self.answers}}
        except ValueError:
            return {}
        found: dict[float, int] = {}
        for value, count in counts.items():
            found[scores[value]] = found.get(scores[value], 0) + count
        return found

    def words_of(self, value: float) -> str:
        """What a value means where a number tells nothing: the name of its part for yes and no; else ""."""
        if not self.is_named:
            return ""
        return next((str(part.label) for part in self.parts if part.low <= value <= part.high), "")

    def top(self, known: Iterable[float]) -> float:
        """Where its scale is drawn to end, so that these values fit on it."""
        end = self.scale[1]
        if self.is_open:
            highest = max(known, default=end)
            while end < highest < inf:
                end *= 2
        return end

    @property
    def change_unit(self) -> str:
        """The unit of a difference: a share changes by percentage points."""
        return gettext("pp") if self.unit == "%" else str(self.unit)


def in_percent(estimate: Estimate) -> Estimate:
    """A share 0..1 as the percentage that people read, compare and set targets for."""
    return Estimate(100 * estimate.value, 100 * estimate.low, 100 * estimate.high, estimate.n)


def sample_in_percent(sample: Sample) -> Sample:
    return Sample(100 * sample.value, 100 * sample.standard_error, sample.n, sample.degrees)


def scaled(estimate: Estimate, per_unit: float) -> Estimate:
    """In the unit that people read: seconds as minutes."""
    return Estimate(estimate.value / per_unit, estimate.low / per_unit, estimate.high / per_unit, estimate.n)


def scaled_sample(sample: Sample, per_unit: float) -> Sample:
    return Sample(sample.value / per_unit, sample.standard_error / per_unit, sample.n, sample.degrees)
