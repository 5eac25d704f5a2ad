from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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

    `kind` is the measurement kind it reads, `answers` the values a person can give, lowest first.
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
    # what a signed value means, for where the name alone leaves it open
    hint: Text = ""

    @property
    def change_unit(self) -> str:
        """The unit of a difference: a share changes by percentage points."""
        return gettext("pp") if self.unit == "%" else str(self.unit)


def in_percent(estimate: Estimate) -> Estimate:
    """A share 0..1 as the percentage that people read, compare and set targets for."""
    return Estimate(100 * estimate.value, 100 * estimate.low, 100 * estimate.high, estimate.n)


def sample_in_percent(sample: Sample) -> Sample:
    return Sample(100 * sample.value, 100 * sample.standard_error, sample.n, sample.degrees)
