from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from kohtaamo.insight.charts import Chart, language, show, show_interval
from kohtaamo.insight.grid import Grid
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.numbers import HonestNumber
from kohtaamo.insight.paths.picture import Flow
from kohtaamo.insight.queries import Measured
from kohtaamo.kit.text import show_number

from .behind import Behind

# Finer than any screen shows, and without the dust of binary fractions.
DECIMALS = 4

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One number with the names of its group. What may not be told is None: also n, where even it tells too much."""

    names: tuple[str, ...]
    metric: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    # value and interval as the page writes them
    shown: tuple[str, str] = ("–", "–")
    # what else is to be known of it, for files
    remark: str = ""
    target: float | None = None

    @property
    def cells(self) -> list[Cell]:
        numbers = [rounded(one) for one in (self.value, self.low, self.high)]
        return [*self.names, self.metric, *numbers, self.n, self.unit, self.note]

    @property
    def note(self) -> str:
        return pgettext("answers", "too few") if self.value is None else self.remark

    @property
    def words(self) -> list[str]:
        n = "–" if self.n is None else show_number(self.n, language())
        return [*self.shown, n]


def rounded(number: float | None) -> float | None:
    return None if number is None else round(number, DECIMALS)


@dataclass(frozen=True, slots=True)
class Figures:
    """`heads` name the columns of each line's names. Files tell the targets where the page judges by them."""

    heads: tuple[str, ...]
    lines: Sequence[Line]
    has_targets: bool = False

    @property
    def columns(self) -> list[str]:
        ends = [
            gettext("Value"),
            gettext("Low end"),
            gettext("High end"),
            "n",
            gettext("Unit"),
            gettext("Note"),
        ]
        targets = [gettext("Target")] if self.has_targets else []
        return [*self.heads, gettext("Metric"), *ends, *targets]

    @property
    def rows(self) -> list[list[Cell]]:
        if not self.has_targets:
            return [line.cells for line in self.lines]
        return [[*line.cells, rounded(line.target)] for line in self.lines]

    @property
    def has_metrics(self) -> bool:
        """Whether the metric must be told on each line: there are several, or nothing else names the line."""
        return not self.heads or len({line.metric for line in self.lines}) > 1

    @property
    def texts(self) -> int:
        """How many of the first columns of words are no numbers."""
        return len(self.heads) + self.has_metrics

    @property
    def word_rows(self) -> list[list[str]]:
        return [
            [*line.names, *([line.metric] if self.has_metrics else []), *line.words] for line in self.lines
        ]

    @property
    def word_columns(self) -> list[str]:
        metric = [gettext("Metric")] if self.has_metrics else []
        return [*self.heads, *metric, gettext("Value"), gettext("95 % interval"), "n"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chart or a table of a page. It is drawn from `chart`, `flow`, `grid` or its figures, whichever it has first.

    `is_for_members`: it shows single people, so a shared link does not.
    """

    key: str
    title: str
    figures: Figures
    behind: Behind
    chart: Chart | None = None
    flow: Flow | None = None
    grid: Grid | None = None
    is_for_members: bool = False
    numbers: Sequence[HonestNumber] = ()


def line_of(metric: Metric, measured: Measured, *names: str, target: float | None = None) -> Line:
    estimate = measured.estimate
    is_secret = estimate is None and metric.protects_people
    unit = str(metric.unit)
    value = show(metric, estimate.value if estimate else None)
    is_told = unit.casefold() != str(metric.short_name).casefold()
    return Line(
        names=names,
        metric=str(metric.short_name),
        unit=unit,
        value=estimate.value if estimate else None,
        low=estimate.low if estimate else None,
        high=estimate.high if estimate else None,
        n=None if is_secret else measured.n,
        shown=(f"{value} {unit}".strip() if estimate and is_told else value, show_interval(metric, estimate)),
        target=target,
    )
