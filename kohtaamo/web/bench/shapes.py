"""The nine shapes of question that dashboards ask, for measuring engines and for comparing them."""

from __future__ import annotations

from collections.abc import Sequence

from kohtaamo.insight.facts import Question

WEEK = "day - (day + 35003) % 7"


def shapes(touchpoints: Sequence[int], last_day: int) -> dict[str, Question]:
    """By their names. `touchpoints` are at least three on a journey, `last_day` the number of the newest day."""
    return {
        "weeks": Question(
            kinds=("nps",),
            sql=f"SELECT {WEEK} AS week, channel, value, count(*) AS n FROM facts GROUP BY 1, 2, 3",  # noqa: S608
        ),
        "change": Question(
            kinds=("nps",),
            sql="SELECT segment, CASE WHEN day > :middle THEN 1 ELSE 0 END AS side, value, count(*) AS n FROM facts "
            "WHERE day > :first GROUP BY 1, 2, 3",
            parameters={"middle": last_day - 90, "first": last_day - 180},
        ),
        "crosstab": Question(
            kinds=("csat",),
            sql="SELECT t1, channel, count(*) AS n, sum(value) AS total, sum(value * value) AS squares FROM facts "
            "GROUP BY 1, 2",
        ),
        "heat": Question(
            kinds=("csat", "nps", "sentiment"),
            sql="SELECT touchpoint, kind, month, count(*) AS n, sum(value) AS total FROM facts GROUP BY 1, 2, 3",
        ),
        "customers": Question(
            kinds=("csat", "nps"),
            sql="WITH a AS (SELECT customer, avg(value) AS x FROM facts WHERE kind = 'nps' AND customer IS NOT NULL "
            "GROUP BY customer), b AS (SELECT customer, avg(value) AS y FROM facts WHERE kind = 'csat' AND customer "
            "IS NOT NULL GROUP BY customer) SELECT count(*) AS n, sum(x) AS sx, sum(y) AS sy, sum(x * y) AS sxy, "
            "sum(x * x) AS sxx, sum(y * y) AS syy FROM a INNER JOIN b ON a.customer = b.customer",
        ),
        "funnel": Question(
            kinds=("encounter",),
            sql="WITH firsts AS (SELECT case_number, min(CASE WHEN touchpoint = :a THEN happened_at END) AS a, "
            "min(CASE WHEN touchpoint = :b THEN happened_at END) AS b, "
            "min(CASE WHEN touchpoint = :c THEN happened_at END) AS c FROM facts WHERE case_number IS NOT NULL "
            "GROUP BY case_number) SELECT count(a) AS first, sum(CASE WHEN b >= a THEN 1 ELSE 0 END) AS second, "
            "sum(CASE WHEN b >= a AND c >= b THEN 1 ELSE 0 END) AS third, "
            "sum(CASE WHEN b >= a THEN b - a ELSE 0 END) AS microseconds FROM firsts",
            parameters=dict(zip("abc", touchpoints, strict=False)),
        ),
        "topics": Question(
            kinds=("sentiment",),
            sql="SELECT t2, month, value, count(*) AS n FROM facts GROUP BY 1, 2, 3",
        ),
        "newest": Question(
            sql="SELECT touchpoint, kind, count(*) AS n, sum(value) AS total FROM facts WHERE day >= :last "
            "GROUP BY 1, 2",
            parameters={"last": last_day},
        ),
        "paths": Question(
            kinds=("encounter",),
            sql="WITH steps AS (SELECT touchpoint, lead(touchpoint) OVER (PARTITION BY case_number "
            "ORDER BY happened_at, id) AS following FROM facts WHERE case_number IS NOT NULL) "
            "SELECT touchpoint, following, count(*) AS n FROM steps WHERE following IS NOT NULL GROUP BY 1, 2",
        ),
    }
