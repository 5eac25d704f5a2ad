"""The numbers that a question's answers come to, each as an estimate to show and a sample to compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from django.utils.translation import gettext

from kohtaamo.kit.statistics import (
    Difference,
    Estimate,
    Sample,
    difference,
    mean_sample,
    mean_score,
    net_promoter_score,
    net_sample,
    pooled_difference,
    promoter_groups,
    share,
    share_sample,
)
from kohtaamo.kit.text import show_number, show_percent, show_percent_range, show_range, show_signed

from .course import in_language
from .nets import NETS
from .question import Words
from .questionnaire import Element
from .questions import QUESTIONS
from .results import Counted, QuestionResult, by_first, counted_result, mean_of
from .visit import title_of

Unit = Literal["share", "points", "mean"]


@dataclass(frozen=True, slots=True)
class Measure:
    """`counts` are the answers a mean or a net comes from; of a share how many chose it and how many did not."""

    label: Words
    unit: Unit
    estimate: Estimate
    counts: Mapping[float, int]

    @property
    def sample(self) -> Sample:
        if self.unit == "points":
            return net_sample(promoter_groups(self.counts))
        if self.unit == "mean":
            return mean_sample(self.counts)
        return share_sample(self.counts[1], self.estimate.n)


def measures_of(
    element: Element, counted: Counted, language: str, minimum: int
) -> tuple[QuestionResult, list[Measure]]:
    """Of a scale its net or its mean first, then each choice; nothing of fewer than `minimum`."""
    n = counted.answered[(element.name, element.type)]
    empty = QuestionResult(title_of(element, language), QUESTIONS[element.type], n)
    if n < max(minimum, 1):
        return empty, []
    counts = counted.of(element)
    result = counted_result(empty, element, counts, language, max(minimum, 1))
    found = whole(element, counts)
    found += [of_share(bar.label, bar.count, n) for bar in result.bars]
    for line in result.lines:
        found += [of_share(f"{line.label}: {bar.label}", bar.count, line.n) for bar in line.bars]
        if line.mean:
            found.append(
                Measure(line.label, "mean", line.mean, places_of(element, counts, str(line.label), language))
            )
    return result, found


def of_share(label: Words, count: int, n: int) -> Measure:
    return Measure(label, "share", share(count, n), {1: count, 0: n - count})


def whole(element: Element, counts: Counter[str]) -> list[Measure]:
    question = QUESTIONS[element.type]
    if not question.scale and question.input not in {"number", "slider"}:
        return []
    numbers = {float(value): n for value, n in counts.items()}
    if element.type in NETS:
        return [Measure(question.label, "points", net_promoter_score(numbers), numbers)]
    if question.scale:
        ends = (min(question.scale), max(question.scale))
        return [Measure(gettext("Mean"), "mean", mean_score(numbers, bounds=ends), numbers)]
    return [Measure(gettext("Mean"), "mean", mean_of(element, numbers), numbers)]


def places_of(element: Element, counts: Counter[str], label: str, language: str) -> dict[float, int]:
    """The places that were given to the choice of this label."""
    values = {
        choice.value
        for choice in element.choices
        if (in_language(choice.text, language) or choice.value) == label
    }
    return {
        float(place): n for value in values for place, n in by_first(counts).get(value, Counter()).items()
    }


def compare(first: Measure, second: Measure) -> Difference:
    """The second less the first. Of means Welch's interval, of shares and nets by their adjusted errors."""
    if first.unit == "mean":
        both = Counter(first.counts) + Counter(second.counts)
        return pooled_difference(second.sample, first.sample, mean_sample(both))
    return difference(second.sample, first.sample)


def show_value(measure: Measure, language: str) -> str:
    if measure.unit == "share":
        return show_percent(measure.estimate.value, language)
    return show_number(measure.estimate.value, language, decimals_of(measure.unit))


def show_interval(measure: Measure, language: str) -> str:
    low, high = measure.estimate.low, measure.estimate.high
    if not (isfinite(low) and isfinite(high)):
        return "–"
    if measure.unit == "share":
        return show_percent_range(low, high, language)
    return show_range(low, high, language, decimals_of(measure.unit))


def show_difference(unit: Unit, found: Difference, language: str) -> tuple[str, str]:
    """The difference and its interval; of shares in percentage points."""
    times, decimals = (100, 0) if unit == "share" else (1, decimals_of(unit))
    value = show_signed(times * found.value, language, decimals)
    if not (isfinite(found.low) and isfinite(found.high)):
        return value, "–"
    ends = [show_signed(times * end, language, decimals) for end in (found.low, found.high)]
    return value, gettext("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}


def decimals_of(unit: Unit) -> int:
    return 0 if unit == "points" else 1


def labels_of_all(sides: Sequence[Sequence[Measure]]) -> list[str]:
    """Each once, in the order in which they stand."""
    return list(dict.fromkeys(str(one.label) for side in sides for one in side))
