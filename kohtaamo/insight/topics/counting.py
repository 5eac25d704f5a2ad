"""How common a topic is, in what tone it is spoken of, and how both have gone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.queries import fewest_of
from kohtaamo.kit.periods import BucketSize, Period, bucket_start
from kohtaamo.kit.statistics import Estimate, sentiment_net, share

from .hearing import Heard

TONE = METRICS["sentiment_net"]
LONGEST_IN_WEEKS = 400


@dataclass(frozen=True, slots=True)
class Counted:
    """`share` of the comments looked at; `tone` -1..1 of the `sure` ones, None where they are too few.

    `line` are the comments of each week or month, in order.
    """

    n: int
    share: Estimate
    sure: int
    tone: Estimate | None
    line: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bucket:
    start: date
    n: int
    of: int
    negative: int
    neutral: int
    positive: int


def counted(rows: Collection[Heard], *, of: int, period: Period) -> Counted | None:
    """None where there is nothing to count in."""
    if not of:
        return None
    signs = [one.sign for one in rows if one.sign is not None]
    size = size_for(period)
    starts = [bucket.start for bucket in period.buckets(size)]
    counts = dict.fromkeys(starts, 0)
    for one in rows:
        counts[bucket_start(one.day, size)] += 1
    return Counted(len(rows), share(len(rows), of), len(signs), tone_of(signs), tuple(counts.values()))


def tone_of(signs: Sequence[int]) -> Estimate | None:
    if len(signs) < max(1, fewest_of(TONE)):
        return None
    return sentiment_net({sign: signs.count(sign) for sign in (-1, 0, 1)})


def size_for(period: Period) -> BucketSize:
    return "week" if period.days <= LONGEST_IN_WEEKS else "month"


def buckets(rows: Sequence[Heard], members: Collection[int], period: Period) -> list[Bucket]:
    """Each week or month of the period: how many comments there were, and those of the topic by tone."""
    size = size_for(period)
    found = []
    for bucket in period.buckets(size):
        within = [one for one in rows if one.day in bucket]
        own = [one.sign for one in within if one.pk in members]
        found.append(Bucket(bucket.start, len(own), len(within), own.count(-1), own.count(0), own.count(1)))
    return found
