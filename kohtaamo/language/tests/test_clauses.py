from __future__ import annotations

from itertools import pairwise

import pytest

from kohtaamo.language.clauses import LONGEST_CLAUSE, clauses_in


def parts(text):
    return [text[clause.start : clause.end] for clause in clauses_in(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hyvä. Huono! Miksi?", ["Hyvä", "Huono", "Miksi"]),
        ("Hidas, kallis; ruma: ei", ["Hidas", "kallis", "ruma", "ei"]),
        ("Rivi\r\ntoinen\n\nkolmas", ["Rivi", "toinen", "kolmas"]),
        ("Hyvä - mutta kallis — ja ruma", ["Hyvä", "mutta kallis", "ja ruma"]),
        ("Halpa mutta hyvä", ["Halpa", "mutta hyvä"]),
        ("Odotin koska piti vaikka väsytti", ["Odotin", "koska piti", "vaikka väsytti"]),
        ("Se tuli ja kun avasin sen", ["Se tuli", "ja kun avasin sen"]),
        ("Ei vaan toimi", ["Ei vaan toimi"]),
        ("Good but slow because of you", ["Good", "but slow", "because of you"]),
        ("It came and when I opened it", ["It came", "and when I opened it"]),
        ("Nice even though late", ["Nice", "even though late"]),
        ("Maksoi 1.250,50 e klo 12.30 tai 12:30", ["Maksoi 1.250,50 e klo 12.30 tai 12:30"]),
        ("Kesti 3–5 päivää tai 3 – 5 viikkoa", ["Kesti 3–5 päivää tai 3 – 5 viikkoa"]),
        ("Tuli 12. päivä", ["Tuli 12. päivä"]),
        ("Esim. laskut, ym. kulut", ["Esim. laskut", "ym. kulut"]),
        ("Mr. Smith came e.g. twice", ["Mr. Smith came e.g. twice"]),
        ("Katso www.kauppa.fi/a,b, kiitos", ["Katso www.kauppa.fi/a,b", "kiitos"]),
        ("See https://a.b/c?d=e.f. Bye", ["See https://a.b/c?d=e.f", "Bye"]),
        ("Kauppa.fi toimii. Jes", ["Kauppa.fi toimii", "Jes"]),
        ("Soita: etu.suku@yritys.fi.", ["Soita", "etu.suku@yritys.fi"]),
        ("DHL:n auto", ["DHL:n auto"]),
        ("Hidasta.Todella hidasta,kallis", ["Hidasta", "Todella hidasta", "kallis"]),
        ("😀 hyvä", ["😀 hyvä"]),
        ("😀😀", ["😀😀"]),
        ("...", []),
        ("", []),
    ],
)
def test_text_is_cut_into_clauses(text, wanted):
    assert parts(text) == wanted


def test_words_are_compared_small_and_composed_and_keep_their_places():
    text = "Hyvä, TO\u0308YKEA\u0308 don’t"
    words = clauses_in(text)[1].words
    assert [word.form for word in words] == ["töykeä", "don't"]
    assert [text[word.start : word.end] for word in words] == ["TO\u0308YKEA\u0308", "don’t"]


def test_text_without_signs_is_cut_too():
    clauses = clauses_in("sana " * (2 * LONGEST_CLAUSE + 1))
    assert [len(clause.words) for clause in clauses] == [LONGEST_CLAUSE, LONGEST_CLAUSE, 1]


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "a'" * 500_000, "a." * 500_000, "a@" * 500_000, "." * 1_000_000]
)
def test_a_megabyte_without_a_space_is_read_once(text):
    clauses = clauses_in(text)
    assert sum(len(clause.words) for clause in clauses) <= len(text) // 2 + 1
    assert all(first.end <= second.start for first, second in pairwise(clauses))


@pytest.mark.parametrize("text", ["\ud800 on", "\x00", "\ufeffHei", "\u202eabc", "\u200b\u200b"])
def test_odd_characters_do_no_harm(text):
    assert all(text[clause.start : clause.end] for clause in clauses_in(text))
