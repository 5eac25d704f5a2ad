"""Bad input, and what belongs to the writer and what to somebody quoted."""

from __future__ import annotations

import base64

import pytest

from kohtaamo.language.analysis import TASKS, analyse

THREAD = """Kiitos, laskutusasia hoitui todella hyvin ja nopeasti.

Lähettäjä: Asiakaspalvelu
Lähetetty: maanantai 3.2.
Aihe: Toimitus

Toimituksenne on pahasti myöhässä, soittakaa heti numeroon 040 123 4567. Surkeaa, kamalaa ja törkeää."""
MIXED = "The delivery oli myöhässä and personalen var otrevlig, en suosittele anybody."
COMPLAINT = "Toimitus myöhästyi ja asiakaspalvelija oli törkeä"


def all_of(text):
    return analyse(text, tasks=TASKS)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000, "huono " * 170_000, "😡" * 10_000, "\u200b" * 1_000, "\u202e\u202d", "", " \n\t ", "\0\0",
        base64.b64encode(bytes(range(256)) * 400).decode(), "\ud800", "a\u0301" * 5_000, "." * 100_000, "> " * 50_000,
        MIXED, "ä" * 70, "A. " * 20_000, "@@@@ #### ////", "<b>hyvä</b>", "1234567890" * 1_000,
    ],
)  # fmt: skip
def test_anything_is_read_and_spans_lie_within_the_text(text):
    found = all_of(text)
    spans = [(one.start, one.end) for one in (*(found.personal or ()), *(found.phrases or ()))]
    spans += [span for flag in found.flags or () for span in flag.evidence]
    spans += [span for one in found.themes or () for span in one.theme.evidence]
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_one_endless_word_tells_nothing():
    found = all_of("x" * 1_000_000)
    assert (found.themes, found.personal, found.phrases, found.flags) == ((), (), (), ())


def test_signs_that_cannot_be_seen_hide_nothing():
    clean, hidden = (
        all_of("Surkea toimitus, soita 040 123 4567"),
        "Sur\u200bkea toi\u00admitus, soita 040 1\u200b23 4567",
    )
    found = all_of(hidden)
    assert [one.theme.key for one in found.themes or ()] == [one.theme.key for one in clean.themes or ()]
    assert [hidden[one.start : one.end] for one in found.personal or ()] == ["040 1\u200b23 4567"]


def test_capital_letters_say_the_same():
    plain, shouted = all_of(COMPLAINT), all_of(COMPLAINT.upper())
    assert [one.theme.key for one in shouted.themes or ()] == [one.theme.key for one in plain.themes or ()]
    assert {one.key for one in shouted.flags or ()} == {one.key for one in plain.flags or ()}
    assert plain.reading
    assert shouted.reading
    assert shouted.reading.sentiment_label == plain.reading.sentiment_label == "negative"


def test_a_text_in_three_languages_is_read_in_one_of_them():
    found = all_of(MIXED)
    assert found.language in {"fi", "en", "sv", "und"}
    assert found.reading is not None


def test_what_is_quoted_is_searched_for_personal_data_only():
    found = all_of(THREAD)
    assert found.reading
    assert found.reading.sentiment_label == "positive"
    assert "delivery" not in [one.theme.key for one in found.themes or ()]
    assert found.flags == ()
    assert [THREAD[one.start : one.end] for one in found.personal or ()] == ["040 123 4567"]
    assert "törkeää" not in " ".join(one.written for one in found.phrases or ())
