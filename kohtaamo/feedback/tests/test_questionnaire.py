from __future__ import annotations

from typing import Any

import pytest

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.starter import STARTERS, questionnaire_of


def with_elements(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"languages": ["fi"], "pages": [{"elements": list(elements)}]}


@pytest.mark.parametrize(
    "raw",
    [
        with_elements({"name": "a", "type": "mood"}),
        with_elements({"name": "A b", "type": "nps"}),
        with_elements({"name": "a", "type": "nps"}, {"name": "a", "type": "csat"}),
        with_elements({"name": "a", "type": "nps", "colour": "red"}),
        with_elements({"name": "a", "type": "nps", "title": {"fi": "x" * 2001}}),
        with_elements({"name": "a", "type": "nps", "title": {"de": "x"}}),
        with_elements({"name": "a", "type": "nps", "choices": [{"value": "1"}]}),
        with_elements({"name": "a", "type": "single_choice", "choices": [{"value": "1"}, {"value": "1"}]}),
        {"languages": []},
        {"languages": ["fi", "fi"]},
        [],
    ],
)
def test_what_does_not_fit_is_refused(raw: Any) -> None:
    with pytest.raises(UnfitError) as refused:
        read_questionnaire(raw)
    assert refused.value.code == "questionnaire_unfit"


def test_thousands_of_questions_are_told_in_one_sentence() -> None:
    raw = with_elements(*[{"name": f"q{n}", "type": "nps"} for n in range(2000)])
    with pytest.raises(UnfitError) as refused:
        read_questionnaire(raw)
    assert (refused.value.code, refused.value.facts) == ("too_many_questions", {"count": 2000, "most": 200})


def test_200_questions_with_full_texts_fit() -> None:
    raw = with_elements(*[{"name": f"q{n}", "type": "nps", "title": {"fi": "x" * 2000}} for n in range(200)])
    assert len(list(read_questionnaire(raw).elements())) == 200


def test_questionnaire_survives_storing() -> None:
    for starter in STARTERS.values():
        questionnaire = questionnaire_of(starter, ["fi", "en"])
        assert read_questionnaire(questionnaire.stored()) == questionnaire
        assert all(element.title["fi"] and element.title["en"] for element in questionnaire.elements())
