from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kohtaamo.kit.tabular import Table, UnreadableTable, open_table

FINNISH = "Nimi;Pisteet;Sana\nÄijö;3,5;hyvä, kiitos\nÖsten;4,5;ei, ei\nÅke;5,0;mähän\n"


def written(folder: Path, content: str | bytes, *, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cells(table: Table) -> list[list[str]]:
    return [list(row.cells.values()) for row in table.rows()]


def refusal(path: Path) -> UnreadableTable:
    with pytest.raises(UnreadableTable) as caught:
        list(open_table(path).rows())
    return caught.value


def test_empty_file_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "")).code == "empty_file"
    assert refusal(written(tmp_path, "\n \n,,\n")).code == "empty_file"
    assert refusal(written(tmp_path, b"\xef\xbb\xbf")).code == "empty_file"


def test_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "Score;Text\n"))
    assert table.columns == ["Score", "Text"]
    assert cells(table) == []
    assert table.estimated_rows == 0


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (FINNISH.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + FINNISH.encode(), "utf-8"),
        (b"\xff\xfe" + FINNISH.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + FINNISH.encode("utf-16-be"), "utf-16-be"),
        (FINNISH.encode("utf-16-le"), "utf-16-le"),
        (FINNISH.encode("utf-16-be"), "utf-16-be"),
        (FINNISH.encode("cp1252"), "cp1252"),
        (FINNISH.encode("latin-1").replace(b"\n", b"\r\n"), "cp1252"),
        (FINNISH.encode("latin-1").replace(b"\n", b"\r"), "cp1252"),
    ],
)
def test_encoding_and_delimiter_are_found_out(tmp_path: Path, content: bytes, encoding: str) -> None:
    table = open_table(written(tmp_path, content))
    assert (table.kind, table.encoding, table.delimiter) == ("csv", encoding, ";")
    assert table.columns == ["Nimi", "Pisteet", "Sana"]
    assert cells(table) == [
        ["Äijö", "3,5", "hyvä, kiitos"],
        ["Östen", "4,5", "ei, ei"],
        ["Åke", "5,0", "mähän"],
    ]


def test_letters_after_a_long_plain_beginning_decide_the_encoding(tmp_path: Path) -> None:
    plain = "id;word\n" + "1;hello\n" * 300_000
    assert open_table(written(tmp_path, plain + "2;hyvä\n")).encoding == "utf-8"
    table = open_table(written(tmp_path, (plain + "2;hyvä\n").encode("cp1252")))
    assert table.encoding == "cp1252"
    assert next(islice(table.rows(300_000), 1)).cells == {"id": "2", "word": "hyvä"}


def test_russian_single_bytes_are_not_taken_for_finnish(tmp_path: Path) -> None:
    text = "Имя;Отзыв\n" + "Анна;Очень хороший сервис, спасибо за помощь\n" * 20
    table = open_table(written(tmp_path, text.encode("cp1251")))
    assert table.columns == ["Имя", "Отзыв"]


def test_one_broken_byte_marks_its_row_and_spares_the_rest(tmp_path: Path) -> None:
    content = ("sana\n" + "mäyrä\n" * 50).encode() + b"h\xe4\n" + "yö\n".encode()
    table = open_table(written(tmp_path, content))
    rows = list(table.rows())
    assert table.encoding == "utf-8"
    assert [row.number for row in rows if row.problem == "broken_characters"] == [51]
    assert rows[-1].cells == {"sana": "yö"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_quotes_hold_delimiters_and_line_breaks(tmp_path: Path, delimiter: str) -> None:
    buffer = io.StringIO(newline="")
    content = [["a", "b", "c"], [f"x{delimiter}y", 'she said "no"', "two\r\nlines"], ["1", "", "3"]]
    csv.writer(buffer, delimiter=delimiter).writerows(content)
    table = open_table(written(tmp_path, buffer.getvalue()))
    assert table.delimiter == delimiter
    assert cells(table) == content[1:]


def test_excels_own_first_line_names_the_delimiter(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "sep=|\na,x|b\n1,1|2\n"))
    assert (table.columns, cells(table)) == (["a,x", "b"], [["1,1", "2"]])


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "Palaute\nHyvin meni\nJono oli pitkä\n"))
    assert (table.columns, cells(table)) == (["Palaute"], [["Hyvin meni"], ["Jono oli pitkä"]])


def test_short_lines_are_filled_and_long_ones_told(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "a,b,c\n1,2\n1,2,3,4\n1,2,3,\n\n,,\n7,8,9\n"))
    assert [(row.number, list(row.cells.values()), row.problem) for row in table.rows()] == [
        (1, ["1", "2", ""], None),
        (2, ["1", "2", "3"], "too_many_cells"),
        (3, ["1", "2", "3"], None),
        (4, ["7", "8", "9"], None),
    ]


