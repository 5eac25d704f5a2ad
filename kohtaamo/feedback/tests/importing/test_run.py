from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from openpyxl import Workbook

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.importing import ImportProblem, continue_import, import_file, run
from kohtaamo.feedback.models import Answer, Comment, Import, RefusedRow
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Event, Unit
from tests.world import World

HELSINKI = ZoneInfo("Europe/Helsinki")
PLAIN: dict[str, Any] = {
    "date": {"column": "date"},
    "touchpoint": {"name": "Puhelinpalvelu"},
    "questions": [
        {"column": "rating", "kind": "csat", "name": "rating"},
        {"column": "text", "kind": "open_text", "name": "text"},
    ],
}
Bring = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def bring(in_satama: World, tmp_path: Path) -> Bring:
    """Writes the text or bytes into a file and imports it."""

    def bring_in(contents: str | bytes, *, name: str = "answers.csv", **options: Any) -> dict[str, Any]:
        path = tmp_path / name
        path.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        mapping = {**PLAIN, **options.pop("mapping", {})}
        result = import_file(path, mapping=json.dumps(mapping), **options)
        assert result["rows"] == result["stored"] + result["duplicates"] + result["refused"]
        assert len(result["reasons"]) == len({one["row"] for one in result["reasons"]}) == result["refused"]
        return result

    return bring_in


def test_rows_become_answers(bring: Bring, in_satama: World) -> None:
    result = bring("date,rating,text\n21.11.2024 klo 10.42,5,Hyvä\n2024-11-22,2,\n")
    counts = {"rows": 2, "stored": 2, "duplicates": 0, "refused": 0, "reasons": []}
    assert result == {**counts, "questions": 2, "imported": 2, "losses": []}
    first, second = Answer.objects.order_by("happened_at")
    assert first.happened_at == datetime(2024, 11, 21, 10, 42, tzinfo=HELSINKI)
    assert first.touchpoint == in_satama.phone
    assert [(one["name"], one["kind"], one["value"]) for one in first.content] == [
        ("rating", "csat", 5),
        ("text", "open_text", "Hyvä"),
    ]
    assert second.content == [{"name": "rating", "kind": "csat", "value": 2}]
    assert Comment.objects.get().text == "Hyvä"
    imported = Import.objects.get()
    assert (imported.status, imported.rows, imported.stored, imported.progress) == ("done", 2, 2, 1.0)
    assert first.imported == imported
    event = Event.objects.get(verb="feedback.import_finished")
    assert event.subject_id == imported.pk
    assert event.data == {"name": imported.name, "rows": 2, "stored": 2, "duplicates": 0, "refused": 0}


def test_same_file_again_stores_nothing_even_under_another_name(bring: Bring) -> None:
    text = "date,rating,text\n2024-11-21,5,Hyvä\n2024-11-21,5,Hyvä\n2024-11-21,4,\n"
    assert bring(text)["stored"] == 3
    again = bring(text, name="kopio.csv")
    assert (again["stored"], again["duplicates"]) == (0, 3)
    longer = bring(text + "2024-11-21,5,Hyvä\n")
    assert (longer["stored"], longer["duplicates"]) == (1, 3)


def test_identifier_column_decides_what_is_the_same(bring: Bring) -> None:
    mapping = {"uid": {"column": "id"}}
    result = bring(
        "id,date,rating,text\nA,2024-01-01,5,\nA,2024-01-01,5,\nA,2024-01-01,4,\n,2024-01-01,5,\n",
        mapping=mapping,
    )
    assert (result["stored"], result["duplicates"], result["refused"]) == (2, 1, 1)
    assert result["reasons"] == [
        {"row": 3, "reason": "Another answer already has this identifier, and its contents differ."}
    ]
    assert Answer.objects.filter(uid="import:A").exists()


def test_refused_rows_say_why_and_their_neighbours_are_stored(bring: Bring) -> None:
    result = bring(
        "date,rating,text\n"
        "2024-01-01,5,ok\n"
        "2024-01-01,9,\n"
        "2024-01-01,hyvin,\n"
        "0001-01-01,5,\n"
        "9999-12-31,5,\n"
        ",5,\n"
        "eilen,5,\n"
        "2024-01-01,,\n"
        "2024-01-01,5,ok too,many,cells\n"
        "2024-01-01,3,\n"
    )
    assert (result["rows"], result["stored"], result["refused"]) == (10, 2, 8)
    reasons = {one["row"]: one["reason"] for one in result["reasons"]}
    assert reasons == {
        2: "The score is off the scale: “9” in the column “rating”. The scale goes in whole steps from 1 to 5.",
        3: "The score cannot be read: “hyvin” in the column “rating”. A number from 1 to 5 was expected.",
        4: "The date is out of range: “0001-01-01” in the column “date”. Years from 1900 to 2100 can be stored.",
        5: "The date is out of range: “9999-12-31” in the column “date”. Years from 1900 to 2100 can be stored.",
        6: "The date is missing: the cell “date” is empty.",
        7: "The date cannot be read: “eilen” in the column “date”.",
        8: "No question is answered: every answer cell of the row is empty.",
        9: "The row has more cells than there are columns. Is a quotation mark missing?",
    }
    assert list(RefusedRow.objects.values_list("row", flat=True)) == [2, 3, 4, 5, 6, 7, 8, 9]


