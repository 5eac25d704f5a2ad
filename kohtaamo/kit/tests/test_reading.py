from __future__ import annotations

import pytest

from kohtaamo.kit.reading import lix, sentences_in, words_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 5 words, 1 sentence, no word over six letters: 5/1 + 0
        ("Was it easy for you?", 5.0),
        # 8 words, 1 sentence; tyytyväinen, palveluumme, kokonaisuutena over six letters: 8 + 300/8
        ("Kuinka tyytyväinen olit palveluumme kokonaisuutena viime vuoden aikana?", 45.5),
        # 8 words, 2 sentences; matters, nothing: 8/2 + 200/8
        ("It matters to us. Nothing else does now.", 29.0),
        # 6 letters is not long, 7 is: 2/1 + 100/2
        ("kuusia seitsen", 52.0),
        # a number is a word and never long; a colon ends a sentence: 4/2 + 0
        ("Rate us: 12345678 points", 2.0),
    ],
)
def test_lix_by_hand(text: str, expected: float) -> None:
    assert lix(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", " ?! ", "…"])
def test_text_without_words_has_no_lix(text: str) -> None:
    assert lix(text) is None
    assert sentences_in(text) == 0


def test_words_with_marks_within_are_one() -> None:
    assert words_in("Wouldn't you e-mail us, Aino-Kaisa?") == [
        "Wouldn't",
        "you",
        "e-mail",
        "us",
        "Aino-Kaisa",
    ]


def test_text_without_a_stop_is_one_sentence() -> None:
    assert sentences_in("kerro meille") == 1
