"""Whatever is held in memory, the numbers are those of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kohtaamo.insight import facts
from kohtaamo.insight.facts import engine, held
from kohtaamo.insight.facts.asking import segments, source_of
from kohtaamo.insight.facts.held import held_of, load
from kohtaamo.insight.facts.question import Question
from kohtaamo.insight.facts.snapshot import snapshot
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.where import Where
from kohtaamo.kit.periods import Period
from tests.world import World

from .test_copy import NOON, by_the_engine, by_the_table, values


@pytest.fixture(autouse=True)
def small_and_its_own(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.DATA = tmp_path
    monkeypatch.setattr(held, "LEAST_ROWS", 1)
    yield
    facts.forget()


def text() -> str:
    state = snapshot()
    known = held_of(state.stamp.organisation)
    return source_of(
        Question(sql="SELECT * FROM facts"), state, segments, state.tail, state.changed, known=known
    )


def in_memory(organisation: int) -> list[float]:
    return sorted(value for (value,) in engine.run(f"SELECT value FROM held.facts_{organisation}"))  # noqa: S608


def three_months(world: World) -> None:
    values(world.phone, 1, 2)
    values(world.desk, 3, happened_at=NOON - timedelta(days=40), customer=world.eero)
    values(world.desk, 4, happened_at=NOON - timedelta(days=80), attributes={"alue": "Oulu"})
    facts.project()


def test_what_is_held_is_counted_in_place_of_the_files(in_satama: World):
    three_months(in_satama)
    assert text().count(".parquet") == 3
    load(snapshot())
    assert ".parquet" not in text()
    assert in_memory(in_satama.satama.pk) == [1.0, 2.0, 3.0, 4.0]
    assert by_the_engine() == by_the_table()
    values(in_satama.phone, 5)
    assert by_the_engine() == by_the_table()
    assert len(by_the_engine()) == 5


def test_a_new_segment_is_read_from_its_file_until_it_is_held(in_satama: World):
    three_months(in_satama)
    load(snapshot())
    values(in_satama.phone, 7, happened_at=NOON + timedelta(days=40))
    facts.project()
    assert text().count(".parquet") == 1
    assert by_the_engine() == by_the_table()
    load(snapshot())
    assert ".parquet" not in text()
    assert by_the_engine() == by_the_table()


def test_changed_values_count_as_they_are_now_and_leave_memory_with_their_segment(in_satama: World):
    three_months(in_satama)
    load(snapshot())
    Measurement.objects.filter(value=1).update(value=9)
    Measurement.objects.filter(customer=in_satama.eero).delete()
    assert by_the_engine() == by_the_table()
    assert [row[2] for row in by_the_engine()] == [9.0, 2.0, 4.0]
    facts.project()
    assert by_the_engine() == by_the_table()
    load(snapshot())
    assert in_memory(in_satama.satama.pk) == [2.0, 4.0, 9.0]
    assert by_the_engine() == by_the_table()


def test_a_question_about_a_month_takes_no_rows_of_another(in_satama: World):
    three_months(in_satama)
    load(snapshot())
    day = NOON.date()
    asked = Question(
        sql="SELECT value FROM facts ORDER BY 1", where=Where(period=Period(day, day + timedelta(1)))
    )
    assert facts.ask(asked) == [(1.0,), (2.0,)]


def test_what_was_removed_meanwhile_is_asked_again(in_satama: World, monkeypatch: pytest.MonkeyPatch):
    three_months(in_satama)
    load(snapshot())
    run = engine.run
    asked: list[str] = []

    def run_late(sql: str) -> list[tuple]:
        if not asked:
            held.remove(in_satama.satama.pk, without=())
        asked.append(sql)
        return run(sql)

    monkeypatch.setattr(engine, "run", run_late)
    assert by_the_engine() == by_the_table()
    assert len(asked) == 2


def test_memory_holds_the_newest_months_and_the_organisation_asked_last(
    in_satama: World, monkeypatch: pytest.MonkeyPatch
):
    three_months(in_satama)
    monkeypatch.setattr(held, "most_rows", lambda: 3)
    load(snapshot())
    assert in_memory(in_satama.satama.pk) == [1.0, 2.0, 3.0]
    assert by_the_engine() == by_the_table()
    held.make_room(in_satama.toinen.pk, 1)
    assert held_of(in_satama.satama.pk) is None
    assert by_the_engine() == by_the_table()


def test_a_small_organisation_is_not_held(in_satama: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(held, "LEAST_ROWS", 5)
    three_months(in_satama)
    load(snapshot())
    assert held_of(in_satama.satama.pk) is None
