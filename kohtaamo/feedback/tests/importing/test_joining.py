"""Answers of a file go to the survey whose definition was brought before them, under its words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kohtaamo.feedback.definitions import read_definition
from kohtaamo.feedback.definitions.bringing import bring_survey
from kohtaamo.feedback.importing import import_file
from kohtaamo.feedback.jobs import import_answers
from kohtaamo.feedback.models import Answer, Import, Survey
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey, save_draft
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World


def payload(number: int, kind: str, selector: str, text: str, **more: Any) -> dict[str, Any]:
    known = {"QuestionID": f"QID{number}", "DataExportTag": f"Q{number}", "QuestionText": text}
    return {"Element": "SQ", "Payload": {**known, "QuestionType": kind, "Selector": selector, **more}}


def listed(*texts: str) -> dict[str, dict[str, str]]:
    return {str(place): {"Display": text} for place, text in enumerate(texts, start=1)}


DEFINITION = {
    "SurveyEntry": {"SurveyName": "Visit", "SurveyLanguage": "EN"},
    "SurveyElements": [
        payload(1, "MC", "NPS", "Would you recommend us to a friend?"),
        payload(2, "MC", "SAVR", "Where did you come?", Choices=listed("Shop", "Web, at home", "Phone")),
        payload(3, "MC", "MAVR", "What did you look for?", Choices=listed("Advice", "Goods", "A return")),
        payload(
            4, "Matrix", "Likert", "How was it?", SubSelector="SingleAnswer",
            Choices=listed("Speed", "Kindness"), Answers=listed("Bad", "Fair", "Good"),
        ),
        payload(5, "TE", "SL", "What else?"),
    ],
}  # fmt: skip
HEADS = [
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("Q1", "Would you recommend us to a friend?", "QID1"),
    ("Q2", "Where did you come?", "QID2"),
    ("Q3_1", "What did you look for? - Selected Choice - Advice", "QID3_1"),
    ("Q3_2", "What did you look for? - Selected Choice - Goods", "QID3_2"),
    ("Q3_3", "What did you look for? - Selected Choice - A return", "QID3_3"),
    ("Q4_1", "How was it? - Speed", "QID4_1"),
    ("Q4_2", "How was it? - Kindness", "QID4_2"),
    ("Q5", "What else?", "QID5_TEXT"),
]
ROWS = [
    ["2024-05-01 10:00:00", "R_1", "9", '"Web, at home"', "Advice", "", "A return", "Good", "Fair", "Fine"],
    ["2024-05-02 10:00:00", "R_2", "3", "Shop", "", "Goods", "", "Bad", "", ""],
]


def quoted(identity: str) -> str:
    return '"{""ImportId"":""' + identity + '""}"'


def table(*, more: str = "", cells: tuple[str, str] = ("", "")) -> str:
    """The file as words, with one more question at its end when it is asked for."""
    heads = [*HEADS, (more, f"And {more}?", "QID9")] if more else HEADS
    rows = [[*row, cell] if more else row for row, cell in zip(ROWS, cells, strict=True)]
    lines = [[code for code, _, _ in heads], [text for _, text, _ in heads]]
    return "\n".join(",".join(line) for line in [*lines, [quoted(one) for _, _, one in heads], *rows]) + "\n"


def brought(folder: Path, text: str, *, dry_run: bool = False) -> dict[str, Any]:
    path = folder / "Visit_May.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(path, mapping=None, dry_run=dry_run)


def known_survey() -> Survey:
    return bring_survey(definition=read_definition(json.dumps(DEFINITION).encode()))[0]


def values(survey: Survey) -> list[dict[str, Any]]:
    found = Answer.objects.filter(survey=survey).order_by("happened_at")
    return [{one["name"]: one["value"] for one in answer.content} for answer in found]


def test_answers_join_the_survey_brought_before_them(in_satama: World, tmp_path: Path) -> None:
    survey = known_survey()
    rehearsed = brought(tmp_path, table(), dry_run=True)
    assert (rehearsed["stored"], Answer.objects.count(), survey.versions.count()) == (2, 0, 0)
    result = brought(tmp_path, table())
    assert (result["survey"], result["stored"], Survey.objects.count()) == (survey.pk, 2, 1)
    # by its own codes: the second place is "Web, at home", the first and third wish "Advice" and "A return"
    assert values(survey) == [
        {"q1": 9, "q2": "2", "q3": ["1", "3"], "q4": {"1": "3", "2": "2"}, "q5": "Fine"},
        {"q1": 3, "q2": "1", "q3": ["2"], "q4": {"1": "1"}},
    ]
    survey.refresh_from_db()
    assert survey.status == "closed"
    asked = survey.versions.get().questionnaire
    assert asked == read_definition(json.dumps(DEFINITION).encode()).questionnaire.stored()


def test_a_question_only_the_file_has_is_kept_where_nobody_is_asked_it(
    in_satama: World, tmp_path: Path
) -> None:
    survey = known_survey()
    publish_survey(survey=survey)
    draft = read_questionnaire({**survey.draft, "thanks": {"en": "Thank you"}})
    save_draft(survey=survey, questionnaire=draft)
    for _ in (1, 2):
        result = brought(tmp_path, table(more="Q9", cells=("blue", "green")))
    assert (result["survey"], result["duplicates"]) == (survey.pk, 2)
    survey.refresh_from_db()
    newest = read_questionnaire(survey.versions.first().questionnaire)  # type: ignore[union-attr]
    assert [one.name for one in newest.elements()] == ["q1", "q2", "q3", "q4", "q5", "q9"]
    assert newest.pages[-1].visible_if == {"==": [1, 0]}
    assert (survey.status, survey.versions.count()) == ("open", 2)
    assert survey.draft == draft.stored()
    assert [one.get("q9") for one in values(survey)] == ["blue", "green"]


def test_people_of_an_earlier_file_are_not_counted_again_by_one_with_more_columns(
    in_satama: World, tmp_path: Path
) -> None:
    survey = known_survey()
    brought(tmp_path, table())
    result = brought(tmp_path, table(more="Q9", cells=("blue", "")))
    # the second says what she said; of the first something else is told than before
    assert (result["survey"], result["stored"], result["duplicates"]) == (survey.pk, 0, 1)
    assert [one["row"] for one in result["reasons"]] == [1]
    assert [one["q1"] for one in values(survey)] == [9, 3]


def test_a_choice_unknown_to_the_survey_makes_a_question_of_its_own(in_satama: World, tmp_path: Path) -> None:
    survey = known_survey()
    result = brought(tmp_path, table().replace("Shop", "Fair"))
    assert (result["survey"], result["refused"]) == (survey.pk, 0)
    again = brought(tmp_path, table().replace("Shop", "Fair"))
    assert (again["duplicates"], survey.versions.count()) == (2, 1)
    assert [one.get("q2_2") for one in values(survey)] == ["Web, at home", "Fair"]


def test_own_words_beside_a_choice_go_to_the_question_of_that_choice(
    in_satama: World, tmp_path: Path
) -> None:
    other = {"4": {"Display": "Elsewhere", "TextEntry": "true"}}
    asked = payload(
        2, "MC", "SAVR", "Where did you come?", Choices={**listed("Shop", "Web", "Phone"), **other}
    )
    first = payload(1, "MC", "NPS", "Would you recommend us to a friend?")
    made = {**DEFINITION, "SurveyElements": [first, asked]}
    survey = bring_survey(definition=read_definition(json.dumps(made).encode()))[0]
    heads = [*HEADS[:4], ("Q2_4_TEXT", "Where did you come? - Elsewhere - Text", "QID2_4_TEXT")]
    for head in (heads, [*HEADS[:4], ("Q2_TEXT", "Where did you come? - TEXT", "QID2_TEXT")]):
        rows = [["2024-05-01 10:00:00", f"R_{head[-1][0]}", "9", "Elsewhere", "By the sea"]]
        lines = [
            [one for one, _, _ in head],
            [text for _, text, _ in head],
            [quoted(one) for _, _, one in head],
        ]
        result = brought(tmp_path, "\n".join(",".join(line) for line in [*lines, *rows]) + "\n")
        assert (result["survey"], result["stored"]) == (survey.pk, 1)
    assert values(survey) == [{"q1": 9, "q2": "4", "q2_4_text": "By the sea"}] * 2


@pytest.mark.parametrize(
    "words", ["Which colour do you like best of all these?", "Mikä väreistä miellyttää sinua eniten?"]
)
def test_the_same_codes_over_other_words_are_another_survey(
    in_satama: World, tmp_path: Path, words: str
) -> None:
    elements = [{"name": f"q{place}", "type": "open_text", "title": {"en": words}} for place in range(1, 6)]
    other = read_questionnaire({"languages": ["en"], "pages": [{"elements": elements}]})
    survey = create_survey(name="Colours", touchpoint=in_satama.desk, questionnaire=other)
    assert brought(tmp_path, table())["survey"] != survey.pk


def test_a_person_may_join_a_survey_that_asks_less_than_half(
    world: World, browse: Callable[[Member], Client], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    aino = browse(world.aino)
    aino.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with working_for(world.satama):
        short = {**DEFINITION, "SurveyElements": DEFINITION["SurveyElements"][:2]}  # type: ignore[index]
        survey, _ = bring_survey(definition=read_definition(json.dumps(short).encode()))
    file = SimpleUploadedFile("Visit_May.csv", table().encode())
    address = aino.post("/o/satama/feedback/imports/new/", {"file": file})["Location"]
    page = aino.get(address).content.decode()
    assert "Visit: asks 2 of these 5 questions" in page
    assert aino.post(address, {"act": "join", "into": str(survey.pk)}).status_code == 302
    # a table of two rows is shown as two questions until it joins one
    assert "asks 2 of these 6 questions already" in aino.get(address).content.decode()
    assert aino.post(address, {"act": "import"}).status_code == 302
    with working_for(world.satama):
        import_answers.call(world.satama.pk, Import.objects.get().pk)
    with working_for(world.satama):
        assert [one["q2"] for one in values(survey)] == ["2", "1"]


def test_the_page_proposes_the_survey_and_takes_a_no(
    world: World, browse: Callable[[Member], Client], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    aino = browse(world.aino)
    aino.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with working_for(world.satama):
        survey = known_survey()
    file = SimpleUploadedFile("Visit_May.csv", table().encode())
    address = aino.post("/o/satama/feedback/imports/new/", {"file": file})["Location"]
    page = aino.get(address).content.decode()
    assert f'<a href="/o/satama/feedback/surveys/{survey.pk}/">Visit</a> asks 5 of these 5 questions' in page
    assert 'name="touchpoint"' not in page
    assert aino.post(address, {"act": "alone"}).status_code == 302
    page = aino.get(address).content.decode()
    assert 'name="touchpoint"' in page
    assert f'<option value="{survey.pk}">Visit: asks 5 of these 5 questions</option>' in page
    assert aino.post(address, {"act": "join", "into": str(survey.pk)}).status_code == 302
    assert aino.post(address, {"act": "import", "kind-0": ""}).status_code == 302
    with working_for(world.satama):
        imported = Import.objects.get()
    import_answers.call(world.satama.pk, imported.pk)
    with working_for(world.satama):
        assert [sorted(one) for one in values(survey)] == [["q2", "q3", "q4", "q5"], ["q2", "q3", "q4"]]
