"""Nine dashboard questions to the product's engine, and to the same facts in other engines.

Ours is measured whole (looking at the state, writing the question, asking), from memory as a server asks and from the
files as a command does; of the others only the asking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kohtaamo.insight.facts import Question, ask, forget_held, forget_results, hold_now
from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_least, at_most, not_run
from kohtaamo.web.bench.flat import Flat, Rows, in_duckdb, in_postgresql, in_sqlite, whole_copy
from kohtaamo.web.bench.shapes import shapes
from kohtaamo.web.bench.timing import geometric_mean, usual_seconds
from kohtaamo.web.bench.world import at_work

MANY_FACTS = 10_000_000
OURS, FILES = "ours", "our files"
# Sums of floating-point numbers depend on their order.
DECIMALS = 6


def run(settings: Settings) -> Iterator[Finding]:
    with at_work(settings.world):
        files = whole_copy()
        settings.tell(0.05, "the facts in other engines")
        peers = {
            "DuckDB file": in_duckdb(settings.folder, files),
            "SQLite": in_sqlite(settings.folder, files),
        }
        missing = postgresql(settings, files, peers)
        try:
            yield from compared(settings, peers)
        finally:
            for one in peers.values():
                one.close()
        if missing:
            yield not_run("5 nine questions ÷ PostgreSQL", missing)


def postgresql(settings: Settings, files: list[str], peers: dict[str, Flat]) -> str:
    """Adds it to the peers, or says why not."""
    if not settings.database_url.startswith("postgres"):
        return "KOHTAAMO_DATABASE_URL names no PostgreSQL"
    try:
        peers["PostgreSQL"] = in_postgresql(settings.folder, files, settings.database_url)
    except ImportError:
        return "psycopg is not installed"
    return ""


def compared(settings: Settings, peers: dict[str, Flat]) -> Iterator[Finding]:
    asked = shapes(settings.world)
    engines: dict[str, Callable[[Question], Rows]] = {
        OURS: ask,
        **{name: peer.ask for name, peer in peers.items()},
    }
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    settings.tell(0.1, FILES)
    forget_held()
    by_files = {name: comparable(ask(question)) for name, question in asked.items()}
    seconds[FILES] = [once(ask, question) for question in asked.values()]
    hold_now()
    forget_results()
    differing = [
        f"{name}: {FILES}" for name, question in asked.items() if comparable(ask(question)) != by_files[name]
    ]
    for number, (name, question) in enumerate(asked.items()):
        settings.tell(0.2 + 0.8 * number / len(asked), name)
        rows = {engine: comparable(fetch(question)) for engine, fetch in engines.items()}
        differing += [f"{name}: {engine}" for engine, found in rows.items() if found != rows[OURS]]
        for engine, fetch in engines.items():
            seconds[engine].append(once(fetch, question))
        beside: dict[str, float | str] = {f"{engine} ms": seconds[engine][-1] * 1000 for engine in peers}
        beside[f"{FILES} ms"] = seconds[FILES][number] * 1000
        beside["rows"] = len(rows[OURS])
        yield Finding(name, seconds[OURS][-1] * 1000, "ms", beside=beside)
    yield at_most(
        "answers that differ between engines", len(differing), 0, "answers", beside={"which": str(differing)}
    )
    yield from ratios(settings, seconds)


def once(fetch: Callable[[Question], Rows], question: Question) -> float:
    return usual_seconds(lambda: fetch(question), before=forget_results)


def ratios(settings: Settings, seconds: dict[str, list[float]]) -> Iterator[Finding]:
    many = settings.facts >= MANY_FACTS
    means = {name: geometric_mean(found) * 1000 for name, found in seconds.items()}
    beside: dict[str, float | str] = {f"{name} ms": mean for name, mean in means.items()}
    beside["facts"] = settings.facts
    name = "5 nine questions, geometric mean ÷"
    yield at_least(f"{name} SQLite", means["SQLite"] / means[OURS], 12 if many else 6, beside=beside)
    if "PostgreSQL" in means:
        yield at_least(
            f"{name} PostgreSQL", means["PostgreSQL"] / means[OURS], 6 if many else 3, beside=beside
        )
    for name, engine in (("6 segments", FILES), ("6 segments held in memory", OURS)):
        ratio = means[engine] / means["DuckDB file"]
        yield at_most(f"{name} ÷ DuckDB's own file, time", ratio, 1.6, "×", beside=beside)


def comparable(rows: Rows) -> list[tuple[Any, ...]]:
    return [tuple(plain(value) for value in row) for row in rows]


def plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else round(float(value), DECIMALS)


MEASURE = Bench("measure", "Nine dashboard questions beside other engines", run, needs_facts=True)
