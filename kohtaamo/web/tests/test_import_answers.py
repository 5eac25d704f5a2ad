from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kohtaamo.feedback.models import Survey
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.commands import app
from kohtaamo.web.commands.import_answers import tell_result
from tests.world import World

FORM = "Timestamp,How satisfied are you with us?,Any words?\n2024/05/01 10:15:32 AM GMT+3,5,Good\n"


def run(*arguments: str) -> str:
    found = CliRunner().invoke(app, ["import", "answers", "--organisation", "satama", *arguments])
    assert found.exit_code == 0, found.output
    return found.output


def test_what_happened_to_several_columns_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    personal, numbers = "It tells who the person is.", "They are kept as numbers."
    tell_result(
        {
            "rows": 5,
            "stored": 5,
            "duplicates": 0,
            "refused": 0,
            "reasons": [],
            "survey": None,
            "losses": [
                {"element": "Name", "why": personal},
                {"element": "Fruit", "why": numbers},
                {"element": "IPAddress", "why": personal},
            ],
        }
    )
    said = capsys.readouterr().out.splitlines()
    assert said[1:] == ["", personal, "  Name", "  IPAddress", "", numbers, "  Fruit"]


def test_the_survey_that_the_answers_went_to_is_told(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    file = tmp_path / "round.csv"
    file.write_text(FORM, encoding="utf-8")
    assert json.loads(run(str(file), "--dry-run", "--json"))["survey"] is None
    rehearsed = run(str(file), "--dry-run")
    assert "1 would be stored" in rehearsed
    assert "one would be made of the file" in rehearsed
    told = json.loads(run(str(file), "--json"))
    with working_for(world.satama):
        survey = Survey.objects.get()
    assert told["survey"]["id"] == survey.pk
    assert told["survey"]["name"] == "Round"
    assert told["survey"]["address"].endswith(f"/o/satama/feedback/surveys/{survey.pk}/results/")
    assert {"questions", "imported", "losses"} <= told.keys()
    assert f"Survey: Round, {told['survey']['address']}" in run(str(file))


def test_a_plain_table_goes_to_no_survey(world: World, tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text("date,rating,comment\n2024-05-01,5,All went well\n", encoding="utf-8")
    assert json.loads(run(str(file), "--json"))["survey"] is None


@pytest.mark.parametrize("what", ["answers", "survey"])
def test_a_file_that_is_not_there_is_told_by_its_name(world: World, tmp_path: Path, what: str) -> None:
    found = CliRunner().invoke(app, ["import", what, str(tmp_path / "gone.csv"), "--organisation", "satama"])
    assert found.exit_code == 2
    assert "gone.csv" in found.output
    assert "Errno" not in found.output
