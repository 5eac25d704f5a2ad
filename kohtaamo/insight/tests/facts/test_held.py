"""Whatever is held in memory, the numbers are those of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kohtaamo.insight import facts
from kohtaamo.insight.facts import engine, held, holding
from kohtaamo.insight.facts.asking import segments, source_of
from kohtaamo.insight.facts.held import held_of
from kohtaamo.insight.facts.holding import load
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
    monkeypatch.setattr(holding, "LEAST_ROWS", 1)
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
            held.remove(in_satama.satama.pk, keeping=())
        asked.append(sql)
        return run(sql)

    monkeypatch.setattr(engine, "run", run_late)
    assert by_the_engine() == by_the_table()
    assert len(asked) == 2


def test_memory_holds_the_newest_months_and_the_organisation_asked_last(
    in_satama: World, monkeypatch: pytest.MonkeyPatch
):
    three_months(in_satama)
    monkeypatch.setattr(holding, "most_rows", lambda: 3)
    load(snapshot())
    assert in_memory(in_satama.satama.pk) == [1.0, 2.0, 3.0]
    assert by_the_engine() == by_the_table()
    holding.make_room(in_satama.toinen.pk, 1)
    assert held_of(in_satama.satama.pk) is None
    assert by_the_engine() == by_the_table()


def test_a_small_organisation_is_not_held(in_satama: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(holding, "LEAST_ROWS", 5)
    three_months(in_satama)
    load(snapshot())
    assert held_of(in_satama.satama.pk) is None


def test_rows_stand_by_kind_and_day_with_their_own_segment(in_satama: World):
    values(in_satama.phone, 1, 2, kind="csat")
    values(in_satama.phone, 3, kind="nps", happened_at=NOON - timedelta(days=40))
    values(in_satama.phone, 4, kind="csat", happened_at=NOON - timedelta(days=40))
    values(in_satama.phone, 5, kind="effort", happened_at=NOON - timedelta(days=1))
    facts.project()
    load(snapshot())
    known = held_of(in_satama.satama.pk)
    assert known is not None
    found = engine.run(f"SELECT value FROM {known.table} ORDER BY rowid")  # noqa: S608
    assert found == [(4.0,), (1.0,), (2.0,), (5.0,), (3.0,)]
    rows = {path.split("/")[1][:7]: place.rows for path, place in known.places.items()}
    assert rows == {"2026-01": 2, "2026-03": 3}
    for path, place in known.places.items():
        month = int(path.split("/")[1][5:7])
        asked = f"SELECT DISTINCT month % 12 + 1 FROM {known.table} WHERE file = {place.number}"  # noqa: S608
        assert engine.run(asked) == [(month,)]


def test_segments_are_only_named_where_the_table_holds_others_too(in_satama: World):
    three_months(in_satama)
    load(snapshot())
    assert "file <= " in text()
    values(in_satama.phone, 7, happened_at=NOON + timedelta(days=40))
    facts.project()
    before = snapshot()
    load(before)
    assert "file <= " in text()
    Measurement.objects.filter(value=3).update(value=8)
    assert "file IN " in text()
    facts.project()
    # the state of now no longer names one of those that are held
    assert "file IN " in text()
    assert by_the_engine() == by_the_table()


def test_what_came_a_little_at_a_time_is_put_in_order_when_it_is_most_of_it(in_satama: World):
    three_months(in_satama)
    load(snapshot())
    for number in range(1, 6):
        values(in_satama.phone, 10 + number, happened_at=NOON + timedelta(days=31 * number))
        facts.project()
        load(snapshot())
        known = held_of(in_satama.satama.pk)
        assert known is not None
        ordered = sum(place.rows for place in known.places.values() if place.is_ordered)
        # four at first; with the ninth they are less than half, and all are put in order
        assert (ordered, known.rows) == (9 if number == 5 else 4, 4 + number)
        assert by_the_engine() == by_the_table()


def test_rows_of_an_attempt_that_failed_are_never_counted(in_satama: World):
    three_months(in_satama)
    load(snapshot())
    known = held_of(in_satama.satama.pk)
    assert known is not None
    engine.execute([f"INSERT INTO {known.table} SELECT * REPLACE (file + 1000 AS file) FROM {known.table}"])  # noqa: S608
    assert by_the_engine() == by_the_table()
    load(snapshot())
    assert in_memory(in_satama.satama.pk) == [1.0, 2.0, 3.0, 4.0]


def test_pieces_are_small_kinds_together_and_some_days_of_a_large_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(holding, "MOST_LOOSE", 10)
    counts = [
        ("a", 1, 3),
        ("a", 4, 2),
        ("b", 2, 4),
        ("c", 1, 6),
        ("c", 2, 5),
        ("c", 3, 4),
        ("d", 9, 1),
        ("e", 5, 12),
    ]
    assert [*holding.pieces(counts)] == [
        ((("a", "b"), 1, 4), 9),
        ((("c",), 1, 1), 6),
        ((("c",), 2, 3), 9),
        ((("d",), 9, 9), 1),
        ((("e",), 5, 5), 12),
    ]
    assert [*holding.pieces([])] == []
