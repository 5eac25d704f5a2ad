"""How well comments are read, and whether one reader beats another on comments that neither has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from kohtaamo.language.bench.scores import (
    Agreement,
    accuracy,
    expected_calibration_error,
    macro_f1,
    per_class,
    reliability,
)
from kohtaamo.language.own_model import LABELS
from kohtaamo.language.reading import CommentReading

from .labels import Labelled

# The latest quarter is held out.
HELD_OUT = 0.25
RESAMPLES, SEED = 1000, 11
ENDS = (0.025, 0.975)
# A tone that people told more seldom is left out of the mean: its F1 would be chance.
LEAST_SAID = 20
Floats = NDArray[Any]


class Told(Protocol):
    @property
    def respondent(self) -> str: ...


One = TypeVar("One", bound=Told)


@dataclass(frozen=True, slots=True)
class Difference:
    """Macro-F1 of the second reader less that of the first, with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        return self.low > 0


def split(rows: Sequence[One]) -> tuple[list[One], list[One]]:
    """Earlier ones to learn from, the latest to judge by; whoever wrote any of the latest is not learned from."""
    cut = round(len(rows) * (1 - HELD_OUT))
    later = list(rows[cut:])
    theirs = {one.respondent for one in later}
    return [one for one in rows[:cut] if one.respondent not in theirs], later


def folds(rows: Sequence[One], count: int) -> list[list[One]]:
    """As many parts; a respondent is in one of them only."""
    places = {name: at for at, name in enumerate(dict.fromkeys(one.respondent for one in rows))}
    return [[one for one in rows if places[one.respondent] % count == part] for part in range(count)]


def figures(rows: Sequence[Labelled], reads: Sequence[CommentReading]) -> dict[str, Any]:
    """As the card keeps them; a text that could not be read counts as neutral and wrong unless it is."""
    pairs = [(row.label, label_of(read)) for row, read in zip(rows, reads, strict=True)]
    by_class = per_class(pairs)
    bins = reliability([read.confidence for read in reads], [said == read for said, read in pairs])
    return {
        "n": len(pairs),
        "accuracy": accuracy(pairs),
        "macro_f1": macro_f1(often_said(by_class)),
        "macro_f1_interval": interval(rows, reads),
        "right": sum(said == read for said, read in pairs),
        "classes": {
            label: {
                "f1": one.f1,
                "precision": one.precision,
                "recall": one.recall,
                "said": one.said,
                "read": one.read,
            }
            for label, one in by_class.items()
        },
        "ece": expected_calibration_error(bins),
        "bins": [[one.low, one.n, one.confidence, one.right] for one in bins],
    }


def often_said(by_class: dict[str, Agreement]) -> dict[str, Agreement]:
    """All of them where none is said often."""
    return {label: one for label, one in by_class.items() if one.said >= LEAST_SAID} or by_class


def label_of(read: CommentReading) -> str:
    return read.sentiment_label or "neutral"


def difference(
    rows: Sequence[Labelled], first: Sequence[CommentReading], second: Sequence[CommentReading]
) -> Difference:
    """By the bootstrap over respondents, percentile method. Source: Efron & Tibshirani 1993, chapter 13.

    Comments of one respondent are drawn together, so that many by one person are not many witnesses.
    """
    tables = [confusions(rows, reads) for reads in (first, second)]
    (one, drawn_one), (other, drawn_other) = (resampled(table) for table in tables)
    low, high = np.quantile(drawn_other - drawn_one, ENDS)
    return Difference(other - one, float(low), float(high))


def interval(rows: Sequence[Labelled], reads: Sequence[CommentReading]) -> tuple[float, float]:
    """95 % interval of the macro-F1, by the same bootstrap."""
    _value, drawn = resampled(confusions(rows, reads))
    low, high = np.quantile(drawn, ENDS)
    return float(low), float(high)


def resampled(table: Floats, *, least: int = LEAST_SAID) -> tuple[float, Floats]:
    """Macro-F1 of the labels said often, as it is and as it is drawn again and again; always drawn the same."""
    people, size = table.shape[:2]
    often = table.sum(axis=(0, 2)) >= least
    counted = often if often.any() else np.ones(size, dtype=bool)
    drawn = np.random.default_rng(SEED).multinomial(people, [1 / people] * people, size=RESAMPLES)
    tables = (drawn @ table.reshape(people, -1)).reshape(RESAMPLES, size, size)
    return float(f1_of(table.sum(axis=0), counted)), f1_of(tables, counted)


def confusions(rows: Sequence[Labelled], reads: Sequence[CommentReading]) -> Floats:
    """Respondents x said x read."""
    people = {name: at for at, name in enumerate(dict.fromkeys(row.respondent for row in rows))}
    found = np.zeros((len(people), len(LABELS), len(LABELS)))
    for row, read in zip(rows, reads, strict=True):
        found[people[row.respondent], LABELS.index(row.label), LABELS.index(label_of(read))] += 1
    return found


def f1_of(table: Floats, counted: NDArray[np.bool_]) -> Floats:
    """Macro-F1 of said x read, as `scores.macro_f1`: the mean over the labels counted that people said."""
    right = np.diagonal(table, axis1=-2, axis2=-1)
    said, read = table.sum(axis=-1), table.sum(axis=-2)
    f1 = np.divide(2 * right, said + read, out=np.zeros_like(right), where=said + read > 0)
    known = (said > 0) & counted
    return np.asarray((f1 * known).sum(axis=-1) / np.maximum(known.sum(axis=-1), 1))
