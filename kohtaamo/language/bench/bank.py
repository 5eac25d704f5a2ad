"""Reviews of bank apps with stars and dates: the shipped model beside one learnt from the earlier reviews' stars."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kohtaamo.kit.statistics.correlation import Correlation, spearman
from kohtaamo.language import linear
from kohtaamo.language.reading import read_in

from .scores import PairedDifference, paired_difference
from .tones import product

FILE = "bank_app_reviews.csv"
LANGUAGE = "en"
EARLIER = 0.7
WORST_GOOD, BEST_BAD = 4, 2


@dataclass(frozen=True, slots=True)
class Review:
    text: str
    stars: int
    date: str

    @property
    def label(self) -> str:
        """One or two stars are negative, four or five positive."""
        if self.stars >= WORST_GOOD:
            return "positive"
        return "negative" if self.stars <= BEST_BAD else "neutral"


@dataclass(frozen=True, slots=True)
class LaterReviews:
    """What was said of the later reviews by their stars, by the shipped model and by the organisation's own."""

    said: tuple[str, ...]
    shipped: tuple[str, ...]
    own: tuple[str, ...]
    learnt_from: int

    def difference(self) -> PairedDifference:
        right = [
            [said == read for said, read in zip(self.said, reader, strict=True)]
            for reader in (self.shipped, self.own)
        ]
        return paired_difference(*right)


def reviews(path: Path) -> list[Review]:
    """In the order of their dates."""
    with path.open(encoding="utf-8", newline="") as lines:
        found = [Review(row["review"], int(row["rating"]), row["date"]) for row in csv.DictReader(lines)]
    return sorted(found, key=lambda one: one.date)


def later_reviews(all_of: Sequence[Review]) -> LaterReviews:
    """Cut by time: reviews of the day of the cut are all later."""
    day = all_of[int(len(all_of) * EARLIER)].date
    earlier, later = ([one for one in all_of if (one.date < day) == before] for before in (True, False))
    model = linear.train([one.text for one in earlier], [one.label for one in earlier], language=LANGUAGE)
    read = product(LANGUAGE)
    own = [model.read(one.text) for one in later]
    return LaterReviews(
        said=tuple(one.label for one in later),
        shipped=tuple(read(one.text).label for one in later),
        own=tuple(max(shares, key=shares.__getitem__) for shares in own),
        learnt_from=len(earlier),
    )


def score_and_stars(all_of: Sequence[Review], scores: Sequence[float]) -> Correlation:
    return spearman(list(scores), [float(one.stars) for one in all_of])


def scores(all_of: Sequence[Review]) -> list[float]:
    """As the shipped model reads them, -1 to 1."""
    return [read_in(one.text, LANGUAGE).sentiment or 0.0 for one in all_of]
