from __future__ import annotations

from typing import Any

import pytest

from kohtaamo.feedback.phrasing import hints_of_survey
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.starter import questionnaire_of
from kohtaamo.feedback.starters import STARTERS


def codes(language: str, title: str, kind: str = "csat", **more: Any) -> list[str]:
    return [hint.code for hint in hints_of_survey(asking(language, title, kind, **more))]


def asking(language: str, title: str, kind: str, **more: Any) -> Questionnaire:
    element = {"name": "a", "type": kind, "title": {language: title}, **more}
    return read_questionnaire({"languages": [language], "pages": [{"elements": [element]}]})


@pytest.mark.parametrize(
    ("language", "title", "code"),
    [
        ("fi", "Kuinka tyytyväinen olit hintaan ja laatuun?", "double"),
        ("fi", "Oliko palvelu nopeaa sekä ystävällistä?", "double"),
        ("en", "How satisfied were you with the price and the quality?", "double"),
        ("fi", "Eikö palvelu ollutkin hyvää?", "leading"),
        ("fi", "Kuinka tyytyväinen olit erinomaiseen palveluumme?", "leading"),
        ("en", "Don’t you find our service easy?", "leading"),
        ("en", "How did you like our excellent service?", "leading"),
        ("fi", "Asiani ei jäänyt kesken.", "negation"),
        ("en", "I did not have to wait.", "negation"),
        ("fi", "Miten arvioisit palvelupolkumme kontaktipisteet?", "jargon"),
        ("en", "How seamless was the omnichannel service?", "jargon"),
        ("fi", " ".join(["sana"] * 17), "too_long"),
        ("en", " ".join(["word"] * 21), "too_long"),
    ],
)
def test_is_caught(language: str, title: str, code: str) -> None:
    assert code in codes(language, title)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fi", "Kuinka tyytyväinen olit palveluun?"),
        ("fi", "Kävitkö meillä silloin tällöin?"),
        ("fi", "Jaksoitko odottaa?"),
        ("fi", "Kuinka todennäköisesti suosittelisit meitä ystävälle tai työtoverille?"),
        ("fi", "Enimmäkseen sain apua."),
        ("fi", "Ilmanlaatu oli hyvä."),
        ("en", "How satisfied were you with the service?"),
        ("en", "Do you know our terms and conditions?"),
        ("en", "The greatest help was a person."),
        ("en", "Nobody's notebook was handed to another."),
        ("fi", " ".join(["sana"] * 16)),
    ],
)
def test_is_not_caught(language: str, title: str) -> None:
    assert codes(language, title) == []


def test_own_words_may_be_asked_of_two_things_and_of_what_was_not() -> None:
    assert codes("fi", "Mitä et saanut ja mitä jäit kaipaamaan?", "open_text") == []


def test_needed_choice_without_a_way_out_is_caught() -> None:
    choices = [{"value": str(n), "text": {"fi": f"Kanava {n}"}} for n in (1, 2)]
    unsure = {"value": "3", "text": {"fi": "En osaa sanoa"}}
    asked: dict[str, Any] = {"kind": "single_choice", "required": True}
    assert codes("fi", "Missä asioit?", **asked, choices=choices) == ["no_way_out"]
    assert codes("fi", "Missä asioit?", **asked, choices=[*choices, unsure]) == []
    assert codes("fi", "Missä asioit?", **asked, choices=choices, other=True) == []
    assert codes("fi", "Missä asioit?", "single_choice", choices=choices) == []


def test_scales_of_three_lengths_in_one_survey_are_caught() -> None:
    kinds = ["csat", "nps", "ces_1_7"]
    elements = [{"name": kind, "type": kind, "title": {"en": "How was it?"}} for kind in kinds]
    asked = read_questionnaire({"languages": ["en"], "pages": [{"elements": elements}]})
    assert [(one.code, one.words) for one in hints_of_survey(asked)] == [("mixed_scales", "5, 7, 11")]
    two = read_questionnaire({"languages": ["en"], "pages": [{"elements": elements[:2]}]})
    assert hints_of_survey(two) == []


@pytest.mark.parametrize("key", sorted(STARTERS))
def test_ready_surveys_follow_their_own_advice(key: str) -> None:
    found = hints_of_survey(questionnaire_of(STARTERS[key], ["fi", "en"]))
    assert [(one.code, one.name, one.words) for one in found if one.code not in {"jargon", "negation"}] == []
