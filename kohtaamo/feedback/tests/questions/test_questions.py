from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Element
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
OTHERS = {
    "single_choice", "multiple_choice", "open_text", "yes_no", "number", "slider", "date", "matrix", "ranking",
    "file", "consent", "kano",
}  # fmt: skip
FILE = {"file": "a1", "name": "Kuva.JPG", "size": 3, "type": "image/jpeg"}


def test_all_ways_to_ask_are_there() -> None:
    assert set(QUESTIONS) == {*SCALES, *OTHERS}


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
        ("single_choice", {"other": " oma "}, {"other": "oma"}),
        ("multiple_choice", [{"other": "oma"}, "b", "a"], ["b", "a", {"other": "oma"}]),
        ("open_text", " Kiitos\n", " Kiitos\n"),
    ],
)
def test_words_are_kept(key: str, raw: Any, value: Any) -> None:
    assert QUESTIONS[key].parse(raw) == value


def test_every_question_has_its_usual_wording_in_both_languages() -> None:
    assert all(question.title["fi"] and question.title["en"] for question in QUESTIONS.values())


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("yes_no", "1", True),
        ("yes_no", "Ei", False),
        ("yes_no", 0.0, False),
        ("consent", True, True),
        ("number", "3,5", 3.5),
        ("number", " −1 200 ", -1200),
        ("number", 4.0, 4),
        ("slider", "50", 50),
        ("date", "2024-02-29", "2024-02-29"),
        ("matrix", {"staff": "good", "queue": "", "room": None}, {"staff": "good"}),
        ("ranking", ["b", "", "a"], ["b", "a"]),
        ("file", FILE, [FILE]),
        ("kano", {"with": "1", "without": 5}, {"with": 1, "without": 5}),
        ("kano", {"with": "", "without": None}, {}),
    ],
)
def test_values_are_read(key: str, raw: Any, value: Any) -> None:
    parsed = QUESTIONS[key].parse(raw)
    assert (parsed, type(parsed)) == (value, type(value))


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("yes_no", 2, "not_yes_or_no"),
        ("yes_no", [], "not_yes_or_no"),
        ("number", True, "no_number"),
        ("number", "1e9", "no_number"),
        ("number", "१२", "no_number"),
        ("number", float("nan"), "no_number"),
        ("number", 10**400, "no_number"),
        ("date", "2023-02-29", "not_a_date"),
        ("date", "20240101", "not_a_date"),
        ("date", "9999-01-01", "not_a_date"),
        ("matrix", ["a"], "not_a_table"),
        ("matrix", {"a": 1}, "not_a_text"),
        ("ranking", ["a", "a"], "ranked_twice"),
        ("ranking", "a", "not_a_list"),
        ("file", {"file": "a1"}, "not_a_file"),
        ("file", {**FILE, "size": -1}, "not_a_file"),
        ("file", [FILE] * 11, "too_many_files"),
        ("kano", {"with": 1}, "half_a_pair"),
        ("kano", {"with": 1, "without": 6}, "off_scale"),
        ("kano", 3, "not_a_pair"),
        ("single_choice", {"other": 1}, "not_a_text"),
        ("single_choice", {"else": "x"}, "not_a_text"),
        ("multiple_choice", [{"other": "a"}, {"other": "b"}], "own_words_twice"),
    ],
)
def test_what_is_of_another_shape_is_refused(key: str, raw: Any, code: str) -> None:
    with pytest.raises(UnfitError) as refused:
        QUESTIONS[key].parse(raw)
    assert refused.value.code == code


CHOICES = [{"value": "a"}, {"value": "b"}, {"value": "c"}]


@pytest.mark.parametrize(
    ("laid_down", "good", "bad", "code"),
    [
        ({"type": "single_choice", "choices": CHOICES}, "a", "d", "unknown_choice"),
        ({"type": "single_choice", "choices": CHOICES}, "a", {"other": "d"}, "own_words_not_asked"),
        ({"type": "single_choice", "choices": CHOICES, "other": True}, {"other": "d"}, "d", "unknown_choice"),
        ({"type": "multiple_choice", "choices": CHOICES, "atMost": 1}, ["a"], ["a", "b"], "too_many_chosen"),
        ({"type": "multiple_choice", "choices": CHOICES, "atLeast": 2}, ["a", "b"], ["a"], "too_few_chosen"),
        ({"type": "ranking", "choices": CHOICES, "atLeast": 3}, ["c", "b", "a"], ["a"], "too_few_chosen"),
        ({"type": "number", "atLeast": 1}, 1, 0, "too_low"),
        ({"type": "number", "atMost": 9.5}, 9.5, 9.6, "too_high"),
        ({"type": "number", "atLeast": 1, "step": 0.1}, 1.3, 1.35, "off_step"),
        ({"type": "slider"}, 100, 101, "too_high"),
        ({"type": "slider"}, 7, 7.5, "off_step"),
        ({"type": "slider", "atLeast": -5, "atMost": 5, "step": 2.5}, -2.5, -6, "too_low"),
        ({"type": "date", "atLeast": "2024-01-01"}, "2024-01-01", "2023-12-31", "too_early"),
        ({"type": "date", "atMost": "2024-01-01"}, "2024-01-01", "2024-01-02", "too_late"),
        ({"type": "matrix", "rows": CHOICES, "columns": CHOICES}, {"a": "b"}, {"a": "d"}, "unknown_choice"),
        ({"type": "matrix", "rows": CHOICES, "columns": CHOICES}, {"a": "b"}, {"d": "a"}, "unknown_choice"),
        ({"type": "open_text", "longest": 3}, "abc", "abcd", "text_too_long"),
        ({"type": "open_text", "pattern": "[0-9]{5}"}, "00100", "0010", "pattern_unfit"),
        ({"type": "open_text", "pattern": ".*"}, "x" * 300, "x" * 301, "text_too_long"),
        ({"type": "file", "accept": [".jpg"]}, [FILE], [{**FILE, "name": "a.exe"}], "file_type_unfit"),
        ({"type": "file", "accept": ["image/*"]}, [FILE], [{**FILE, "type": "text/html"}], "file_type_unfit"),
        ({"type": "file", "atMost": 1}, [FILE], [FILE, FILE], "too_many_files"),
    ],
)
def test_value_is_held_to_what_its_author_laid_down(
    laid_down: dict[str, Any], good: Any, bad: Any, code: str
) -> None:
    element = Element.model_validate({"name": "q", **laid_down})
    question = QUESTIONS[element.type]
    question.check(question.parse(good), element)
    with pytest.raises(UnfitError) as refused:
        question.check(question.parse(bad), element)
    assert refused.value.code == code
