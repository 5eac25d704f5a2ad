"""What goes out is read back by other means, and is what went in."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import openpyxl
import pyreadstat
import pytest

from kohtaamo.feedback.importing import import_file
from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    create_survey,
    publish_survey,
    record_answers,
)
from kohtaamo.feedback.taking_out import NotGivenOutError, take_out
from kohtaamo.journeys.services import find_or_create_touchpoint
from tests.world import World

FORMULA = "=cmd|' /C calc'!A0"
QUESTIONS: list[dict[str, Any]] = [
    {"name": "rec", "type": "nps", "title": {"en": "Recommend?"}},
    {
        "name": "matter",
        "type": "single_choice",
        "title": {"en": "Matter?"},
        "choices": [{"value": "bill", "text": {"en": "Bill"}}, {"value": "move", "text": {"en": "Move"}}],
    },
    {
        "name": "ways",
        "type": "multiple_choice",
        "title": {"en": "Ways?"},
        "choices": [
            {"value": "web", "text": {"en": "Web"}},
            {"value": "phone", "text": {"en": "<b>Phone</b>"}},
        ],
    },
    {"name": "hours", "type": "number", "title": {"en": "Hours?"}},
    {"name": "day", "type": "date", "title": {"en": "Day?"}},
    {"name": "done", "type": "yes_no", "title": {"en": "Done?"}},
    {"name": "why", "type": "open_text", "title": {"en": "Why?"}},
]
GIVEN: list[dict[str, Any]] = [
    {
        "rec": 9,
        "matter": "bill",
        "ways": ["web"],
        "hours": 1.5,
        "day": "2024-05-01",
        "done": True,
        "why": FORMULA,
    },
    {
        "rec": 0,
        "matter": "move",
        "ways": ["web", "phone"],
        "hours": -2,
        "done": False,
        "why": "Ääkkösiä; ja, €",
    },
    {"rec": 5},
]


def asked(questions: list[dict[str, Any]]) -> Survey:
    touchpoint, _ = find_or_create_touchpoint(name="Desk")
    whole = read_questionnaire({"languages": ["en"], "pages": [{"elements": questions}]})
    survey = create_survey(name="Round äö", touchpoint=touchpoint, questionnaire=whole)
    publish_survey(survey=survey)
    return survey


@pytest.fixture
def survey(in_satama: World) -> Survey:
    made = asked(QUESTIONS)
    kinds = {one["name"]: one["type"] for one in QUESTIONS}
    items = [
        IncomingAnswer(
            uid=f"a{number}",
            touchpoint=made.touchpoint,
            survey=made,
            happened_at=datetime(2024, 5, 1 + number, 10, tzinfo=UTC),
            content=tuple(GivenValue(name, kinds[name], value) for name, value in values.items()),
            attributes={"store": "@Espoo"} if number == 0 else {},
        )
        for number, values in enumerate(GIVEN)
    ]
    assert [one.status for one in record_answers(items)] == ["stored"] * 3
    return made


def rows_of(text: str, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_csv_opens_in_a_finnish_spreadsheet(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert take_out(survey, "csv", path, language="fi") == 3
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = rows_of(raw.decode("utf-8-sig"), ";")
    assert [row["hours"] for row in rows] == ["1,5", "-2", ""]
    assert rows[0]["why"] == f"'{FORMULA}"
    assert rows[1]["why"] == "Ääkkösiä; ja, €"
    assert rows[0]["fact_1"] == "'@Espoo"
    assert [(row["ways_1"], row["ways_2"]) for row in rows] == [("1", "0"), ("1", "1"), ("", "")]


def test_csv_comes_back_as_the_same_answers(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    take_out(survey, "csv", path, language="en")
    mapping = {
        "date": {"column": "answer_happened_at"},
        "uid": {"column": "answer_uid"},
        "touchpoint": {"column": "answer_touchpoint"},
        "questions": [
            {"column": "rec", "kind": "nps", "name": "rec"},
            {"column": "matter", "kind": "single_choice", "name": "matter"},
        ],
    }
    first = import_file(path, mapping=mapping)
    assert (first["stored"], first["refused"]) == (3, 0)
    again = import_file(path, mapping=mapping)
    assert (again["stored"], again["duplicates"]) == (0, 3)
    values = [
        {one["name"]: one["value"] for one in a.content} for a in Answer.objects.filter(source="import")
    ]
    assert {"rec": 9, "matter": "bill"} in values


def test_xlsx_has_types_and_a_sheet_of_words(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    take_out(survey, "xlsx", path, language="en")
    book = openpyxl.load_workbook(path)
    try:
        labels, answers = book.worksheets
        head = [cell.value for cell in answers[1]]
        first = dict(zip(head, [cell.value for cell in answers[2]], strict=True))
        types = dict(zip(head, [cell.data_type for cell in answers[2]], strict=True))
        words = {(row[0].value, row[2].value): row[3].value for row in labels.iter_rows(min_row=2)}
    finally:
        book.close()
    assert (first["rec"], first["hours"]) == (9, 1.5)
    assert first["answer_happened_at"] == datetime(2024, 5, 1, 10)  # noqa: DTZ001 - a sheet knows no zone
    assert (types["why"], first["why"]) == ("s", f"'{FORMULA}")
    assert words["matter", "bill"] == "Bill"


def test_jsonl_keeps_values_as_they_are(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    take_out(survey, "jsonl", path, language="en")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [{one["name"]: one["value"] for one in line["values"]} for line in lines] == GIVEN


def test_sav_is_read_back_equal(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "out.sav"
    take_out(survey, "sav", path, language="en")
    data, told = pyreadstat.read_sav(str(path), output_format="dict")
    assert data["rec"] == [9, 0, 5]
    assert data["hours"] == [1.5, -2, None]
    assert data["why"] == [FORMULA, "Ääkkösiä; ja, €", ""]
    labels = told.variable_value_labels
    assert [labels["matter"].get(code) for code in data["matter"]] == ["Bill", "Move", None]
    assert [labels["done"].get(code) for code in data["done"]] == ["Yes", "No", None]
    marks = list(zip(data["ways_1"], data["ways_2"], strict=True))
    assert [[labels["ways_1"].get(mark) for mark in pair] for pair in marks] == [
        ["Chosen", "Not chosen"],
        ["Chosen", "Chosen"],
        [None, None],
    ]
    assert data["day"][0].isoformat() == "2024-05-01"
    assert data["answer_happened_at"][2].isoformat() == "2024-05-03T10:00:00"
    assert told.column_names_to_labels["rec"] == "Recommend?"
    again = import_file(path, mapping=None)
    assert (again["stored"], again["refused"]) == (3, 0)


def test_triple_s_tells_where_each_value_stands(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    take_out(survey, "triple_s", path, language="en")
    with zipfile.ZipFile(path) as archive:
        root = fromstring(archive.read("survey.sss"))  # noqa: S314 - our own words
        rows = list(csv.reader(io.StringIO(archive.read("survey.csv").decode("utf-8"))))
    assert root.get("version") == "2.0"
    variables = {one.findtext("name"): one for one in root.iter("variable")}

    def said(name: str) -> list[str]:
        position = variables[name].find("position")
        assert position is not None
        return [row[int(position.get("start", "0")) - 1] for row in rows]

    assert variables["ways"].get("type") == "multiple"
    assert said("ways") == ["10", "11", ""]
    assert [value.text for value in variables["ways"].iter("value")] == ["Web", "<b>Phone</b>"]
    codes = {value.get("code"): value.text for value in variables["matter"].iter("value")}
    assert [codes.get(code) for code in said("matter")] == ["Bill", "Move", None]
    assert said("rec") == ["9", "0", "5"]
    assert said("day") == ["20240501", "", ""]


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "sav", "triple_s"])
def test_what_employees_say_never_goes_out_by_rows(in_satama: World, tmp_path: Path, form: str) -> None:
    staff = asked([{"name": "work", "type": "enps", "title": {"en": "Work?"}}])
    path = tmp_path / "out"
    with pytest.raises(NotGivenOutError):
        take_out(staff, form, path, language="en")
    assert not path.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "sav", "triple_s"])
def test_a_survey_without_answers_is_a_file_too(in_satama: World, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    assert take_out(asked(QUESTIONS), form, path, language="fi") == 0
    assert path.stat().st_size > 0 or form == "jsonl"
