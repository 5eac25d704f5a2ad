from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kohtaamo.feedback.importing import ImportProblem, import_file
from kohtaamo.feedback.models import Answer, Comment
from tests.world import World

PLAIN: dict[str, Any] = {
    "date": {"column": "date"},
    "touchpoint": {"name": "Puhelinpalvelu"},
    "questions": [
        {"column": "rating", "kind": "csat", "name": "rating"},
        {"column": "text", "kind": "open_text", "name": "text"},
    ],
}
HEADER = "date,rating,text\n"


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def bring(folder: Path, contents: bytes, name: str = "f.csv", mapping: Any = PLAIN) -> dict[str, Any]:
    path = folder / name
    path.write_bytes(contents)
    return import_file(path, mapping=mapping)


def workbook_of_nothing() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("contents", "begins"),
    [
        (b"", "The file is empty."),
        (b"\n\n \n", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "The file "),
        (b"PK\x03\x04 and then rubbish", "The file is broken and cannot be read."),
        (workbook_of_nothing(), "The file is not a table we can read."),
        (b"%PDF-1.7 " + bytes(range(256)), "The file is not a table we can read."),
        (HEADER.encode() + b'2024-01-01,5,"' + b"x" * 200_000, "One cell is larger than 131 072 characters."),
        (b"1,2,3\n4,5,6\n", "The first row holds values, not names of columns."),
        (("a," * 3_000).encode(), "The file has more than 2000 columns"),
    ],
    ids=["nothing", "blank", "old office", "broken zip", "document", "pdf", "huge cell", "no header", "wide"],
)
def test_file_that_cannot_be_read_says_what_to_do(
    in_satama: World, tmp_path: Path, contents: bytes, begins: str
) -> None:
    with pytest.raises(ImportProblem) as problem:
        bring(tmp_path, contents)
    assert str(problem.value).startswith(begins)
    assert not Answer.objects.exists()


def test_header_alone_is_no_rows(in_satama: World, tmp_path: Path) -> None:
    result = bring(tmp_path, HEADER.encode())
    counts = {"rows": 0, "stored": 0, "duplicates": 0, "refused": 0, "reasons": []}
    assert result == {**counts, "questions": 2, "imported": 0, "losses": []}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "utf-8-sig", "iso-8859-15"])
def test_finnish_letters_survive_every_encoding(in_satama: World, tmp_path: Path, encoding: str) -> None:
    words = "Jäin odottamaan pitkään, hyvää työtä silti"
    text = f'date,rating,text\n2024-01-01,4,"{words}"\n2024-01-02,5,Äkkiä öisin käytiin\n'
    assert bring(tmp_path, text.encode(encoding))["stored"] == 2
    assert words in Comment.objects.values_list("text", flat=True)


def test_formulas_and_scripts_are_kept_as_the_words_they_are(in_satama: World, tmp_path: Path) -> None:
    hostile = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "@SUM(1+1)*cmd", "'; DROP TABLE answer;--"]
    lines = "".join(f'2024-01-01,5,"{words}"\n' for words in hostile)
    assert bring(tmp_path, (HEADER + lines).encode())["stored"] == 4
    assert set(Comment.objects.values_list("text", flat=True)) == set(hostile)


def test_formula_for_a_score_is_refused(in_satama: World, tmp_path: Path) -> None:
    result = bring(tmp_path, (HEADER + "2024-01-01,=1+4,\n").encode())
    assert result["reasons"][0]["reason"].startswith("The score cannot be read: “=1+4”")


def test_bomb_of_quotes_harms_nothing(in_satama: World, tmp_path: Path) -> None:
    quoted = '"' * 60_000
    result = bring(tmp_path, f'{HEADER}2024-01-01,5,"{quoted}"\n2024-01-02,4,\n'.encode())
    assert result["rows"] == result["stored"] + result["duplicates"] + result["refused"]
    assert result["rows"] >= 1


def test_two_columns_of_one_name_are_told_apart(in_satama: World, tmp_path: Path) -> None:
    mapping = {**PLAIN, "questions": [{"column": "rating (2)", "kind": "csat", "name": "second"}]}
    bring(tmp_path, b"date,rating,rating\n2024-01-01,1,5\n", mapping=mapping)
    assert Answer.objects.get().content == [{"name": "second", "kind": "csat", "value": 5}]


def test_column_of_texts_taken_for_touchpoints_is_stopped(in_satama: World, tmp_path: Path) -> None:
    lines = "".join(f"2024-01-01,5,text number {number}\n" for number in range(400))
    mapping = {**PLAIN, "touchpoint": {"column": "text"}}
    result = bring(tmp_path, (HEADER + lines).encode(), mapping=mapping)
    assert (result["stored"], result["refused"]) == (300, 100)
    assert result["reasons"][0]["reason"].startswith("The touchpoint is new, and the file has brought 300")


def test_big_file_goes_through_in_batches(in_satama: World, tmp_path: Path) -> None:
    words = "Palvelu oli sujuvaa ja asia hoitui kerralla. " * 20
    lines = "".join(f"2024-01-{1 + row % 28:02},{1 + row % 5},{words}{row}\n" for row in range(3_000))
    contents = (HEADER + lines).encode()
    assert len(contents) > 2_700_000
    assert bring(tmp_path, contents)["stored"] == 3_000


cells = st.one_of(
    st.sampled_from(
        ["2024-01-01", "0001-01-01", "31.12.9999", "5", "0", "6", "4,0", "", "=1+1", "<b>", '"', "ä", "\0"]
    ),
    st.text(max_size=20),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=5), max_size=12), quote=st.booleans())
def test_every_row_is_accounted_for_whatever_it_holds(
    in_satama: World, rows: list[list[str]], quote: bool
) -> None:
    def written(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if quote else cell

    text = HEADER + "".join(",".join(map(written, row)) + "\n" for row in rows)
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        try:
            rehearsed = import_file(written_to(folder, text), mapping=PLAIN, dry_run=True)
        except ImportProblem:
            return
        before = Answer.objects.count()
        result = import_file(written_to(folder, text), mapping=PLAIN)
        again = import_file(written_to(folder, text), mapping=PLAIN)
    assert result == rehearsed
    assert result["rows"] == result["stored"] + result["duplicates"] + result["refused"]
    assert Answer.objects.count() - before == result["stored"]
    assert again["stored"] == 0
    assert [one["row"] for one in again["reasons"]] == [one["row"] for one in result["reasons"]]


def written_to(folder: str, text: str) -> Path:
    path = Path(folder) / "f.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path
