from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kohtaamo.language.bench.retrieval import (
    GRID,
    Task,
    cross_validated,
    intents,
    paraphrases,
    ranks,
    recall,
    tasks_in,
)
from kohtaamo.language.search.index import CHOSEN

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("KOHTAAMO_LANGUAGE_DATA") or ROOT.parent / "shared" / "data" / "language")
TEXTS = ("lasku", "toimitus", "pysäköinti", "salasana", "avain", "kello")
TASK = Task(
    "made by hand",
    TEXTS,
    TEXTS,
    (
        ("lasku", "laskun"),
        ("toimitus", "toimitukset"),
        ("avain", "kello"),
        ("kello", "kellon avain lasku salasana toimitus pysäköinti"),
    ),
)


def rows_file(folder: Path, rows: list[dict[str, str]]) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_examples_are_drawn_of_each_intent_and_the_others_asked(tmp_path: Path):
    rows = [{"label": label, "text": f"{label} {number}"} for label in ("a", "b") for number in range(5)]
    task = intents(rows_file(tmp_path, rows), each=2, seed=1)
    assert sorted(task.groups) == ["a", "a", "b", "b"]
    assert all(text.startswith(group) for text, group in zip(task.texts, task.groups, strict=True))
    assert sorted([*task.texts, *(text for _, text in task.queries)]) == sorted(row["text"] for row in rows)
    assert len(intents(rows_file(tmp_path, rows), each=2, most=3).queries) == 3


def test_only_paraphrases_are_asked_and_only_those_unlike_enough(tmp_path: Path):
    kinds = [("4", "0.9"), ("4>", "0.2"), ("2", "0.1")]
    rows = [
        {"label": label, "lex-similarity": alike, "txt1": f"kysymys {label}", "txt2": f"vastaus {label}"}
        for label, alike in kinds
    ]
    file = rows_file(tmp_path, rows)
    assert paraphrases(file).texts == ("vastaus 4", "vastaus 4>", "vastaus 2")
    assert paraphrases(file).queries == (("vastaus 4", "kysymys 4"), ("vastaus 4>", "kysymys 4>"))
    assert paraphrases(file, most_alike=0.6).queries == (("vastaus 4>", "kysymys 4>"),)


def test_right_hits_are_counted():
    found = ranks(TASK, CHOSEN)
    assert found[:3] == [0, 0, 5]
    counted = recall(TASK)
    assert (counted.texts, counted.queries) == (6, 4)
    assert counted.first == found.count(0) / 4
    assert counted.among_five >= counted.first


def test_every_query_is_held_out_once():
    chosen, (shares,) = cross_validated([TASK])
    assert len(chosen) == 5
    assert set(chosen) <= set(GRID)
    assert shares[0] >= 0.5


@pytest.mark.skipif(not DATA.exists(), reason="the development data is not here")
def test_inflected_intents_are_found():
    counted = recall(intents(DATA / "home_intents_fi.jsonl", each=4))
    assert counted.first >= 0.78
    assert counted.among_five >= 0.96
    assert tasks_in(DATA.parent) == []
