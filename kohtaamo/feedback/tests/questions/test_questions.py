from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questions import QUESTIONS

SCALES = {
    "nps": (0, 10),
    "enps": (0, 10),
    "csat": (1, 5),
    "effort": (-2, 2),
    "ces_1_7": (1, 7),
    "ces_1_5": (1, 5),
    "expectation": (-1, 1),
}


def test_all_ways_to_ask_are_there() -> None:
    assert set(QUESTIONS) == {*SCALES, "single_choice", "multiple_choice", "open_text"}


@pytest.mark.parametrize(("key", "ends"), SCALES.items())
def test_scale_takes_its_steps_and_nothing_else(key: str, ends: tuple[int, int]) -> None:
    question = QUESTIONS[key]
    low, high = ends
    assert [question.parse(step) for step in range(low, high + 1)] == list(range(low, high + 1))
    assert question.parse(str(high)) == high
    assert question.parse(float(low)) == low
    assert set(question.choices) <= set(range(low, high + 1))
    strangers: list[Any] = [low - 1, high + 1, low + 0.5, "", "x", None, True, [], float("inf"), 10**400]
    for stranger in strangers:
        with pytest.raises(UnfitError):
            question.parse(stranger)


def test_less_effort_than_expected_is_the_good_end() -> None:
    question = QUESTIONS["effort"]
    with translation.override("en"):
        assert str(question.choices[2]) == "Much less than I expected"
    assert question.higher_is_better is True
    assert QUESTIONS["ces_1_5"].higher_is_better is False


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("single_choice", " bill ", "bill"),
        ("multiple_choice", ["a", "b", "a", ""], ["a", "b"]),
        ("multiple_choice", "a", ["a"]),
        ("open_text", " Kiitos\n", " Kiitos\n"),
    ],
)
def test_words_are_kept(key: str, raw: Any, value: Any) -> None:
    assert QUESTIONS[key].parse(raw) == value


def test_every_question_has_its_usual_wording_in_both_languages() -> None:
    assert all(question.title["fi"] and question.title["en"] for question in QUESTIONS.values())
