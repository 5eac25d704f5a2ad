"""How many cases get from step to step, and how long it takes.

A case begins with its first meeting at the first step, within the period and the filter; it reaches a step when
it has reached all before it and meets one of the step's touchpoints then or later, in the period or after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kohtaamo.insight.facts import Question, ask, narrowing
from kohtaamo.insight.observing import MEETING
from kohtaamo.insight.queries import current_organisation
from kohtaamo.insight.where import LATEST, Where
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import Estimate, share

from .times import Times, times

# Meetings of a case; of a customer, below zero, where there is no case.
THREAD = "coalesce(case_number, -customer)"
MOST_STEPS = 12
MICROSECONDS = "1e6"


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    touchpoints: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """One step: of all cases and of those at the step before, and the time from that step.

    `is_hidden`: so few cases that nothing is told of them.
    """

    step: Step
    n: int
    of_all: Estimate | None
    of_previous: Estimate | None
    lost: int
    took: Times | None
    is_hidden: bool = False


def funnel(steps: Sequence[Step], where: Where) -> list[Reached]:
    """One `Reached` a step, at most `MOST_STEPS` of them."""
    given = list(steps)[:MOST_STEPS]
    if not given:
        return []
    found: dict[int, list[tuple[int, int, float, float]]] = {}
    for step, hour, n, total, squares in ask(question(given, where)):
        found.setdefault(step, []).append((hour, n, total, squares))
    counts = [sum(row[1] for row in found.get(number, ())) for number in range(1, len(given) + 1)]
    fewest = max(current_organisation().minimum_answers, 1)
    reached = []
    for at, (step, n) in enumerate(zip(given, counts, strict=True)):
        previous = counts[at - 1] if at else 0
        rows = found.get(at + 1, []) if at else []
        reached.append(
            Reached(
                step,
                n,
                share(n, counts[0]) if counts[0] else None,
                share(n, previous) if previous else None,
                previous - n if at else 0,
                times(
                    n,
                    sum(row[2] for row in rows),
                    sum(row[3] for row in rows),
                    {row[0]: row[1] for row in rows},
                )
                if at
                else None,
                n < fewest,
            )
        )
    return reached


def question(steps: Sequence[Step], where: Where) -> Question:
    """Rows of (step from 1, whole hours since the step before, cases, seconds, squares of seconds)."""
    begins = replace(where, touchpoint=None, survey=None)
    narrowed, parameters = narrowing(begins)
    parts = [
        f"""s1 AS (SELECT thread, min(happened_at) AS at1 FROM meetings
            WHERE touchpoint IN :step1 AND {narrowed} GROUP BY thread)"""  # noqa: S608 - numbers and names of ours
    ]
    for number in range(2, len(steps) + 1):
        carried = ", ".join(f"p.at{one} AS at{one}" for one in range(1, number))
        places = ", ".join(["p.thread", *(f"p.at{one}" for one in range(1, number))])
        parts.append(
            f"""s{number} AS (SELECT p.thread AS thread, {carried},
                min(CASE WHEN m.touchpoint IN :step{number} AND m.happened_at >= p.at{number - 1}
                    THEN m.happened_at END) AS at{number}
            FROM s{number - 1} AS p JOIN meetings AS m ON m.thread = p.thread GROUP BY {places})"""  # noqa: S608
        )
    numbers = " UNION ALL ".join(f"SELECT {number} AS step" for number in range(1, len(steps) + 1))
    gaps = " ".join(
        f"WHEN n.step = {number} THEN (s.at{number} - s.at{max(number - 1, 1)}) / {MICROSECONDS}"
        for number in range(1, len(steps) + 1)
    )
    sql = f"""WITH meetings AS (SELECT *, {THREAD} AS thread FROM facts
            WHERE case_number IS NOT NULL OR customer IS NOT NULL),
        {", ".join(parts)},
        gaps AS (SELECT n.step AS step, CASE {gaps} END AS seconds
            FROM s{len(steps)} AS s CROSS JOIN ({numbers}) AS n)
        SELECT step, CAST(floor(seconds / 3.6e3) AS BIGINT) AS hours, count(*) AS cases,
            sum(seconds) AS total, sum(seconds * seconds) AS squares
        FROM gaps WHERE seconds IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""  # noqa: S608
    known = {f"step{number}": one.touchpoints or (0,) for number, one in enumerate(steps, start=1)}
    period = where.period and Period(where.period.start, LATEST)
    return Question(sql=sql, parameters={**parameters, **known}, kinds=(MEETING,), where=Where(period=period))
