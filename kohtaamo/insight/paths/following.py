"""What follows what: pairs of meetings after one another in the same case, the most usual first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kohtaamo.insight.facts import Question, ask
from kohtaamo.insight.observing import MEETING
from kohtaamo.insight.queries import current_organisation
from kohtaamo.insight.where import Where
from kohtaamo.kit.statistics import Estimate, share

from .funnel import MICROSECONDS, THREAD
from .times import Times, times

MOST_PAIRS = 200

PAIRS = f"""SELECT here, there, count(*) AS meetings, count(DISTINCT thread) AS cases,
        sum(seconds) AS total, sum(seconds * seconds) AS squares
    FROM (SELECT thread, here, there, (next_at - happened_at) / {MICROSECONDS} AS seconds
        FROM (SELECT {THREAD} AS thread, touchpoint AS here, happened_at,
                lead(CAST(touchpoint AS BIGINT))
                    OVER (PARTITION BY {THREAD} ORDER BY happened_at, encounter) AS there,
                lead(CAST(happened_at AS BIGINT))
                    OVER (PARTITION BY {THREAD} ORDER BY happened_at, encounter) AS next_at
            FROM facts WHERE case_number IS NOT NULL OR customer IS NOT NULL) AS steps) AS pairs
    GROUP BY here, there ORDER BY meetings DESC, here, there"""  # noqa: S608 - names and numbers of ours


@dataclass(frozen=True, slots=True)
class Pair:
    """From one touchpoint to the next; `there` is None where the case goes no further.

    `n` meetings of `cases` cases; `of_here` is their share of all meetings at `here`.
    """

    here: int
    there: int | None
    n: int
    cases: int
    of_here: Estimate
    took: Times | None


@dataclass(frozen=True, slots=True)
class Following:
    """`rare`: pairs of so few cases that nothing is told of them; `met`: touchpoints that any case met at."""

    pairs: Sequence[Pair]
    rare: int
    met: frozenset[int]


def following(where: Where) -> Following:
    """Between the meetings that the filter leaves; several touchpoints are needed for any to follow."""
    open_where = replace(where, touchpoint=None, survey=None)
    rows = ask(Question(sql=PAIRS, kinds=(MEETING,), where=open_where))
    at: dict[int, int] = {}
    for here, _, n, *_rest in rows:
        at[here] = at.get(here, 0) + n
    fewest = max(current_organisation().minimum_answers, 1)
    told = [row for row in rows if row[3] >= fewest]
    pairs = [
        Pair(
            here,
            there,
            n,
            cases,
            share(n, at[here]),
            times(n, total, squares) if there is not None else None,
        )
        for here, there, n, cases, total, squares in told
    ]
    return Following(pairs[:MOST_PAIRS], len(rows) - len(told), frozenset(at))
