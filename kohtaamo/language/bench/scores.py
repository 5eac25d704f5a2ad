"""How far what was read agrees with what people said it is: shares, F1 and how honest a confidence is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import comb, sqrt

from kohtaamo.kit.statistics import Z95

# What a person said of one text, and what was read.
Pair = tuple[str, str]
SetPair = tuple[AbstractSet[str], AbstractSet[str]]
BINS = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one label: `right` were both said and read, `said` by people, `read` by us."""

    right: int
    said: int
    read: int

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.said if self.said else 0.0

    @property
    def f1(self) -> float:
        both = self.said + self.read
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """`n` texts with a confidence from `low` up: its mean, and the share that was right."""

    low: float
    n: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """The share right of the second less that of the first on the same n texts, with its 95 % interval."""

    value: float
    low: float
    high: float
    p: float
    n: int


def accuracy(pairs: Sequence[Pair]) -> float:
    return sum(said == read for said, read in pairs) / len(pairs)


def per_class(pairs: Iterable[Pair]) -> dict[str, Agreement]:
    return per_label(({said}, {read}) for said, read in pairs)


def per_label(pairs: Iterable[SetPair]) -> dict[str, Agreement]:
    """Of each label that anybody said or read, by name."""
    right, said, read = Counter[str](), Counter[str](), Counter[str]()
    for by_people, by_us in pairs:
        right.update(by_people & by_us)
        said.update(by_people)
        read.update(by_us)
    return {label: Agreement(right[label], said[label], read[label]) for label in sorted(said | read)}


def all_labels(pairs: Iterable[SetPair]) -> Agreement:
    """Every label of every text counted alike: its `f1` is the micro-F1."""
    each = per_label(pairs).values()
    return Agreement(
        sum(one.right for one in each), sum(one.said for one in each), sum(one.read for one in each)
    )


def macro_f1(of_labels: dict[str, Agreement]) -> float:
    """The mean F1 of the labels that people said; one that only we read costs the others their precision."""
    f1s = [one.f1 for one in of_labels.values() if one.said]
    return sum(f1s) / len(f1s) if f1s else 0.0


def reliability(confidences: Sequence[float], is_right: Sequence[bool], *, bins: int = BINS) -> list[Bin]:
    """Equally wide bins of confidence, the empty ones left out. `ValueError` unless each lies within 0..1."""
    if any(not 0 <= one <= 1 for one in confidences):
        raise ValueError("a confidence lies between 0 and 1")
    places = [min(int(one * bins), bins - 1) for one in confidences]
    found = []
    for place in sorted(set(places)):
        inside = [at for at, one in enumerate(places) if one == place]
        found.append(
            Bin(
                low=place / bins,
                n=len(inside),
                confidence=sum(confidences[at] for at in inside) / len(inside),
                right=sum(is_right[at] for at in inside) / len(inside),
            )
        )
    return found


def expected_calibration_error(found: Sequence[Bin]) -> float:
    """How far confidence and share right lie apart, each bin by its size. Source: Guo et al. 2017, equation 3."""
    n = sum(one.n for one in found)
    return sum(one.n * abs(one.right - one.confidence) for one in found) / n if n else 0.0


def paired_difference(first: Sequence[bool], second: Sequence[bool]) -> PairedDifference:
    """Two readers of the same texts: who is right more often.

    p by McNemar's exact test of the texts on which one only is right; the interval by Wald with half a text more
    in each cell. `ValueError` without texts or when the lengths differ. Source: McNemar 1947; Agresti & Min 2005.
    """
    n = len(first)
    if not n or n != len(second):
        raise ValueError("two readings of the same texts")
    gained = sum(new and not old for old, new in zip(first, second, strict=True))
    lost = sum(old and not new for old, new in zip(first, second, strict=True))
    more, less, all_of = gained + 0.5, lost + 0.5, n + 2
    centre = (more - less) / all_of
    half = Z95 * sqrt(more + less - (more - less) ** 2 / all_of) / all_of
    differing = gained + lost
    tail = sum(comb(differing, k) for k in range(min(gained, lost) + 1)) / 2**differing
    return PairedDifference((gained - lost) / n, centre - half, centre + half, min(1.0, 2 * tail), n)
