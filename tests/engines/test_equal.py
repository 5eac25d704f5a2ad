"""The same questions, answered by DuckDB in this process, ClickHouse, Spark Connect and PostgreSQL.

Run by `make engines`, which installs the engines from the package registry: `chdb` is ClickHouse's own engine, and
Sail answers Spark Connect with a driver and two workers that speak over the network of this machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kohtaamo.insight.facts import Question, asking
from kohtaamo.insight.facts.elsewhere import ENGINES
from kohtaamo.insight.facts.question import text_of
from kohtaamo.insight.facts.snapshot import snapshot
from kohtaamo.insight.metrics import METRICS
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.bench.shapes import shapes
from kohtaamo.web.bench.world import World as BenchWorld
from tests.engines.facts import fill
from tests.engines.flat import flat_table
from tests.world import World

Rows = list[tuple[Any, ...]]
pytestmark = pytest.mark.engines

FACTS = int(os.environ.get("KOHTAAMO_ENGINE_FACTS", "100000"))
PAGES = (
    "",
    "insight/?days=365",
    "insight/?by=channel&days=365&unit={unit}",
    "insight/?by=attribute:a&days=365&a:b=Oulu",
    "insight/metrics/nps/?days=365&size=month&by=unit",
    "insight/metrics/csat_mean/?days=365&size=week&by=segment",
    "insight/metrics/csat_top2/?days=90&size=day&by=survey",
    "insight/metrics/nps/explanation/?days=365",
    "insight/compare/?metric=nps&days=365",
    "insight/crosstab/?metric=nps&rows=touchpoint&columns=month&days=365",
    "insight/crosstab/?metric=csat_top2&rows=attribute:c&columns=channel&days=365&a:a=O'Brien",
    "insight/heat/?days=365",
    "insight/correlation/?metric=nps",
    "insight/drivers/?metric=nps&days=365",
    "insight/drivers/?metric=csat_mean&days=365&a:a=O'Brien&among=happened",
    "insight/paths/?days=365&split=touchpoint",
    "insight/paths/?days=365&unit={unit}",
    "journeys/",
    "journeys/{journey}/",
)


@pytest.fixture
def questions(
    world: World, browse: Callable[..., Client], monkeypatch, settings, tmp_path: Path
) -> list[Question]:
    """Every question that the dashboards ask, and the shapes of the benchmark."""
    settings.DATA = tmp_path
    asked: list[Question] = []
    original = asking.answered

    def listening(question: Question, state: Any) -> Any:
        if question not in asked:
            asked.append(question)
        return original(question, state)

    monkeypatch.setattr(asking, "answered", listening)
    with working_for(world.satama):
        fill(world, FACTS)
    client = browse(world.aino)
    for page in [*PAGES, *(f"insight/metrics/{key}/?days=365" for key in METRICS)]:
        path = page.format(unit=world.unit.pk, journey=world.journey.pk)
        assert client.get(f"/o/satama/{path}").status_code == 200, path
    monkeypatch.setattr(asking, "answered", original)
    with working_for(world.satama):
        return [*asked, *shapes(measured_world(world)).values()]


def measured_world(world: World) -> BenchWorld:
    places = tuple(Touchpoint.objects.order_by("pk").values_list("pk", flat=True))
    return BenchWorld(
        organisation=world.satama.pk,
        slug=world.satama.slug,
        journey=world.journey.pk,
        survey=0,
        survey_version=0,
        survey_token="",
        touchpoints=places,
        units=(),
        agents=(),
        token="",
        session="",
        stream="",
    )


def compared(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """In an order of its own, whole and true numbers as floats to nine digits: sums may be added in any order."""

    def plain(value: Any) -> tuple[bool, str]:
        number = isinstance(value, int | float) or type(value).__name__ == "Decimal"
        return value is None, f"{float(value):.9g}" if number else str(value)

    return sorted(tuple(plain(value) for value in row) for row in rows)


def here(question: Question) -> list[tuple[Any, ...]]:
    return asking.counted_here(question, snapshot())


def faults(questions: list[Question], there: Callable[[Question], list[tuple[Any, ...]]]) -> list[str]:
    found = []
    for question in questions:
        expected = compared(here(question))
        try:
            told = compared(there(question))
        except Exception as problem:  # noqa: BLE001 - each question by itself
            found.append(f"{question.sql} {question.kinds} {question.where}: {str(problem)[:300]}")
            continue
        if told != expected:
            differing = [pair for pair in zip(expected, told, strict=False) if pair[0] != pair[1]][:2]
            found.append(
                f"{question.sql} {question.where}: {len(expected)} rows, {len(told)} there, {differing}"
            )
    return found


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    """A Spark Connect server of its own: a driver and two workers."""
    os.environ |= {
        "SAIL_MODE": "local-cluster",
        "SAIL_CLUSTER__WORKER_INITIAL_COUNT": "2",
        "RUST_LOG": "error",
    }
    from pysail.spark import SparkConnectServer  # noqa: PLC0415  installed by `make engines`

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    yield f"127.0.0.1:{port}"
    server.stop()


def by_postgresql(question: Question, table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(text_of(question, table, "postgres"))
        return list(cursor.fetchall())


@pytest.mark.filterwarnings("ignore")
def test_every_engine_answers_as_the_embedded_one(world: World, questions: list[Question], sail: str) -> None:
    with working_for(world.satama):
        assert len(questions) > 30
        assert sum(len(here(question)) for question in questions) > 1_000
        state = snapshot()
        clickhouse, spark = ENGINES["clickhouse"], ENGINES["sc"]
        assert faults(questions, lambda one: asking.counted_by(clickhouse, "local", one, state)) == []
        assert faults(questions, lambda one: asking.counted_by(spark, sail, one, state)) == []
        if connection.vendor == "postgresql":
            with flat_table() as table:
                assert faults(questions, lambda one: by_postgresql(one, table)) == []
        print(f"{len(questions)} questions, {FACTS} facts: equal")
