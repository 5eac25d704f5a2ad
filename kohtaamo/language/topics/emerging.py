"""Which words are more, or less, common than before, beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, log, sqrt
from typing import NamedTuple

from kohtaamo.kit.statistics import discoveries

from .terms import Term, holders, parts_of, written_forms

# Below so many texts of one side nothing is compared.
FEWEST_TEXTS = 30
# A word of fewer texts, of both sides together, is a person's rather than people's.
LEAST = 5
RATE = 0.05
# The prior weighs as much as so large a share of the smaller side: it draws rare words towards no difference.
PRIOR_SHARE = 0.5
# A pair of words stands for its words when nearly all the texts that have them have the pair.
SAME = 0.8


class LogOdds(NamedTuple):
    """Of a text now having the word against one before: above 0 when it has become more common."""

    difference: float
    error: float

    @property
    def z(self) -> float:
        return self.difference / self.error

    @property
    def p(self) -> float:
        """Two-sided, from the normal distribution."""
        return erfc(abs(self.z) / sqrt(2))


@dataclass(frozen=True, slots=True)
class Emerging:
    """A word or two: in how many texts now and before, and what stands behind calling it a change.

    `places` are of the texts of now that have it.
    """

    key: str
    written: str
    now: int
    of_now: int
    before: int
    of_before: int
    odds: LogOdds
    places: tuple[int, ...]

    @property
    def is_rising(self) -> bool:
        return self.odds.difference > 0

    @property
    def is_new(self) -> bool:
        return self.before == 0


def emerging(
    now: Sequence[Sequence[Term]],
    before: Sequence[Sequence[Term]],
    *,
    least: int = LEAST,
    rate: float = RATE,
) -> tuple[Emerging, ...]:
    """What has changed beyond chance, the surest first; at most `rate` of it is expected to be chance.

    A text counts a word once, so that one long complaint is not a wave. Source: Monroe, Colaresi & Quinn 2008
    (log-odds with an informative Dirichlet prior); Benjamini & Hochberg 1995.
    """
    if min(len(now), len(before)) < FEWEST_TEXTS:
        return ()
    texts_now, texts_before = holders(now), holders(before)
    keys = [
        key
        for key in sorted({*texts_now, *texts_before})
        if len(texts_now.get(key, ())) + len(texts_before.get(key, ())) >= least
    ]
    odds = [
        log_odds(len(texts_now.get(key, ())), len(now), len(texts_before.get(key, ())), len(before))
        for key in keys
    ]
    believed = discoveries([one.p for one in odds], rate=rate)
    written = written_forms([*now, *before])
    found = [
        Emerging(
            key, written[key], len(texts_now.get(key, ())), len(now), len(texts_before.get(key, ())), len(before),
            one, tuple(texts_now.get(key, ())),
        )
        for key, one, is_believed in zip(keys, odds, believed, strict=True)
        if is_believed and (one.difference < 0 or len(texts_now.get(key, ())) >= least)
    ]  # fmt: skip
    return tuple(without_parts(sorted(found, key=lambda one: (one.odds.p, -one.now, one.key))))


def log_odds(now: int, of_now: int, before: int, of_before: int) -> LogOdds:
    """The prior is the share of both sides together, as if so many texts more had been seen on each side.

    With a = prior size times that share: the difference of ln((y + a) / (n + prior size - y - a)) of the two
    sides, its variance the sum of 1 / (y + a) and 1 / (n + prior size - y - a) of both.
    """
    size = PRIOR_SHARE * min(of_now, of_before)
    a = size * (now + before) / (of_now + of_before)
    has = (now + a, before + a)
    has_not = (of_now + size - now - a, of_before + size - before - a)
    difference = log(has[0] / has_not[0]) - log(has[1] / has_not[1])
    return LogOdds(difference, sqrt(sum(1 / count for count in (*has, *has_not))))


def without_parts(found: Sequence[Emerging]) -> list[Emerging]:
    """Without words that are only there as a part of a pair, and pairs that add nothing to a word."""
    by_key: Mapping[str, Emerging] = {one.key: one for one in found}
    hidden: set[str] = set()
    for pair in found:
        words = [by_key[part] for part in parts_of(pair.key) if part in by_key and part != pair.key]
        for word in words:
            if max(pair.now, pair.before) >= SAME * max(word.now, word.before):
                hidden.add(word.key)
            else:
                hidden.add(pair.key)
    return [one for one in found if one.key not in hidden]
