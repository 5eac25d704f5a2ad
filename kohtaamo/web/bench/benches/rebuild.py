"""The columnar copy made anew from the tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kohtaamo.insight.facts import Question, ask, forget_results, project, rebuild
from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_least, at_most
from kohtaamo.web.bench.timing import timed
from kohtaamo.web.bench.world import at_work

SUMS = Question(sql="SELECT kind, count(*) AS n, sum(value) AS total FROM facts GROUP BY kind ORDER BY kind")


def run(settings: Settings) -> Iterator[Finding]:
    with at_work(settings.world):
        project()
        before = sums()
        rows = sum(row[1] for row in before)
        seconds, _ = timed(
            lambda: rebuild(
                lambda done, expected: settings.tell(done / max(expected, 1), "Making the columnar copy")
            )
        )
        after = sums()
    yield at_least(
        "11 facts made anew from the tables", rows / seconds, 100_000, "a second", beside={"facts": rows}
    )
    yield at_most("11 kinds whose sums differ after it", differing(before, after), 0, "kinds")


def sums() -> list[tuple[Any, ...]]:
    forget_results()
    return [(kind, n, round(total, 3)) for kind, n, total in ask(SUMS)]


def differing(before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> int:
    return len(set(before) ^ set(after))


REBUILD = Bench("rebuild", "The columnar copy made anew", run, needs_facts=True)
