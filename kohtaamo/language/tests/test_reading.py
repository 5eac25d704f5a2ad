from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohtaamo.language.analysers import ANALYSERS
from kohtaamo.language.reading import LONGEST, read_comment


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("Palvelu oli hyvää ja nopeaa", None, "fi"),
        ("The service was good and quick", "fi", "en"),
        ("Servicen var bra men kön var lång", None, "sv"),
        ("Ei toimi", "fi-FI", "fi"),
        ("Ei toimi", None, "fi"),
        ("12345 67890 12345", "sv", "sv"),
        ("😀👍", None, "und"),
        ("", "en_GB", "en"),
    ],
)
def test_language_is_read_or_taken_from_the_hint(text: str, hint: str | None, language: str) -> None:
    assert read_comment(text, hint).language == language


def test_hinted_language_is_unsure_and_read_language_sure() -> None:
    assert read_comment("Ei toimi", "fi").language_confidence < 0.5
    assert read_comment("Palvelu oli hyvää ja nopeaa", None).language_confidence > 0.9


def test_comment_is_read_in_its_own_language_not_the_hinted() -> None:
    read = read_comment("The staff were rude and unhelpful", "fi")
    assert (read.language, read.sentiment_label) == ("en", "negative")


def test_short_word_of_another_language_is_read_less_surely() -> None:
    hinted, foreign = read_comment("Terrible", "en"), read_comment("Terrible", "fi")
    assert foreign.sentiment == hinted.sentiment
    assert foreign.confidence == hinted.confidence / 2


def test_swedish_comment_is_read() -> None:
    read = read_comment("Personalen var otrevlig och ingen svarade i telefon", None)
    assert (read.language, read.sentiment_label) == ("sv", "negative")


def test_nothing_is_said_of_a_text_without_words() -> None:
    read = read_comment("12.5. 17:30", None)
    assert (read.language, read.sentiment, read.confidence, read.spans) == ("und", None, 0.0, ())


def test_emoji_alone_are_read() -> None:
    assert read_comment("👍👍", None).sentiment_label == "positive"
    assert read_comment("😡", "sv").sentiment_label == "negative"


def test_comment_without_opinion_is_neutral_and_marks_nothing() -> None:
    read = read_comment("Kävin toimipisteessä tiistaina", "fi")
    assert (read.sentiment_label, read.spans) == ("neutral", ())
    assert abs(read.sentiment or 0.0) < 0.1


def test_markup_is_plain_text() -> None:
    text = "<script>document.title</script> <b>surkea</b> palvelu ja hidas toimitus"
    read = read_comment(text, "fi")
    assert [text[start:end] for start, end, _ in read.spans if start > 30] == ["surkea", "hidas"]


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    text = "tavallinen tiistai " * (LONGEST // 19 + 1) + "surkea"
    assert read_comment(text, "fi").spans == ()


@pytest.mark.parametrize("key", sorted(ANALYSERS))
def test_analyser_answers_for_its_languages(key: str) -> None:
    for language in ANALYSERS[key].languages:
        found = ANALYSERS[key].read("hyvää / good", language)
        assert found is not None
        assert found.task == ANALYSERS[key].task


PIECES = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.sampled_from(
        ["ei ", "not ", "hyvää ", "ei valit", ":)", "👍", "\u0308", "\x00", "<b>", "\ud800", ", ", "n't "]
    ),
)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(PIECES, max_size=12).map("".join),
    st.one_of(st.none(), st.text(max_size=6), st.sampled_from(["fi", "en", "sv", "de"])),
)
def test_any_text_is_read_within_bounds(text: str, hint: str | None) -> None:
    read = read_comment(text, hint)
    assert read.sentiment is None or -1 <= read.sentiment <= 1
    assert 0 <= read.confidence <= 1
    assert 0 <= read.language_confidence <= 1
    assert all(0 <= start < end <= len(text) and sign in (-1, 1) for start, end, sign in read.spans)


def test_importing_loads_no_model() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, kohtaamo.language.reading; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert "kohtaamo.language.reading" in seen
    assert not {"numpy", "py3langid", "django"} & set(seen)
