from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kohtaamo.feedback.models import Survey
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.commands import app
from tests.world import World

SURVEY = {
    "SurveyEntry": {"SurveyName": "Asiointi", "SurveyLanguage": "FI"},
    "SurveyElements": [
        {
            "Element": "SQ",
            "Payload": {
                "QuestionID": "QID1",
                "DataExportTag": "Q1",
                "QuestionType": "MC",
                "Selector": "NPS",
                "QuestionText": "Suosittelisitko?",
            },
        },
        {
            "Element": "SQ",
            "Payload": {
                "QuestionID": "QID2",
                "DataExportTag": "Q2",
                "QuestionType": "HeatMap",
                "QuestionText": "<b>Missä</b> kohdassa\nse tuntui?",
            },
        },
    ],
}


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["import", "survey", "--organisation", "satama", *arguments])
    return found.exit_code, found.output


def test_a_survey_becomes_a_draft_and_the_same_file_makes_no_second_one(world: World, tmp_path: Path) -> None:
    file = tmp_path / "survey.qsf"
    file.write_text(json.dumps(SURVEY), encoding="utf-8-sig")
    told = [json.loads(run(str(file), "--touchpoint", "Neuvonta", "--json")[1]) for _ in (1, 2)]
    first = told[0]
    assert (first["questions"], first["imported"], first["touchpoint"]) == (2, 1, "Neuvonta")
    assert [(loss["element"], loss["why"]) for loss in first["losses"]] == [
        (
            "Missä kohdassa se tuntui? (Q2)",
            "It was left out, for there is no such kind of question here: clicks on a picture (HeatMap).",
        )
    ]
    assert [one["new"] for one in told] == [True, False]
    assert told[1]["survey"] == first["survey"]
    with working_for(world.satama):
        survey = Survey.objects.get(pk=first["survey"])
        assert (survey.name, survey.status, len(survey.draft["pages"])) == ("Asiointi", "draft", 1)


def test_a_rehearsal_stores_nothing(world: World, tmp_path: Path) -> None:
    file = tmp_path / "survey.qsf"
    file.write_text(json.dumps(SURVEY), encoding="utf-8")
    with working_for(world.satama):
        before = Survey.objects.count()
    code, output = run(str(file), "--dry-run")
    assert (code, output.splitlines()[0]) == (0, "“Asiointi”: 1 of 2 questions came along.")
    with working_for(world.satama):
        assert Survey.objects.count() == before


def test_a_file_that_is_no_survey_ends_with_a_sentence(world: World, tmp_path: Path) -> None:
    file = tmp_path / "survey.qsf"
    file.write_bytes(b"")
    code, output = run(str(file))
    assert (code, output.strip()) == (2, "The file is empty. Check that you chose the right file.")
