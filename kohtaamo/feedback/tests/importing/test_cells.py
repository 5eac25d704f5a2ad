from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kohtaamo.feedback.importing import ImportProblem, import_file
from kohtaamo.feedback.models import Answer
from tests.world import World


def imported(folder: Path, cells: list[str], **question: Any) -> dict[str, Any]:
    path = folder / "answers.csv"
    path.write_text("pvm;arvio\n" + "".join(f"1.3.2026;{cell}\n" for cell in cells), encoding="utf-8")
    mapping = {
        "date": {"column": "pvm"},
        "touchpoint": {"name": "Puhelinpalvelu"},
        "questions": [{"column": "arvio", "name": "arvio", **question}],
    }
    return import_file(path, mapping=mapping)


def refused(folder: Path, cells: list[str], **question: Any) -> str:
    with pytest.raises(ImportProblem) as problem:
        imported(folder, cells, **question)
    assert problem.value.code == "mislabelled"
    assert not Answer.objects.exists()
    return str(problem.value)


def test_a_mapping_that_turns_the_effort_round_is_refused(in_satama: World, tmp_path: Path) -> None:
    assert "CSAT" in refused(tmp_path, ["1", "5"], kind="ces_1_5", higher_is_better=True)
    assert refused(tmp_path, ["1", "5"], kind="ces_1_5", direction="high_is_good")


def test_a_mapping_that_tells_the_direction_of_its_kind_is_taken(in_satama: World, tmp_path: Path) -> None:
    told = imported(tmp_path, ["1", "5"], kind="ces_1_5", direction="low_is_good", scale=[1, 5])
    assert told["stored"] == 2


def test_words_of_the_mapping_in_the_opposite_order_are_refused(in_satama: World, tmp_path: Path) -> None:
    values = {"tyytyväinen": 1, "tyytymätön": 5}
    assert refused(tmp_path, ["tyytyväinen"], kind="csat", values=values)


def test_labelled_cells_that_turn_the_kind_round_are_refused(in_satama: World, tmp_path: Path) -> None:
    cells = ["1 - erittäin tyytyväinen", "5 - erittäin tyytymätön"]
    assert refused(tmp_path, cells, kind="csat")
    assert imported(tmp_path, [*cells[:1], "1 - erittäin tyytyväinen"], kind="csat")["stored"] == 2


def test_effort_against_expectation_told_in_five_steps_is_refused(in_satama: World, tmp_path: Path) -> None:
    assert "CES, 1–5" in refused(tmp_path, ["1", "2", "3", "4", "5"] * 3, kind="effort")
