"""Real files of Qualtrics and SPSS: everything in them is stored, or told to be lost."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from kohtaamo.feedback.importing import import_file
from kohtaamo.feedback.models import Answer, Survey
from tests.world import World

ROOT = Path(__file__).resolve().parents[4]
FOLDER = Path(os.environ.get("KOHTAAMO_SHARED_DATA") or ROOT.parent / "shared" / "data")
QUALTRICS = sorted((FOLDER / "qualtrics").glob("*.csv")) if FOLDER.is_dir() else []
SPSS = sorted((FOLDER / "spss").glob("*.sav")) if FOLDER.is_dir() else []

pytestmark = pytest.mark.skipif(not (QUALTRICS and SPSS), reason="the folder of real files is not here")
ABOUT = {
    "ResponseID",
    "StartDate",
    "EndDate",
    "Finished",
    "ExternalDataReference",
    "V1",
    "V4",
    "V8",
    "V9",
    "V10",
}


def cells_stored(survey: int) -> int:
    """Each choice and each row of a table was a cell of its own."""
    total = 0
    for answer in Answer.objects.filter(survey=survey):
        for value in answer.content:
            total += len(value["value"]) if isinstance(value["value"], list | dict) else 1
    return total


def qualtrics_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    names = 3 if "ImportId" in rows[2][0] else 2
    return rows[0], rows[names:]


@pytest.mark.parametrize("path", QUALTRICS, ids=lambda path: path.stem)
def test_a_file_of_qualtrics_is_stored_cell_by_cell(in_satama: World, path: Path) -> None:
    header, rows = qualtrics_rows(path)
    result = import_file(path, mapping=None)
    assert (result["rows"], result["stored"], result["refused"]) == (len(rows), len(rows), 0)
    assert result["losses"], "personal data at least is left"
    lost = {loss["element"].rpartition(" (")[2].rstrip(")") for loss in result["losses"]}
    columns = [column for one in result["asked"] for column in one["columns"]]
    for name in header:
        known = name in ABOUT or name in lost or name in columns or not name
        assert known, name
    filled: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for place, name in enumerate(header):
        seen[name] += 1
        called = name if seen[name] == 1 else f"{name} ({seen[name]})"
        filled[called] = sum(bool(row[place].strip()) for row in rows)
    assert cells_stored(result["survey"]) == sum(filled[column] for column in columns)
    for one in result["asked"]:
        if len(one["columns"]) == 1:
            assert one["answers"] == filled[one["columns"][0]], one
    again = import_file(path, mapping=None)
    assert (again["stored"], again["duplicates"]) == (0, len(rows))
    assert Survey.objects.count() == 1


@pytest.mark.parametrize("path", SPSS, ids=lambda path: path.stem)
def test_a_file_of_spss_is_stored_case_by_case(in_satama: World, path: Path) -> None:
    data, told = pyreadstat.read_sav(str(path), output_format="dict")
    result = import_file(path, mapping=None)
    assert (result["stored"], result["refused"]) == (told.number_rows, 0)
    for one in result["asked"]:
        expected = answered(one, data, told)
        assert one["answers"] == expected, one
    again = import_file(path, mapping=None)
    assert (again["stored"], again["duplicates"]) == (0, told.number_rows)


def answered(one: dict[str, Any], data: dict[str, list[Any]], told: Any) -> int:
    one_set = dict(told.mr_sets or {}).get(one["name"])
    if one_set and one_set["is_dichotomy"]:
        rows = zip(*(data[name] for name in one["columns"]), strict=True)
        return sum(any(value == float(one_set["counted_value"]) for value in row) for row in rows)
    rows = zip(*(data[name] for name in one["columns"]), strict=True)
    return sum(any(value not in (None, "") for value in row) for row in rows)


def test_words_of_codes_come_from_spss(in_satama: World) -> None:
    result = import_file(FOLDER / "spss" / "simple_alltypes.sav", mapping=None)
    survey = Survey.objects.get(pk=result["survey"])
    elements = {one["name"]: one for page in survey.draft["pages"] for one in page["elements"]}
    choices = {one["value"]: one["text"]["en"] for one in elements["x"]["choices"]}
    assert choices == {"1": "red", "2": "green", "3": "blue", "4": "4", "9": "9"}
    assert elements["mymrset"]["type"] == "multiple_choice"
    assert [one["text"]["en"] for one in elements["mymrset"]["choices"]] == [
        "Response #1",
        "Response #2",
        "Response #3",
    ]
    assert any("999" in loss["why"] for loss in result["losses"] if loss["element"].endswith("(z)"))
