"""Real QSF files against what plain JSON says of them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kohtaamo.feedback.definitions import Definition, read_definition, told
from kohtaamo.feedback.questionnaire import Element, read_questionnaire

ROOT = Path(__file__).resolve().parents[4]
FOLDER = (
    Path(os.environ.get("KOHTAAMO_REAL_DATA") or ROOT.parent / "shared" / "data" / "real").parent
    / "qualtrics"
)
FILES = sorted(FOLDER.glob("*.qsf"))

pytestmark = pytest.mark.skipif(not FILES, reason="the folder of real files is not here")


def payloads(path: Path) -> list[dict[str, Any]]:
    raw = json.loads(path.read_text(encoding="utf-8-sig"))
    return [one["Payload"] for one in raw["SurveyElements"] if one["Element"] == "SQ"]


def trash_of(path: Path) -> set[str]:
    raw = json.loads(path.read_text(encoding="utf-8-sig"))
    blocks = next(one["Payload"] for one in raw["SurveyElements"] if one["Element"] == "BL")
    found = blocks.values() if isinstance(blocks, dict) else blocks
    return {
        one["QuestionID"]
        for block in found
        if block["Type"] == "Trash"
        for one in block.get("BlockElements", ())
    }


def read(path: Path) -> Definition:
    return read_definition(path.read_bytes())


def asked_under(definition: Definition, tag: str) -> list[Element]:
    name = "".join(sign if sign.isalnum() else "_" for sign in tag.lower()).strip("_")
    elements = definition.questionnaire.elements()
    return [one for one in elements if one.name == name or one.name.startswith(f"{name}_")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_question_is_asked_or_named_as_lost(path: Path) -> None:
    definition = read(path)
    trash, questions = trash_of(path), payloads(path)
    assert definition.questions == len(questions)
    assert definition.imported == len([one for one in questions if one["QuestionID"] not in trash])
    lost = {loss.element for loss in definition.losses if loss.why == "in_trash"}
    assert lost == {one["DataExportTag"] for one in questions if one["QuestionID"] in trash}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_choices_rows_and_columns_are_as_many_as_in_the_file(path: Path) -> None:
    definition, trash = read(path), trash_of(path)
    for one in payloads(path):
        if one["QuestionID"] in trash:
            continue
        asked = asked_under(definition, one["DataExportTag"])
        choices, answers = len(one.get("Choices") or ()), len(one.get("Answers") or ())
        if one["QuestionType"] == "MC":
            assert len(asked[0].choices) == choices
        elif one["QuestionType"] == "Matrix" and one["SubSelector"] == "SingleAnswer":
            assert (len(asked[0].rows), len(asked[0].columns)) == (choices, answers)
        elif one["QuestionType"] == "Matrix":
            assert [len(row.choices) for row in asked] == [answers] * choices
        elif one["QuestionType"] == "Slider":
            assert [row.type for row in asked] == ["slider"] * choices
        elif one["QuestionType"] == "TE":
            assert [row.type for row in asked] == ["open_text"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_was_read_can_be_kept_and_has_a_sentence_for_each_loss(path: Path) -> None:
    definition = read(path)
    assert read_questionnaire(definition.questionnaire.stored()) == definition.questionnaire
    assert definition.losses
    for loss in definition.losses:
        sentence = told(loss)
        assert sentence != loss.why
        assert "%(" not in sentence
    written = json.dumps(definition.questionnaire.stored())
    assert "<" not in written
    assert "&nbsp;" not in written


@pytest.mark.skipif(not (FOLDER / "Sample_Survey.qsf").exists(), reason="not here")
def test_a_question_is_shown_by_the_answer_it_asks_of() -> None:
    elements = {one.name: one for one in read(FOLDER / "Sample_Survey.qsf").questionnaire.elements()}
    assert elements["q36"].visible_if == {"==": [{"var": "fruits"}, "1"]}
    assert elements["q37"].visible_if == {
        "or": [{"==": [{"var": f"q3.{row}"}, "3"]} for row in (1, 2, 3)],
    }


@pytest.mark.skipif(not (FOLDER / "Better_Sample_Survey.qsf").exists(), reason="not here")
def test_a_skip_to_the_end_of_a_block_hides_the_questions_between() -> None:
    elements = list(read(FOLDER / "Better_Sample_Survey.qsf").questionnaire.elements())
    names = [one.name for one in elements]
    after = elements[names.index("q2_favorite") + 1 :]
    assert all(one.visible_if == {"!=": [{"var": "q2_favorite"}, "1"]} for one in after)
    assert all(
        one.visible_if is None or "q2_favorite" not in str(one.visible_if)
        for one in elements[: names.index("q2_favorite")]
    )
