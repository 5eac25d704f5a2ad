"""Answers of LimeSurvey, codes alone, go to the survey that its structure made."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from kohtaamo.feedback.definitions.bringing import bring_survey
from kohtaamo.feedback.definitions.tests.test_limesurvey import question, read
from kohtaamo.feedback.importing import import_file
from kohtaamo.feedback.models import Answer, Survey
from tests.world import World


def parts(qid: int, *codes: str) -> list[dict[str, Any]]:
    return [
        {"qid": qid * 10 + at, "parent_qid": qid, "title": code, "question_order": at, "scale_id": 0}
        for at, code in enumerate(codes, start=1)
    ]


def answers(qid: int, **words: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    numbered = list(enumerate(words.items(), start=qid * 100))
    codes = [
        {"aid": aid, "qid": qid, "code": code, "sortorder": aid, "scale_id": 0} for aid, (code, _) in numbered
    ]
    return codes, [{"aid": aid, "answer": text, "language": "fi"} for aid, (_, text) in numbered]


@pytest.fixture
def survey(in_satama: World) -> Survey:
    ways, way_words = answers(1, A1="Kaupassa", A2="Verkossa")
    marks, mark_words = answers(3, B1="Huono", B2="Hyvä")
    definition = read(
        [
            question(1, "L", "tapa"),
            question(2, "P", "syyt"),
            question(3, "F", "arvio"),
            question(4, "T", "sana"),
        ],
        subquestions=[*parts(2, "SQ001", "SQ002"), *parts(3, "SQ001", "SQ002")],
        answers=[*ways, *marks],
        answer_l10ns=[*way_words, *mark_words],
    )
    return bring_survey(definition=definition, place="Neuvonta")[0]


HEAD = (
    "id,submitdate,lastpage,startlanguage,tapa,syyt[SQ001],syyt[SQ001comment],syyt[SQ002],syyt[SQ002comment]"
)
FILE = f"""{HEAD},arvio[SQ001],arvio[SQ002],sana
1,2024-05-01 10:00:00,4,fi,A2,Y,kiire,,,B2,B1,Kiitos
2,2024-05-02 10:00:00,4,fi,A1,,,Y,,B1,,
"""


def test_codes_alone_are_enough(survey: Survey, tmp_path: Path) -> None:
    file = tmp_path / "tulokset.csv"
    file.write_text(FILE, encoding="utf-8")
    result = import_file(file, mapping=None)
    assert (result["survey"], result["stored"], Survey.objects.count()) == (survey.pk, 2, 1)
    given = [
        {one["name"]: one["value"] for one in answer.content}
        for answer in Answer.objects.filter(survey=survey).order_by("happened_at")
    ]
    assert given == [
        {
            "tapa": "A2",
            "syyt": ["SQ001"],
            "syyt_sq001_comment": "kiire",
            "arvio": {"SQ001": "B2", "SQ002": "B1"},
            "sana": "Kiitos",
        },
        {"tapa": "A1", "syyt": ["SQ002"], "arvio": {"SQ001": "B1"}},
    ]
    assert [one["title"] for one in result["asked"] if one["name"] == "tapa"] == ["Kysymys tapa"]


def test_a_draft_translated_in_part_is_published_in_its_whole_language_and_stays(
    survey: Survey, tmp_path: Path
) -> None:
    draft = survey.draft
    assert draft["languages"] == ["fi", "en"]  # the file speaks both, and has words of one
    file = tmp_path / "tulokset.csv"
    file.write_text(
        FILE.replace(",sana\n", ",sana,uusi\n").replace("Kiitos\n", "Kiitos,x\n"), encoding="utf-8"
    )
    import_file(file, mapping=None)
    survey.refresh_from_db()
    asked = survey.versions.get().questionnaire
    assert (asked["languages"], asked["pages"][-1]["elements"][0]["name"]) == (["fi"], "uusi")
    assert (survey.draft, survey.status) == (draft, "closed")


def test_a_draft_that_nobody_could_be_asked_takes_no_answers(survey: Survey, tmp_path: Path) -> None:
    unfit = copy.deepcopy(survey.draft)
    unfit["pages"][0]["elements"][0]["title"] = {}
    Survey.objects.filter(pk=survey.pk).update(draft=unfit)
    file = tmp_path / "tulokset.csv"
    file.write_text(FILE, encoding="utf-8")
    result = import_file(file, mapping=None)
    assert (result["survey"] == survey.pk, result["stored"]) == (False, 2)
