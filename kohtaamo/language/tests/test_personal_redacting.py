from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kohtaamo.language.personal import find, redact, restore

LONG = 100_000
PIECES = st.sampled_from([
    "131052-308T", "010594y9032", "FI2112345600000785", "FI21 1234 5600 0007 85", "4111 1111 1111 1111",
    "378282246310005", "040 123 4567", "+358401234567", "(09) 123 4567", "matti@firma.fi", "matti (at) firma.fi",
    "Mannerheimintie 12 A 5", "00100 Helsinki", "auto ABC-123", "passi XP8271602", "Matti Virtanen", "nimeni on ",
    "<HETU_1>", "<PUHELIN_1>", "<HETU_", "1>", "<", ">", "0", "04", "-", "+", ".", "@", " ", "\n", "\0", "\u200b",
    "ä", "\ud800", "\u0661", "\uff10", "tilausnumero ", "lasku ", ":lle", " at ", "\u202e", "\U0001f600",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=3))).map("".join),
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(TEXTS)
@example("131052-308T" * 5)
@example("040123456" * 4)
@example("0TIE 1A 0A(AT)0.AA")
@example("0TIE 1.ATIE 1")
@example("010000000/+201000001")
def test_what_is_redacted_can_be_restored_and_leaves_no_identifier(text: str) -> None:
    redacted = redact(text)
    assert restore(redacted.text, redacted.placeholders) == text
    assert not [one for one in find(redacted.text) if one.is_certain]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(TEXTS)
def test_spans_are_in_order_within_the_text_and_apart(text: str) -> None:
    found = find(text)
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(0 <= one.start < one.end <= len(text) for one in found)


def test_same_writing_has_one_placeholder_and_one_already_there_is_kept_apart() -> None:
    redacted = redact("<HETU_1> on 131052-308T, 131052-308T ja 010594Y9032.")
    assert redacted.text == "<HETU_1> on <HETU_2>, <HETU_2> ja <HETU_3>."
    assert redacted.placeholders == {"<HETU_2>": "131052-308T", "<HETU_3>": "010594Y9032"}


def test_only_the_kinds_asked_for_are_hidden() -> None:
    text = "Soita 040 123 4567 tai matti@firma.fi"
    assert redact(text, kinds=["email"]).text == "Soita 040 123 4567 tai <SAHKOPOSTI_1>"


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("Hetuni on 131052-308t.", "hetu", "131052-308t"),
        ("numeroon 040 123 4567:ään", "phone", "040 123 4567"),
        ("Tilille FI21 1234 5600 0007 85 kiitos", "iban", "FI21 1234 5600 0007 85"),
        ("kortti 4111 1111 1111 1111 12/27", "card", "4111 1111 1111 1111"),
        ("Kirjoita matti@firma.fi.Kiitos", "email", "matti@firma.fi"),
        ("０４０ １２３ ４５６７", "phone", "０４０ １２３ ４５６７"),
        (
            "Asun Iso Roobertinkatu 20 A 5, 00120 Helsinki.",
            "address",
            "Iso Roobertinkatu 20 A 5, 00120 Helsinki",
        ),
        ("tunnus 0\u200b40 1234567", "phone", "0\u200b40 1234567"),
        ("Soittakaa (040-1234567) heti", "phone", "040-1234567"),
        ("Soittakaa (09) 123 4567", "phone", "(09) 123 4567"),
        ("Asun Kauppatori 1", "address", "Kauppatori 1"),
        ("Terveisin\nLiisa Mäkinen", "name", "Liisa Mäkinen"),
        ("Hi, my name is John Smith and", "name", "John Smith"),
        ("matti.meikalainen at gmail.com", "email", "matti.meikalainen at gmail.com"),
    ],
)
def test_identifiers_are_found_as_written(text: str, kind: str, written: str) -> None:
    start = text.index(written)
    assert [(one.kind, one.start, one.end) for one in find(text)] == [(kind, start, start + len(written))]


@pytest.mark.parametrize(
    "text",
    ["Nokian Y-tunnus on 0112038-9", "310299-002X", "311205A1234", "FI2112345600000786", "4111 1111 1111 1112",
     "Tavataan at cafe.fi", "Tuote ABC-123", "klo 08.00 - 16.00", "tilausnumero 0401234567", "Valtatie 4 on poikki",
     "olen Helsingistä", "Valitsin asiakaspolku 3:n",
     "Koivumäki 5 tähteä", "bussilinja 5", "Moottori 2 hajosi", "kasvu +20 000 000 euroa", "310225-308T"],
)  # fmt: skip
def test_what_only_looks_like_an_identifier_is_left(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "0", "@", "a@", "040 ", "0 ", "4 ", "FI21 ", "131052-308T", "Matti ", "A", "+", "(", "(at)", "tie 1 ",
     "00100 ", "\u200b", "<HETU_1>", ".", "-", "a.", "\0", " at ", "4111 1111 1111 1112 "],
)  # fmt: skip
def test_a_long_text_takes_no_more_for_each_letter_than_a_short_one(piece: str) -> None:
    """Counted: the same pieces ten times over give ten times the finds, and a long text comes to its end."""
    few, many = find(piece * 100), find(piece * 1000)
    assert len(few) * 8 <= len(many) <= len(few) * 12 + 12
    long = piece * (LONG // len(piece))
    redacted = redact(long)
    assert restore(redacted.text, redacted.placeholders) == long
