from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from kohtaamo.encounters.models import Customer
from kohtaamo.insight import facts
from kohtaamo.insight.facts import Question, RebuildingError, ask, engine, projecting, rows, state
from kohtaamo.insight.facts.columns import EPOCH
from kohtaamo.insight.facts.places import own_folder, whole_path
from kohtaamo.insight.facts.slots import slots
from kohtaamo.insight.models import ChangedValue, Copy, Measurement, Segment
from kohtaamo.insight.where import Where
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

HELSINKI = ZoneInfo("Europe/Helsinki")
NOON = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
# what a fact says of a value, for comparison with the table
ALL = (
    "SELECT id, kind, value, happened_at, day, month, touchpoint, channel, unit, customer, segment, source, t1, t2 "
    "FROM facts ORDER BY id"
)


@pytest.fixture(autouse=True)
def folder_of_this_test(settings, tmp_path: Path):
    settings.DATA = tmp_path


def values(touchpoint: Touchpoint, *given: float, **said) -> list[Measurement]:
    said = {"kind": "nps", "happened_at": NOON, "source": "api", **said}
    rows = [
        Measurement(organisation_id=touchpoint.organisation_id, touchpoint=touchpoint, value=value, **said)
        for value in given
    ]
    return Measurement.objects.bulk_create(rows)


