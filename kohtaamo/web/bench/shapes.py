"""Nine questions that dashboards ask, each in the one dialect in which the product writes its questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kohtaamo.insight.facts import Question, column_of
from kohtaamo.insight.facts.columns import day_number
from kohtaamo.insight.where import Where, today
from kohtaamo.kit.periods import Period

from .world import World

STEP_TOUCHPOINTS = 10
SCORE = "(case when value >= 9 then 1 when value <= 6 then -1 else 0 end)"
WEEKS = """
    SELECT {week} AS week, channel, sum({score}) AS net, count(*) AS n FROM facts GROUP BY 1, 2 ORDER BY 1, 2
"""
CHANGE = """
    SELECT touchpoint, unit, sum(case when day >= :middle then 1 else 0 end) AS now,
        sum(case when day < :middle then 1 else 0 end) AS before,
        1e2 * sum(case when day >= :middle then {score} else 0 end)
            / nullif(sum(case when day >= :middle then 1 else 0 end), 0)
        - 1e2 * sum(case when day < :middle then {score} else 0 end)
            / nullif(sum(case when day < :middle then 1 else 0 end), 0) AS change
    FROM facts GROUP BY touchpoint, unit
    HAVING sum(case when day >= :middle then 1 else 0 end) >= 10
        AND sum(case when day < :middle then 1 else 0 end) >= 10
    ORDER BY change, touchpoint, unit LIMIT 20
"""
VALUES = "SELECT {campaign} AS campaign, value, count(*) AS n FROM facts GROUP BY 1, 2 ORDER BY 1, 2"
TOUCHPOINTS = """
    SELECT touchpoint, kind, count(*) AS n, avg(value) AS mean, sum(case when value <= 2 then 1 else 0 end) AS low
    FROM facts GROUP BY touchpoint, kind ORDER BY touchpoint, kind
"""
SAME_CUSTOMER = """
    WITH asked AS (
        SELECT customer, avg(value) AS score FROM facts WHERE kind = 'nps' AND day < :cut GROUP BY customer
    ), waited AS (
        SELECT customer, avg(value) AS seconds FROM facts
        WHERE kind = 'waited_seconds' AND day >= :cut GROUP BY customer
    )
    SELECT case when score >= 9 then 2 when score >= 7 then 1 else 0 end AS part, count(*) AS n,
        avg(seconds) AS seconds
    FROM asked JOIN waited ON asked.customer = waited.customer GROUP BY 1 ORDER BY 1
"""
FUNNEL = """
    SELECT count(*) AS first, sum(case when t2 > t1 then 1 else 0 end) AS second,
        sum(case when t2 > t1 and t3 > t2 then 1 else 0 end) AS third
    FROM (
        SELECT case_number, min(case when touchpoint IN :step0 then happened_at end) AS t1,
            min(case when touchpoint IN :step1 then happened_at end) AS t2,
            min(case when touchpoint IN :step2 then happened_at end) AS t3
        FROM facts GROUP BY case_number
    ) AS cases WHERE t1 IS NOT NULL
"""
MONTHS = """
    SELECT {campaign} AS campaign, month, count(*) AS n, avg(value) AS tone FROM facts GROUP BY 1, 2 ORDER BY 1, 2
"""
LAST_DAY = """
    SELECT channel, kind, count(*) AS n, avg(value) AS mean FROM facts GROUP BY channel, kind ORDER BY channel, kind
"""
PAIRS = """
    SELECT here, there, count(*) AS n FROM (
        SELECT touchpoint AS here,
            lead(CAST(touchpoint AS BIGINT)) OVER (PARTITION BY case_number ORDER BY happened_at, id) AS there
        FROM facts
    ) AS steps WHERE there IS NOT NULL GROUP BY here, there ORDER BY n DESC, here, there LIMIT 50
"""


def shapes(world: World) -> dict[str, Question]:
    """By name; in the scope of the organisation."""
    return {**over_groups(), **over_people(world.touchpoints)}


def over_groups() -> dict[str, Question]:
    campaign, middle = column_of("attribute:campaign"), day_number(today() - timedelta(days=90))
    day = Where(period=Period(today() - timedelta(days=1), today()))
    weeks = WEEKS.format(week=column_of("week"), score=SCORE)
    return {
        "q1 week × channel": Question(sql=weeks, where=last(365), kinds=("nps",)),
        "q2 largest change": Question(
            sql=CHANGE.format(score=SCORE), parameters={"middle": middle}, where=last(180), kinds=("nps",)
        ),
        "q3 attribute × value": Question(
            sql=VALUES.format(campaign=campaign), where=last(365), kinds=("csat",)
        ),
        "q4 touchpoints": Question(sql=TOUCHPOINTS, where=last(90)),
        "q7 attribute × month": Question(
            sql=MONTHS.format(campaign=campaign), where=last(365), kinds=("sentiment",)
        ),
        "q8 last day": Question(sql=LAST_DAY, where=day),
    }


def over_people(touchpoints: Sequence[int]) -> dict[str, Question]:
    """The steps of the funnel are the first touchpoints of the first three quarters of the journey."""
    quarter = len(touchpoints) // 4
    steps = {
        f"step{number}": tuple(touchpoints[number * quarter : number * quarter + STEP_TOUCHPOINTS])
        for number in range(3)
    }
    cut = day_number(today() - timedelta(days=180))
    return {
        "q5 same customer": Question(
            sql=SAME_CUSTOMER, parameters={"cut": cut}, where=last(365), kinds=("nps", "waited_seconds")
        ),
        "q6 funnel": Question(sql=FUNNEL, parameters=dict(steps), where=last(180), kinds=("encounter",)),
        "q9 pairs of a path": Question(sql=PAIRS, where=last(60), kinds=("encounter",)),
    }


def last(days: int) -> Where:
    return Where(period=Period(today() - timedelta(days=days), today() + timedelta(days=1)))
