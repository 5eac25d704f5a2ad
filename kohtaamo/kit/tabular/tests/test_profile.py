from __future__ import annotations

from pathlib import Path

from kohtaamo.kit.tabular import ColumnProfile, open_table, profile


def profiled(folder: Path, name: str, values: list[str]) -> ColumnProfile:
    path = folder / "table.csv"
    path.write_text("\n".join([f"{name};row", *(f"{value};x" for value in values)]), encoding="utf-8")
    return profile(open_table(path))[0]


def test_scores_are_numbers(tmp_path: Path) -> None:
    column = profiled(tmp_path, "Arvosana", ["5", "4", "", "1", "4"])
    assert (column.kind, column.minimum, column.maximum, column.all_integers) == ("number", 1, 5, True)
    assert (column.filled, column.distinct, column.examples) == (0.8, 3, ("5", "4", "1"))
    assert column.average_length == 1


def test_labelled_scores_and_decimal_commas_are_numbers(tmp_path: Path) -> None:
    labelled = profiled(tmp_path, "NPS", ["5 - erittäin tyytyväinen", "1 - en lainkaan", "3 - siltä väliltä"])
    assert (labelled.kind, labelled.minimum, labelled.maximum) == ("number", 1, 5)
    decimal = profiled(tmp_path, "Kesto", ["3,5", "1 204,25", "2"])
    assert (decimal.kind, decimal.maximum, decimal.all_integers) == ("number", 1204.25, False)


def test_moments_tell_their_order(tmp_path: Path) -> None:
    american = profiled(tmp_path, "when", ["2/24/2015 11:15", "2/3/2015 9:00"])
    finnish = profiled(tmp_path, "milloin", ["3.4.2026 klo 10.42", "4.4.2026"])
    unknown = profiled(tmp_path, "when", ["2/4/2015", "2/3/2015"])
    assert [(c.kind, c.day_first) for c in (american, finnish, unknown)] == [
        ("moment", False),
        ("moment", True),
        ("moment", None),
    ]


def test_identifiers_are_not_taken_for_numbers(tmp_path: Path) -> None:
    assert profiled(tmp_path, "tweet_id", ["570301083672813571", "570301031407624196"]).kind == "identifier"
    assert profiled(tmp_path, "Asiakasnumero", ["1204", "1205", "1206"]).kind == "identifier"
    assert profiled(tmp_path, "ref", ["a4591c26-5e18", "136cce7f-aa42"]).kind == "identifier"
    assert profiled(tmp_path, "email", ["aino@satama.fi", "eero@example.org"]).kind == "identifier"
    assert profiled(tmp_path, "Kesto", ["120", "125", "300"]).kind == "number"


def test_choices_repeat_and_texts_do_not(tmp_path: Path) -> None:
    assert profiled(tmp_path, "Kanava", ["puhelin", "chat", "puhelin", "chat", "chat"]).kind == "choice"
    column = profiled(tmp_path, "Palaute", ["Jono oli pitkä", "Hyvin meni, kiitos", "Ei vastattu"])
    assert (column.kind, column.average_length) == ("text", 43 / 3)


def test_empty_column_is_told(tmp_path: Path) -> None:
    column = profiled(tmp_path, "Muu", ["", " ", ""])
    assert (column.kind, column.filled, column.distinct, column.examples) == ("empty", 0, 0, ())


def test_table_without_rows_is_profiled(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n", encoding="utf-8")
    assert [(c.name, c.kind, c.filled) for c in profile(open_table(path))] == [
        ("a", "empty", 0),
        ("b", "empty", 0),
    ]