def test_rehearsal_says_the_same_and_writes_nothing(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 2)
    text = (
        "id,date,rating,text,place,unit,customer\n"
        "1,2024-01-01,5,a,Uusi,Itä,C-9\n2,2024-01-01,7,b,Uusi,Itä,C-9\n"
        "1,2024-01-01,5,a,Uusi,Itä,C-9\n1,2024-01-01,1,a,Uusi,Itä,C-9\n"
    )
    mapping = {
        "uid": {"column": "id"},
        "touchpoint": {"column": "place"},
        "unit": {"column": "unit"},
        "customer": {"column": "customer"},
    }
    rehearsed = bring(text, mapping=mapping, dry_run=True)
    assert not Answer.objects.exists()
    assert not Import.objects.exists()
    assert not Event.objects.exists()
    assert not Touchpoint.objects.filter(name="Uusi").exists()
    assert not Unit.objects.filter(name="Itä").exists()
    assert not Customer.objects.filter(key="C-9").exists()
    assert bring(text, mapping=mapping) == rehearsed
    assert (rehearsed["stored"], rehearsed["duplicates"], rehearsed["refused"]) == (1, 1, 2)
    after = bring(text, mapping=mapping, dry_run=True)
    assert (after["stored"], after["duplicates"], after["refused"]) == (0, 2, 2)


def test_names_in_cells_are_found_or_made(bring: Bring, in_satama: World) -> None:
    bring(
        "date,rating,text,place,unit,customer\n"
        "2024-01-01,5,,PUHELINPALVELU,asiakaspalvelu,C-1\n"
        "2024-01-02,5,,Chat,Myynti,C-2\n"
        "2024-01-03,5,,chat,myynti,C-2\n",
        mapping={
            "touchpoint": {"column": "place"},
            "unit": {"column": "unit"},
            "customer": {"column": "customer"},
        },
    )
    first, second, third = Answer.objects.order_by("happened_at").select_related(
        "touchpoint", "unit", "customer"
    )
    assert (first.touchpoint, first.unit, first.customer) == (in_satama.phone, in_satama.unit, in_satama.eero)
    assert second.touchpoint.name == "Chat"
    assert second.touchpoint == third.touchpoint
    assert second.unit == third.unit == Unit.objects.get(name="Myynti")
    assert second.customer == third.customer == Customer.objects.get(key="C-2")


def test_cells_are_translated_and_numbers_written_in_many_ways_are_read(bring: Bring) -> None:
    result = bring(
        "date;vaiva;sävy;aiheet\n"
        "1.2.2024;Paljon vähemmän kuin odotin;positive;hinta, nopeus\n"
        "2.2.2024;-2;neutral;\n"
        "3.2.2024;1,0;?;hinta\n",
        mapping={
            "questions": [
                {
                    "column": "vaiva",
                    "kind": "effort",
                    "name": "effort",
                    "values": {"Paljon vähemmän kuin odotin": 2},
                },
                {
                    "column": "sävy",
                    "kind": "csat",
                    "name": "tone",
                    "values": {"Positive": 5, "neutral": 3, "?": 1},
                },
                {"column": "aiheet", "kind": "multiple_choice", "name": "topics", "separator": ","},
            ]
        },
    )
    assert result["stored"] == 3
    said = [
        {one["name"]: one["value"] for one in row.content} for row in Answer.objects.order_by("happened_at")
    ]
    assert said == [
        {"effort": 2, "tone": 5, "topics": ["hinta", "nopeus"]},
        {"effort": -2, "tone": 3},
        {"effort": 1, "tone": 1, "topics": ["hinta"]},
    ]


def test_day_order_is_read_off_the_column_or_asked(bring: Bring) -> None:
    american = bring("date,rating,text\n2/3/2024,5,\n2/24/2024,4,\n")
    assert american["stored"] == 2
    assert Answer.objects.order_by("happened_at")[0].happened_at == datetime(2024, 2, 3, tzinfo=HELSINKI)
    unclear = bring("date,rating,text\n3/4/2024,1,\n")
    assert unclear["reasons"][0]["reason"].startswith("The date can be read in two ways: “3/4/2024”")
    told = bring("date,rating,text\n3/4/2024,1,\n", mapping={"date": {"column": "date", "day_first": True}})
    assert told["stored"] == 1
    assert Answer.objects.filter(happened_at=datetime(2024, 4, 3, tzinfo=HELSINKI)).exists()


