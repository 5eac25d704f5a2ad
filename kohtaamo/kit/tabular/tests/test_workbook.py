from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kohtaamo.kit.tabular import Table, UnreadableTable, open_table


def saved(folder: Path, fill: Callable[[Workbook], None]) -> Path:
    book = Workbook()
    fill(book)
    path = folder / "table.xlsx"
    book.save(path)
    book.close()
    return path


def first_sheet(*rows: Sequence[Any]) -> Callable[[Workbook], None]:
    def fill(book: Workbook) -> None:
        for place, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                book.worksheets[0].cell(place, column).value = value

    return fill


def with_sheet_xml(path: Path, change: Callable[[str], str]) -> Path:
    """The same workbook with its first sheet rewritten, as another program might have written it."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = change(content.decode()).encode()
            new.writestr(part, content)
    return changed


def cells(table: Table) -> list[list[str]]:
    return [list(row.cells.values()) for row in table.rows()]


def refusal(path: Path, *, sheet: str | None = None) -> UnreadableTable:
    with pytest.raises(UnreadableTable) as caught:
        list(open_table(path, sheet=sheet).rows())
    return caught.value


def test_values_are_written_as_a_csv_would(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        first_sheet(
            ["when", "day", "at", "score", "share", "yes", "text"],
            [
                dt.datetime.fromisoformat("2026-11-21T10:42:05"),
                dt.date(2026, 11, 21),
                dt.time(9, 30),
                4.0,
                0.1,
                True,
                "ä\nö",
            ],
            [None, None, None, 570301083672813, -2.5, False, "no formula"],
        ),
    )
    table = open_table(path, name="Kysely.xlsx")
    assert (table.kind, table.name, table.sheet, table.estimated_rows) == ("xlsx", "Kysely.xlsx", "Sheet", 2)
    assert cells(table) == [
        ["2026-11-21 10:42:05", "2026-11-21", "09:30:00", "4", "0.1", "TRUE", "ä\nö"],
        ["", "", "", "570301083672813", "-2.5", "FALSE", "no formula"],
    ]


def test_header_is_found_below_empty_rows(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet([], [None], [" "], ["Score", "Text"], [5, "hyvä"], [], [4, "ok"]))
    table = open_table(path)
    assert table.columns == ["Score", "Text"]
    assert [(row.number, row.cells["Score"]) for row in table.rows()] == [(1, "5"), (2, "4")]


def test_merged_and_missing_header_cells_get_names(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        first_sheet(["Score", None, "Score"], [1, 2, 3, 4])(book)
        book.worksheets[0].merge_cells("A1:B1")

    table = open_table(saved(tmp_path, fill))
    assert table.columns == ["Score", "Column 2", "Score (2)", "Column 4"]
    assert cells(table) == [["1", "2", "3", "4"]]


def test_first_sheet_with_content_is_read_unless_another_is_asked_for(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for title, word in (("Hidden", "no"), ("Data", "yes"), ("More", "also")):
            sheet = book.create_sheet(title)
            sheet.append(["word"])
            sheet.append([word])
        book["Hidden"].sheet_state = "hidden"

    path = saved(tmp_path, fill)
    assert open_table(path).sheet == "Data"
    assert open_table(path).sheets == ("Sheet", "Hidden", "Data", "More")
    assert cells(open_table(path, sheet="More")) == [["also"]]
    assert refusal(path, sheet="Gone").code == "no_sheet"


def test_formula_nobody_computed_shows_itself(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet(["a", "double"], [2, "=A2*2"]))
    assert cells(open_table(path)) == [["2", "=A2*2"]]


def test_computed_formula_shows_its_result_even_an_empty_one(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet(["a", "double", "maybe"], [2, "=A2*2", '=IF(A2>1,"","x")']))

    def compute(xml: str) -> str:
        assert xml.count("<v />") == 2 or xml.count("<v></v>") == 2
        parts = xml.replace("<v></v>", "<v />").split("<v />")
        return f"{parts[0]}<v>4</v>{parts[1]}<v></v>{parts[2]}"

    table = open_table(with_sheet_xml(path, compute))
    assert cells(table) == [["2", "4", ""]]


def test_empty_workbook_and_header_alone(tmp_path: Path) -> None:
    assert refusal(saved(tmp_path, first_sheet())).code == "empty_file"
    assert cells(open_table(saved(tmp_path, first_sheet(["a", "b"])))) == []


def test_extent_a_sheet_claims_is_not_believed(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet(["a", "b"], [1, 2], [3, 4]))
    claimed = with_sheet_xml(path, lambda xml: xml.replace('ref="A1:B3"', 'ref="A1"'))
    assert cells(open_table(claimed)) == [["1", "2"], ["3", "4"]]
    endless = with_sheet_xml(path, lambda xml: xml.replace('ref="A1:B3"', 'ref="A1:XFD99999999"'))
    assert cells(open_table(endless)) == [["1", "2"], ["3", "4"]]


def test_zip_bomb_is_refused_before_opening(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet(["a"], [1]))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (60 << 20))
    assert refusal(path).code == "zip_bomb"


def test_row_without_end_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet(["a"], [1]))
    endless = with_sheet_xml(path, lambda xml: xml.replace("</row>", "<c/>" * (3 << 20) + "</row>", 1))
    assert refusal(endless).code == "too_large_cell"


def test_entity_bomb_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet(["a"], [1]))
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert refusal(with_sheet_xml(path, lambda xml: bomb + xml)).code == "corrupt"


def test_broken_workbook_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet(["a"], [1]))
    half = tmp_path / "half.xlsx"
    half.write_bytes(path.read_bytes()[:2_000])
    assert refusal(half).code == "corrupt"
    cut = with_sheet_xml(path, lambda xml: xml[: len(xml) // 2])
    assert refusal(cut).code == "corrupt"


def test_old_and_encrypted_files_are_told_apart(tmp_path: Path) -> None:
    container = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
    old, locked, word = (tmp_path / name for name in ("old.xls", "locked.xlsx", "letter.doc"))
    old.write_bytes(container + "Workbook".encode("utf-16-le"))
    locked.write_bytes(container + "EncryptedPackage".encode("utf-16-le"))
    word.write_bytes(container + "WordDocument".encode("utf-16-le"))
    assert refusal(old).code == "old_excel"
    assert refusal(locked).code == "encrypted"
    assert refusal(word).code == "not_a_table"


def test_other_archives_are_named(tmp_path: Path) -> None:
    for part, form in (("content.xml", "ods"), ("Index/Document.iwa", "numbers"), ("data.csv", "zip")):
        path = tmp_path / "table.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "any")
            archive.writestr(part, "x")
        assert refusal(path).facts == {"format": form}


def test_left_stream_leaves_no_open_file(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet(["a"], *[[n] for n in range(50)]))
    assert [row.cells["a"] for row in open_table(path).preview(2)] == ["0", "1"]
    path.unlink()
    assert not path.exists()


def test_progress_follows_rows(tmp_path: Path) -> None:
    path = saved(tmp_path, first_sheet(["a"], [1], [2], [3]))
    assert [row.progress for row in open_table(path).rows()] == [0.5, 0.75, 1.0]
