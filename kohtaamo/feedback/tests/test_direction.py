from __future__ import annotations

import pytest
from django.utils.translation import override

from kohtaamo.feedback.direction import Told, check_numbers, check_told, tone_of
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.reasons import explain


def sentence(kind: str, told: Told) -> str:
    with override("en"), pytest.raises(UnfitError) as unfit:
        check_told(kind, told, name="score")
    assert unfit.value.code == "mislabelled"
    with override("en"):
        return explain(unfit.value.code, unfit.value.facts)


def test_own_effort_told_to_be_good_when_high_is_refused_with_what_fits() -> None:
    told = sentence("ces_1_5", Told(direction="high_is_good"))
    assert "a high number is good" in told
    assert "Satisfaction (CSAT)" in told


def test_what_agrees_with_the_kind_is_taken() -> None:
    check_told("ces_1_5", Told(direction="low_is_good", scale=(1, 5)), name="score")
    check_told("nps", Told(direction="high_is_good", scale=(10, 0)), name="score")
    check_told("open_text", Told(direction="low_is_good", scale=(1, 5)), name="score")


def test_effort_against_expectation_is_not_told_in_five_steps_from_one() -> None:
    told = sentence("effort", Told(scale=(1, 5)))
    assert "from −2 to 2" in told
    assert "CES, 1–5" in told


def test_a_direction_narrows_what_is_said_to_fit() -> None:
    told = sentence("effort", Told(scale=(1, 5), direction="low_is_good"))
    assert "CES, 1–5" in told
    assert "CSAT" not in told


def test_a_scale_that_nothing_fits_says_to_turn_it_round() -> None:
    assert "turn the numbers round" in sentence("nps", Told(direction="low_is_good"))


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("ces_1_5", {"Very little effort": 5, "Very much effort": 1}),
        ("ces_1_5", {"helppo": 5, "vaikea": 1}),
        ("csat", {"erittäin tyytyväinen": 1, "erittäin tyytymätön": 5}),
        ("csat", {"very satisfied": 1, "not satisfied": 4}),
        ("ces_1_7", {"täysin samaa mieltä": 1, "täysin eri mieltä": 7}),
        ("effort", {"Much less than I expected": -2, "Much more than I expected": 2}),
        ("expectation", {"positive": -1, "negative": 1}),
    ],
)
def test_words_in_the_opposite_order_are_refused(kind: str, labels: dict[str, float]) -> None:
    assert "But" in sentence(kind, Told(labels=labels))


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("ces_1_5", {"Very little effort": 1, "Very much effort": 5}),
        ("ces_1_5", {"helppo": 1, "vaikea": 5}),
        ("csat", {"erittäin tyytyväinen": 5, "erittäin tyytymätön": 1}),
        ("csat", {"yes": 5, "no idea": 3}),
        ("csat", {"positive": 5, "neutral": 3, "negative": 1}),
        ("ces_1_7", {"agree": 6, "disagree": 2}),
        ("effort", {"Much less than I expected": 2, "Much more than I expected": -2}),
    ],
)
def test_words_in_the_order_of_the_kind_are_taken(kind: str, labels: dict[str, float]) -> None:
    check_told(kind, Told(labels=labels), name="score")


@pytest.mark.parametrize(
    ("words", "tone"),
    [("Dissatisfied", -1), ("satisfied", 1), ("ei tyytyväinen", -1), ("not difficult", 1), ("sininen", 0)],
)
def test_the_tone_of_words(words: str, tone: int) -> None:
    assert tone_of(words.casefold()) == tone


def test_numbers_of_another_scale_are_refused_and_slips_are_not() -> None:
    with pytest.raises(UnfitError):
        check_numbers("effort", [1, 2, 3, 4, 5] * 4, name="score")
    check_numbers("effort", [-2, -1, 0, 1, 2] * 4 + [3], name="score")
    check_numbers("effort", [5, 4], name="score")
    check_numbers("csat", [77.5] * 20, name="score")
