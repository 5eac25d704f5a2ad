from __future__ import annotations

from typing import Any

import pytest

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.starter import questionnaire_of
from kohtaamo.feedback.starters import STARTERS


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
        with_elements({"name": "a", "type": "nps", "rows": [{"value": "1"}]}),
        with_elements({"name": "a", "type": "number", "atLeast": "2024-01-01"}),
        with_elements({"name": "a", "type": "date", "atLeast": 3}),
        with_elements({"name": "a", "type": "number", "atLeast": float("nan")}),
        with_elements({"name": "a", "type": "number", "step": 0}),
        with_elements({"name": "a", "type": "open_text", "pattern": "(a+)+"}),
        with_elements({"name": "a", "type": "file", "accept": ["anything"]}),
        with_elements({"name": "a", "type": "nps", "askWhy": [1]}, {"name": "a_why", "type": "open_text"}),
        with_elements({"name": "a" * 57, "type": "nps", "askWhy": [1]}),
        {"hidden": ["a", "a"]},
        {"hidden": ["a"], "calculated": [{"name": "a", "value": 1}]},
        {"pages": [{"name": "a"}, {"name": "a"}]},
        {"quotas": [{"name": "a", "most": 0}]},
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


def test_both_ways_to_write_a_name_are_read_and_one_is_written() -> None:
    rule = {">": [{"var": "a"}, 3]}
    snake = read_questionnaire(
        with_elements({"name": "a", "type": "nps", "visible_if": rule, "ask_why": [1]})
    )
    camel = read_questionnaire(with_elements({"name": "a", "type": "nps", "visibleIf": rule, "askWhy": [1]}))
    assert snake == camel
    assert camel.stored() == with_elements({"name": "a", "type": "nps", "visibleIf": rule, "askWhy": [1]})


def test_questionnaire_stored_before_reads_and_compares_equal() -> None:
    """As it was written when a question had no more than this."""
    old = with_elements({"name": "a", "type": "nps", "title": {"fi": "A"}, "required": False, "choices": []})
    new = with_elements({"name": "a", "type": "nps", "title": {"fi": "A"}})
    assert read_questionnaire(old).asks_the_same(read_questionnaire(new))
    assert read_questionnaire(old).stored() == new


@pytest.mark.parametrize(
    "changed",
    [
        {"pages": [{"elements": [], "title": {"fi": "Sivu"}}]},
        {"pages": [{"elements": [], "visibleIf": {"var": "a"}}]},
        {"pages": [{"elements": []}], "thanks": {"fi": "Kiitos"}},
        {"pages": [{"elements": []}], "shufflePages": True},
        {"pages": []},
    ],
)
def test_pages_rules_and_texts_tell_questionnaires_apart(changed: dict[str, Any]) -> None:
    before = read_questionnaire({"pages": [{"elements": []}]})
    assert not before.asks_the_same(read_questionnaire(changed))