def by_the_table() -> list[tuple]:
    """The facts as plain Python makes them of the rows in force."""
    keys = {slot: key for key, slot in slots().items()}
    found = []
    for row in Measurement.objects.filter(is_superseded=False).order_by("pk"):
        local = row.happened_at.astimezone(HELSINKI)
        microseconds = (row.happened_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        said = [row.attributes.get(keys.get(slot, "")) for slot in (1, 2)]
        found.append(
            (
                row.pk,
                row.kind,
                row.value,
                microseconds,
                (local.date() - EPOCH).days,
                local.year * 12 + local.month - 1,
                row.touchpoint_id,
                row.channel,
                row.unit_id,
                row.customer_id,
                row.segment,
                row.source,
                *said,
            )
        )
    return found


def by_the_engine() -> list[tuple]:
    return ask(Question(sql=ALL))


def test_new_values_are_counted_at_once(in_satama: World):
    values(in_satama.phone, 9, 10)
    assert by_the_engine() == by_the_table()
    values(in_satama.desk, 3, attributes={"alue": "Oulu"}, channel="call", segment="kanta")
    assert by_the_engine() == by_the_table()
    assert len(by_the_engine()) == 3


def test_segments_and_tail_are_one_whole(in_satama: World):
    values(in_satama.phone, *range(11), attributes={"alue": "Turku"})
    values(in_satama.desk, 4, happened_at=NOON - timedelta(days=40), customer=in_satama.eero)
    assert facts.project()
    assert Segment.objects.count() == 2
    assert by_the_engine() == by_the_table()
    values(in_satama.phone, 7, happened_at=NOON + timedelta(days=40))
    assert len(by_the_engine()) == 13
    assert by_the_engine() == by_the_table()
    assert not facts.project() or by_the_engine() == by_the_table()


def test_a_changed_value_counts_as_it_is_now(in_satama: World):
    old, kept = values(in_satama.phone, 0, 10)
    facts.project()
    assert by_the_engine() == by_the_table()
    Measurement.objects.filter(pk=old.pk).update(is_superseded=True)
    values(in_satama.phone, 5)
    assert [row[2] for row in by_the_engine()] == [10.0, 5.0]
    kept.channel = "call"
    kept.save()
    assert by_the_engine() == by_the_table()
    Measurement.objects.filter(value=5).delete()
    assert [row[2] for row in by_the_engine()] == [10.0]
    facts.project()
    assert by_the_engine() == by_the_table()
    assert ChangedValue.objects.count() == 0


def test_a_value_that_moves_to_another_month_leaves_the_first(in_satama: World):
    values(in_satama.phone, 1, 2)
    facts.project()
    moved = Measurement.objects.get(value=2)
    Measurement.objects.filter(pk=moved.pk).update(happened_at=NOON + timedelta(days=60))
    assert by_the_engine() == by_the_table()
    facts.project()
    assert by_the_engine() == by_the_table()
    assert sorted(Segment.objects.values_list("month", "rows")) == [(24314, 1), (24316, 1)]


def test_a_forgotten_customer_is_in_no_file(in_satama: World):
    values(in_satama.phone, 1, 2, customer=in_satama.eero)
    facts.project()
    before = set(own_folder().iterdir())
    Measurement.objects.filter(customer=in_satama.eero).update(customer=None)
    Customer.objects.filter(pk=in_satama.eero.pk).delete()
    facts.project()
    assert not before & set(own_folder().iterdir())
    assert by_the_engine() == by_the_table()
    assert ask(Question(sql="SELECT count(customer) FROM facts")) == [(0,)]


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_changes_and_rounds_counts_as_the_table(in_satama: World, seed: int):
    """Three hundred random steps: values come, change, go, and rounds of writing fall anywhere between."""
    chance = random.Random(seed)
    for _ in range(100):
        step = chance.randrange(10)
        known = list(Measurement.objects.values_list("pk", flat=True))
        some = chance.sample(known, min(len(known), 3))
        if step < 5 or not known:
            values(
                chance.choice([in_satama.phone, in_satama.desk]),
                *(chance.randrange(11) for _ in range(chance.randrange(1, 6))),
                kind=chance.choice(["nps", "csat"]),
                happened_at=NOON
                + timedelta(hours=chance.randrange(-2000, 2000), microseconds=chance.randrange(10**6)),
                attributes=chance.choice([{}, {"a": 1}, {"b": "x'y", "a": True}, {"a": None}]),
            )
        elif step == 5:
            Measurement.objects.filter(pk__in=some).update(is_superseded=True)
        elif step == 6:
            Measurement.objects.filter(pk__in=some).delete()
        elif step == 7:
            Measurement.objects.filter(pk__in=some).update(
                happened_at=NOON + timedelta(days=chance.randrange(90))
            )
        elif step == 8:
            facts.project()
        else:
            assert sum(row[0] for row in ask(Question(sql="SELECT count(*) FROM facts"))) == len(
                by_the_table()
            )
    found = [(*row[:-2], *(None if one is None else one for one in row[-2:])) for row in by_the_engine()]
    assert [row[:-2] for row in found] == [row[:-2] for row in by_the_table()]
    facts.project()
    assert found == by_the_engine()


def test_what_a_transaction_took_back_is_never_counted(in_satama: World):
    values(in_satama.phone, 10)
    assert len(by_the_engine()) == 1

    def record_and_fail() -> None:
        with transaction.atomic():
            values(in_satama.phone, 9)
            assert len(by_the_engine()) == 2
            raise LookupError

    with pytest.raises(LookupError):
        record_and_fail()
    values(in_satama.desk, 3)
    assert [row[2] for row in by_the_engine()] == [10.0, 3.0]
    assert by_the_engine() == by_the_table()


def test_a_copy_that_lost_its_files_is_made_anew(in_satama: World):
    values(in_satama.phone, *range(11))
    facts.project()
    whole = by_the_engine()
    for file in own_folder().iterdir():
        file.unlink()
    facts.forget_results()
    assert by_the_engine() == whole
    assert Copy.objects.get().is_rebuilding
    assert facts.keep_up()
    assert not Copy.objects.get().is_rebuilding
    assert Segment.objects.count() == 1
    assert by_the_engine() == whole


def test_a_large_copy_in_the_making_says_how_far_it_is(in_satama: World, monkeypatch):
    values(in_satama.phone, *range(11))
    facts.project()
    Copy.objects.update(is_rebuilding=True, through=Measurement.objects.order_by("pk")[3].pk)
    monkeypatch.setattr(sys.modules["kohtaamo.insight.facts.snapshot"], "MOST_WITHOUT_COPY", 5)
    with pytest.raises(RebuildingError) as told:
        by_the_engine()
    assert told.value.progress.done == Measurement.objects.order_by("pk")[3].pk


def test_a_round_that_was_overtaken_changes_nothing(in_satama: World, monkeypatch):
    values(in_satama.phone, 1, 2)
    original = projecting.safe_last

    def overtaken() -> int:
        Copy.objects.update(version=99)
        return original()

    monkeypatch.setattr(projecting, "safe_last", overtaken)
    with pytest.raises(projecting.OutdatedError):
        facts.project()
    assert Segment.objects.count() == 0
    assert [file for file in own_folder().iterdir() if file.suffix == ".parquet"] == []
    assert by_the_engine() == by_the_table()


def test_crowded_months_become_one_file(in_satama: World):
    for number in range(6):
        values(in_satama.phone, number)
        facts.project()
        assert by_the_engine() == by_the_table()
    assert Segment.objects.count() == 2  # four, then all in one, then one more
    facts.rebuild()
    assert Segment.objects.count() == 1
    assert by_the_engine() == by_the_table()


def test_one_organisation_never_counts_anothers(world: World):
    with working_for(world.toinen):
        values(Touchpoint.objects.create(name="Toisen"), 0, 0, 0)
        facts.project()
    with working_for(world.satama):
        values(world.phone, 10)
        facts.project()
        assert ask(Question(sql="SELECT count(*), max(value) FROM facts")) == [(1, 10.0)]
        assert all(
            whole_path(path).parent == own_folder() for path in Segment.objects.values_list("path", flat=True)
        )
    with working_for(world.toinen):
        assert ask(Question(sql="SELECT count(*), max(value) FROM facts")) == [(3, 0.0)]


def test_files_that_cannot_matter_are_not_opened(in_satama: World):
    values(in_satama.phone, 1)
    values(in_satama.phone, 2, happened_at=NOON - timedelta(days=90))
    facts.project()
    Path(whole_path(Segment.objects.earliest("month").path)).unlink()
    recent = Where(period=Period(NOON.date(), NOON.date() + timedelta(days=1)))
    assert ask(Question(sql="SELECT sum(value) FROM facts", where=recent)) == [(1.0,)]
    assert not Copy.objects.get().is_rebuilding


def test_equal_facts_are_asked_once(in_satama: World, monkeypatch):
    values(in_satama.phone, 1)
    first = by_the_engine()
    monkeypatch.setattr(engine, "run", lambda sql: pytest.fail("asked again"))
    assert by_the_engine() == first


def test_every_change_of_a_value_is_noted_by_the_database(in_satama: World):
    one, two = values(in_satama.phone, 1, 2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE insight_measurement SET value = 3 WHERE id = %s", [one.pk])
        cursor.execute("DELETE FROM insight_measurement WHERE id = %s", [two.pk])
    assert set(ChangedValue.objects.values_list("measurement_id", flat=True)) == {one.pk, two.pk}
    assert state.stamp_now().changes == 2


@pytest.mark.django_db(transaction=True)
def test_many_values_are_read_by_processes_of_their_own(in_satama: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rows, "PART", 2)
    monkeypatch.setattr(rows, "APART", 4)
    values(in_satama.phone, *range(11), attributes={"alue": "Turku"})
    values(in_satama.desk, 4, happened_at=NOON - timedelta(days=40))
    between = rows.tables_between(in_satama.satama.pk, 0, Measurement.objects.latest("pk").pk)
    assert sorted(value for table in between for value in table["value"].to_pylist()) == sorted(
        [*range(11), 4.0]
    )
    assert facts.project()
    assert by_the_engine() == by_the_table()
    assert len(by_the_engine()) == 12
    # deleting what is in a segment is noted; the next test's tables begin without such notes
    Measurement.objects.all().delete()
    ChangedValue.objects.all().delete()