def test_import_that_was_killed_goes_on_from_where_it_was(
    bring: Bring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(run, "BATCH", 10)
    rows = [f"2024-01-01,{1 + number % 6}," for number in range(95)]
    (tmp_path / "f.csv").write_text("\n".join(["date,rating,text", *rows]))
    imported = Import.objects.create(name="f.csv", file="f.csv", mapping=PLAIN, status="waiting")

    def killed(share: float) -> None:
        if share > 0.4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        continue_import(imported=imported, tell=killed)
    imported = Import.objects.get()
    assert 0 < imported.rows < 95
    assert imported.rows == imported.stored + imported.refused
    continue_import(imported=imported)
    imported.refresh_from_db()
    # every sixth row is off the scale
    assert (imported.rows, imported.stored, imported.duplicates, imported.refused) == (95, 80, 0, 15)
    assert imported.status == "done"
    assert not (tmp_path / "f.csv").exists()
    assert imported.file == ""
    assert Answer.objects.count() == 80
    again = bring("\n".join(["date,rating,text", *rows]))
    assert (again["stored"], again["duplicates"], again["refused"]) == (0, 80, 15)


def test_second_run_of_the_same_import_stops(bring: Bring, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "f.csv").write_text("date,rating,text\n2024-01-01,5,\n")
    imported = Import.objects.create(name="f.csv", file="f.csv", mapping=PLAIN, status="waiting")
    table, mapping = run.opened(tmp_path / "f.csv", PLAIN, "f.csv")
    late = Import.objects.get()
    assert run.carry_out(imported, table, mapping, tell=lambda _share: None)
    assert not run.carry_out(late, table, mapping, tell=lambda _share: None)
    continue_import(imported=late)
    assert Import.objects.get().status == "done"
    assert Answer.objects.count() == 1
    assert Event.objects.filter(verb="feedback.import_finished").count() == 1


def test_command_that_was_killed_is_marked_as_stopped_when_the_file_comes_again(bring: Bring) -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    killed = Import.objects.create(name="answers.csv", status="running", advanced_at=long_ago)
    underway = Import.objects.create(name="other.csv", status="running", advanced_at=timezone.now())
    bring("date,rating,text\n2024-01-01,5,\n")
    killed.refresh_from_db()
    underway.refresh_from_db()
    assert killed.status == "failed"
    assert killed.trouble.startswith("It was interrupted.")
    assert underway.status == "running"


def test_progress_is_told_up_to_the_end(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 10)
    told: list[float] = []
    bring("date,rating,text\n" + "2024-01-01,5,\n" * 50, tell=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == 6


def test_without_a_mapping_it_is_guessed(in_satama: World, tmp_path: Path) -> None:
    path = tmp_path / "asiakaspalvelu_palaute.csv"
    lines = "".join(
        f"{day}.3.2024;{day % 11};Palvelu oli nopeaa ja ystävällistä {day}\n" for day in range(1, 29)
    )
    path.write_text(f"Päivämäärä;Suosittelu (NPS);Avoin palaute\n{lines}")
    result = import_file(path, mapping=None)
    assert result["stored"] == 28
    assert Touchpoint.objects.filter(name="Asiakaspalvelu palaute").exists()
    assert Answer.objects.order_by("happened_at")[0].content == [
        {"name": "Suosittelu (NPS)", "kind": "nps", "value": 1},
        {"name": "Avoin palaute", "kind": "open_text", "value": "Palvelu oli nopeaa ja ystävällistä 1"},
    ]


def test_workbook_is_read_like_a_text_file(in_satama: World, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["date", "rating", "text"])
    book.active.append([datetime(2024, 2, 1, 12, 30), 4, "=cmd|' /C calc'!A0"])  # noqa: DTZ001 - as Excel has it
    book.save(tmp_path / "f.xlsx")
    assert import_file(tmp_path / "f.xlsx", mapping=PLAIN)["stored"] == 1
    assert Answer.objects.get().happened_at == datetime(2024, 2, 1, 12, 30, tzinfo=HELSINKI)


def test_rows_of_another_organisation_stay_apart(bring: Bring, in_satama: World) -> None:
    bring("date,rating,text\n2024-01-01,5,\n")
    assert {one.organisation_id for one in Answer.objects.all()} == {in_satama.satama.pk}


@pytest.mark.parametrize(
    ("mapping", "begins"),
    [
        ("{", "The mapping is not valid JSON: look at line and column 1:2."),
        ('{"dat": 1}', "The mapping cannot be used. At “dat”: Extra inputs are not permitted."),
        ('{"version": 2}', "The mapping cannot be used. At “version”: "),
        (
            '{"questions": [{"column": "a", "kind": "nope", "name": "a"}]}',
            "The mapping cannot be used. At “questions.0”",
        ),
        ('{"zone": "Mars/Base"}', "The mapping cannot be used. At “mapping”: Value error, unknown time zone"),
        (
            '{"date": {"column": "päivä"}}',
            "The mapping names columns that are not in the file: “päivä”. The file has: “date”, “rating”, “text”.",
        ),
        ('{"date": {"column": "date"}}', "No column is marked as an answer."),
    ],
)
def test_mapping_that_cannot_be_used_says_where(
    in_satama: World, tmp_path: Path, mapping: str, begins: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_text("date,rating,text\n2024-01-01,5,\n")
    with pytest.raises(ImportProblem) as problem:
        import_file(path, mapping=mapping)
    assert str(problem.value).startswith(begins)
    assert not Import.objects.exists()
