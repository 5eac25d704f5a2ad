"""How long it takes to write a question as the text of an engine."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from functools import partial

from kohtaamo.insight.facts import Question
from kohtaamo.insight.facts.question import template
from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_most, not_run
from kohtaamo.web.bench.flat import text_of
from kohtaamo.web.bench.shapes import shapes
from kohtaamo.web.bench.timing import geometric_mean, usual_seconds
from kohtaamo.web.bench.world import at_work

DIALECTS = ("duckdb", "postgres", "clickhouse", "spark")


def run(settings: Settings) -> Iterator[Finding]:
    with at_work(settings.world):
        asked = list(shapes(settings.world).values())
    fresh: dict[str, float | str] = {}
    known: dict[str, float | str] = {}
    for number, dialect in enumerate(DIALECTS):
        settings.tell(number / len(DIALECTS), dialect)
        fresh[f"{dialect} ms"] = milliseconds(asked, dialect, is_known=False)
        known[f"{dialect} ms"] = milliseconds(asked, dialect, is_known=True)
    yield at_most(
        "9 question not seen before, written for DuckDB", float(fresh["duckdb ms"]), 2, "ms", beside=fresh
    )
    yield at_most(
        "9 question seen before, written for DuckDB", float(known["duckdb ms"]), 0.1, "ms", beside=known
    )
    yield not_run("9 the same by Ibis ÷ ours", ibis())


def milliseconds(asked: list[Question], dialect: str, *, is_known: bool) -> float:
    """Geometric mean over the questions."""
    before = nothing if is_known else template.cache_clear
    taken = [usual_seconds(partial(text_of, question, dialect), before=before) for question in asked]
    return geometric_mean(taken) * 1000


def nothing() -> None:
    """What was parsed stays known."""


def ibis() -> str:
    there = importlib.util.find_spec("ibis") is not None
    return "no question of the product is written for Ibis" if there else "Ibis is not installed"


COMPILE = Bench("compile", "Questions written as the text of an engine", run)
