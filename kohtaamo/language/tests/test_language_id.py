from __future__ import annotations

import pytest

from kohtaamo.language.analysers.language_id import LEAST_LETTERS, _ranked, _words_of
from kohtaamo.language.letters import LANGUAGES


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lopeta", "fi"),
        ("Totta", "fi"),
        ("Hello", "en"),
        ("God natt", "sv"),
        ("Okej", "sv"),
    ],
)
def test_a_few_common_words_tell_their_language(text: str, language: str) -> None:
    assert len(text) < LEAST_LETTERS
    assert _ranked(text.lower())[0][0] == language


def test_words_that_tell_a_language_do_so_in_one_only() -> None:
    telling = {"en": {"hello", "would"}, "fi": {"totta", "kiitos"}, "sv": {"natt", "inte"}}
    for language, words in telling.items():
        assert words <= _words_of(language)
        assert all(words.isdisjoint(_words_of(other)) for other in LANGUAGES if other != language)
