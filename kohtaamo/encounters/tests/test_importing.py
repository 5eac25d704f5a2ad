from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kohtaamo.encounters.importing import EncounterImportProblem, import_encounters
from kohtaamo.encounters.models import Encounter
from kohtaamo.journeys.models import Touchpoint
from tests.world import World

ORDERS = """order;customer;bought;sent;arrived;promised;state
A;C-1;2026-03-02 12:00:00;2026-03-03 12:00:00;2026-03-06 00:00:00;2026-03-05 00:00:00;Oulu
B;C-7;2026-03-02 13:00:00;;;2026-03-05 00:00:00;Turku
C;C-8;;;;;Turku
D;C-9;yesterday;2026-03-03 12:00:00;2026-03-02 12:00:00;;
"""
ORDER_MAPPING: dict[str, Any] = {
    "uid": {"column": "order"},
    "case": {"column": "order"},
    "customer": {"column": "customer"},
    "attributes": [{"column": "state", "name": "state"}],
    "meetings": [
        {"name": "purchase", "touchpoint": {"name": "Osto"}, "date": {"column": "bought"}},
        {
            "name": "sending",
            "touchpoint": {"name": "Lähetys"},
            "date": {"column": "sent"},
            "durations": {"waited_seconds": {"since": "arrived"}},
        },
        {
            "name": "delivery",
            "touchpoint": {"name": "puhelinpalvelu"},
            "date": {"column": "arrived"},
            "channel": {"value": "puhelin"},
            "durations": {"waited_seconds": {"since": "sent"}},
            "attributes": [{"days_since": "promised", "name": "delay"}],
        },
    ],
    "zone": "UTC",
}
CALLS = """when;agent;place;wait;talk;passed;solved
2.3.2026 12.00;Onni;Puhelinpalvelu;1,5;300;2;kyllä
2.3.2026 12.05;Kuka;Puhelinpalvelu;1;10;0;ei
2.3.2026 12.10;;Puhelinpalvelu;long;10;0;ei
2.3.2026 12.15;;Puhelinpalvelu;;;-1;ehkä
2.3.2026 12.20;;Puhelinpalvelu;;;-1;
2.3.2026 12.25;;;;;;
"""
CALL_MAPPING: dict[str, Any] = {
    "meetings": [
        {
            "name": "call",
            "touchpoint": {"column": "place"},
            "date": {"column": "when"},
            "agent": {"column": "agent"},
            "channel": {"value": "phone"},
            "durations": {
                "waited_seconds": {"column": "wait", "unit": "minutes"},
                "lasted_seconds": {"column": "talk"},
            },
            "counts": {"transfers": {"column": "passed"}},
            "flags": {"resolved": {"column": "solved"}, "resolvable": True},
        }
    ]
}


def brought(folder: Path, text: str, mapping: dict[str, Any], **options: Any) -> dict[str, Any]:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return import_encounters(path, mapping=json.dumps(mapping), **options)


def test_one_row_tells_of_several_meetings_of_one_case(in_satama: World, tmp_path: Path) -> None:
    result = brought(tmp_path, ORDERS, ORDER_MAPPING)
    reasons = result.pop("reasons")
    assert result == {"rows": 4, "stored": 6, "duplicates": 0, "refused": 2}
    assert [(one["row"], one["meeting"]) for one in reasons] == [(3, ""), (4, "purchase")]
    rows = {row.uid: row for row in Encounter.objects.filter(case="A")}
    assert set(rows) == {"import:A:purchase", "import:A:sending", "import:A:delivery"}
    delivery = rows["import:A:delivery"]
    assert delivery.happened_at == datetime(2026, 3, 6, tzinfo=UTC)
    assert (delivery.touchpoint, delivery.channel, delivery.customer) == (
        in_satama.phone,
        "phone",
        in_satama.eero,
    )
    # from noon of the 3rd to midnight of the 6th: two and a half days
    assert delivery.waited_seconds == 216_000
    assert delivery.attributes == {"state": "Oulu", "delay": 1.0}
    assert Touchpoint.objects.filter(name__in=["Osto", "Lähetys"]).count() == 2


def test_a_time_that_would_run_backwards_is_not_known(in_satama: World, tmp_path: Path) -> None:
    brought(tmp_path, ORDERS, ORDER_MAPPING)
    assert Encounter.objects.get(uid="import:A:sending").waited_seconds is None
    assert Encounter.objects.get(uid="import:D:delivery").waited_seconds is None


def test_the_same_file_twice_stores_nothing_twice(in_satama: World, tmp_path: Path) -> None:
    brought(tmp_path, ORDERS, ORDER_MAPPING)
    again = brought(tmp_path, ORDERS, ORDER_MAPPING)
    assert (again["stored"], again["duplicates"], again["refused"]) == (0, 6, 2)
    assert Encounter.objects.count() == 6


def test_a_rehearsal_counts_the_same_and_stores_nothing(in_satama: World, tmp_path: Path) -> None:
    rehearsed = brought(tmp_path, ORDERS, ORDER_MAPPING, dry_run=True)
    assert not Encounter.objects.exists()
    assert not Touchpoint.objects.filter(name="Osto").exists()
    assert rehearsed == brought(tmp_path, ORDERS, ORDER_MAPPING)


def test_numbers_and_words_of_cells_become_facts_and_bad_ones_fail_no_neighbours(
    in_satama: World, tmp_path: Path
) -> None:
    result = brought(tmp_path, CALLS, CALL_MAPPING)
    assert (result["stored"], result["refused"]) == (1, 5)
    assert [one["row"] for one in result["reasons"]] == [2, 3, 4, 5, 6]
    assert all(one["reason"] for one in result["reasons"])
    kept = Encounter.objects.get()
    assert kept.agent == in_satama.onni
    assert (kept.waited_seconds, kept.lasted_seconds, kept.transfers) == (90, 300, 2)
    assert (kept.resolved, kept.resolvable, kept.dropped_off) == (True, True, None)


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ("{", "mapping_not_json"),
        ('{"meetings": []}', "mapping_unfit"),
        (json.dumps({**ORDER_MAPPING, "zone": "Here"}), "mapping_unfit"),
        (json.dumps({**ORDER_MAPPING, "uid": {"column": "nothing"}}), "no_such_column"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told_so(
    in_satama: World, tmp_path: Path, mapping: str, code: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(ORDERS, encoding="utf-8")
    with pytest.raises(EncounterImportProblem) as problem:
        import_encounters(path, mapping=mapping)
    assert problem.value.code == code
    assert str(problem.value)


def test_the_hour_of_summer_time_is_not_counted(in_satama: World, tmp_path: Path) -> None:
    text = "order;sent;arrived\nA;2026-03-28 12:00:00;2026-03-29 12:00:00\n"
    meeting = {
        "name": "delivery",
        "touchpoint": {"name": "Osto"},
        "date": {"column": "arrived"},
        "durations": {"waited_seconds": {"since": "sent"}},
    }
    brought(tmp_path, text, {"uid": {"column": "order"}, "meetings": [meeting]})
    assert Encounter.objects.get().waited_seconds == 23 * 3_600