def test_columns_get_names_of_their_own(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "Score,Score,,Score (2),Score, two\twords \nA,B,C,D,E,F\n"))
    assert table.columns == ["Score", "Score (3)", "Column 3", "Score (2)", "Score (4)", "two words"]
    simple = open_table(written(tmp_path, "Score,Score,\nA,B,C\n"))
    assert simple.columns == ["Score", "Score (2)", "Column 3"]
    assert cells(simple) == [["A", "B", "C"]]


def test_first_row_of_data_alone_is_no_header(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "5,21.11.2026\n4,22.11.2026\n")).code == "no_header"
    assert open_table(written(tmp_path, "2019,2020\n4,5\n")).columns == ["2019", "2020"]


def test_nul_bytes_vanish(tmp_path: Path) -> None:
    assert cells(open_table(written(tmp_path, b"name,age\nA\x00ino,3\x00\n"))) == [["Aino", "3"]]


def test_rows_go_on_where_they_stopped(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "n\n" + "".join(f"x{n}\n" for n in range(1, 31))))
    assert [row.cells["n"] for row in table.preview()] == [f"x{n}" for n in range(1, 21)]
    assert [(row.number, row.cells["n"]) for row in table.rows(28)] == [(29, "x29"), (30, "x30")]


def test_progress_grows_to_one(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "n,text\n" + "1,some words here\n" * 20_000))
    steps = [row.progress for row in table.rows()]
    assert steps == sorted(steps)
    assert steps[0] < 0.1
    assert steps[-1] == 1.0
    assert table.estimated_rows == pytest.approx(20_000, rel=0.01)


def test_quote_that_never_closes_stops_at_the_limit_of_a_cell(tmp_path: Path) -> None:
    bomb = 'a,b\n1,2\n3,"' + "word word, word\n" * 300_000
    table = open_table(written(tmp_path, bomb))
    rows = table.rows()
    assert next(rows).cells == {"a": "1", "b": "2"}
    with pytest.raises(UnreadableTable) as caught:
        next(rows)
    assert (caught.value.code, caught.value.facts) == ("too_large_cell", {"line": 3})


@pytest.mark.parametrize(
    "bomb",
    [
        '"' * 6_000_001,
        "a,b\n1," + "x" * 6_000_000,
        "a,b\n" + "," * 6_000_000,
        "a,b\n" + '"\n",' * 2_000_000,
        "a,b\n1," + "x" * 131_073,
    ],
    ids=["quotes", "long line", "delimiters", "quoted line breaks", "a cell one too long"],
)
def test_runaway_record_is_stopped(tmp_path: Path, bomb: str) -> None:
    assert refusal(written(tmp_path, bomb)).code == "too_large_cell"


def test_longest_allowed_cell_is_read(tmp_path: Path) -> None:
    assert len(cells(open_table(written(tmp_path, "a,b\n1," + "x" * 131_072)))[0][1]) == 131_072


def test_columns_have_a_limit(tmp_path: Path) -> None:
    names = [f"c{n}" for n in range(2_001)]
    error = refusal(written(tmp_path, ",".join(names) + "\n"))
    assert (error.code, error.facts["limit"]) == ("too_many_columns", 2_000)
    table = open_table(written(tmp_path, ",".join(names[:2_000]) + "\n" + "x," * 5_000 + "\n"))
    assert [(len(row.cells), row.problem) for row in table.rows()] == [(2_000, "too_many_cells")]


def test_quote_left_open_at_the_end_is_told(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, 'a,b\n1,2\n3,"four\n5,6\n'))
    assert [row.problem for row in table.rows()] == [None, "unclosed_quote"]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"%PDF-1.7\n...", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"\n<!DOCTYPE html><html>", "html"),
        (b'[{"a": 1}]', "json"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, form: str) -> None:
    error = refusal(written(tmp_path, content))
    assert (error.code, error.facts) == ("not_a_table", {"format": form})


CELL = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], include_characters="\t\r\n", exclude_characters="\ufeff\ufffd"
    ),
    max_size=20,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=3, max_size=8)
    ),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_writer_wrote_is_read(
    tmp_path: Path, body: list[list[str]], delimiter: str, quoting: int, encoding: str
) -> None:
    header = [f"name {place}" for place in range(len(body[0]))]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=quoting).writerows([header, *body])  # type: ignore[arg-type]
    table = open_table(written(tmp_path, buffer.getvalue().encode(encoding)))
    assert table.columns == header
    assert cells(table) == [line for line in body if any(cell.strip() for cell in line)]
