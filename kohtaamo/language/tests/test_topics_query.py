from __future__ import annotations

from contextlib import suppress

import pytest

from kohtaamo.language.topics import QueryError, matches, parse, prepare


def catches(query: str, text: str, language: str = "fi") -> bool:
    return matches(parse(query), prepare(text, language))


@pytest.mark.parametrize(
    ("query", "text", "is_caught"),
    [
        ("lasku", "Laskussa oli vika", True),
        ("laskut", "LASKUN summa", True),
        ("lasku", "laskuri hajosi", False),
        ("lasku*", "laskutuksessa vika", True),
        ("lasku*", "alaskutsu", False),
        ("lasku vika", "vika ja lasku", True),
        ("lasku vika", "pelkkä lasku", False),
        ("lasku JA vika", "vika laskussa", True),
        ("lasku TAI jono", "pitkä jono", True),
        ("lasku OR jono", "pitkä ruuhka", False),
        ("lasku EI vika", "lasku hyvä", True),
        ("lasku EI vika", "lasku ja vika", False),
        ("lasku AND NOT (vika OR virhe)", "lasku ja virhe", False),
        ("NOT vika lasku", "lasku kunnossa", True),
        ('"pitkä jono"', "kassalla pitkä jono oli", True),
        ('"pitkä jono"', "jono oli pitkä", False),
        ("”pitkä jono”", "jono oli pitkä", False),
        ("”pitkä jono”", "pitkä jono", True),
        ('"ei vasta*"', "puhelimeen ei vastattu", True),
        # words in a row that a sign parts
        ("e-lasku", "sain e-laskun", True),
        ("e-lasku", "e kirjain ja lasku", False),
        # AND binds closer than OR
        ("jono TAI lasku vika", "jono", True),
        ("(jono TAI lasku) vika", "jono", False),
        # small letters are words, not operators
        ("ei", "ei", True),
        ("RÅTTA", "en råtta", True),
        # the grades of one word
        ("tunti", "tunnin jonotus", True),
        ("katu", "kadulla melua", True),
        ("kaupunki", "kaupungissa", True),
        ("kenkä", "kengät hiersivät", True),
        ("lakko", "lakon takia", True),
        ("silta", "sillalla", True),
        ("kauppa", "kaupassa", True),
        ("hinta", "hintojen nousu", False),
        ("hint* TAI hinn*", "hintojen nousu", True),
        ("lasku\u200b", "laskuja", True),
    ],
)
def test_queries_catch_what_they_say(query: str, text: str, is_caught: bool) -> None:
    assert catches(query, text) is is_caught


def test_a_text_in_english_meets_by_english_stems() -> None:
    assert catches("crash", "the app keeps crashing", "en")
    assert catches("crash", "crashes", "")
    assert not catches("crash", "krahs", "en")


@pytest.mark.parametrize(
    ("query", "problem", "position"),
    [
        ("", "empty", 0),
        ("   ", "empty", 0),
        ('lasku "väärä', "open_quote", 6),
        ("(lasku", "open_parenthesis", 0),
        ("(", "open_parenthesis", 0),
        ("lasku)", "stray_parenthesis", 5),
        (") lasku", "stray_parenthesis", 0),
        ("()", "nothing_after", 0),
        ("lasku TAI", "nothing_after", 6),
        ("lasku TAI JA vika", "nothing_after", 6),
        ("(lasku TAI)", "nothing_after", 7),
        ("EI", "nothing_after", 0),
        ("TAI lasku", "nothing_before", 0),
        ("lasku JA TAI jono", "nothing_after", 6),
        ('lasku ""', "empty_phrase", 7),
        ("la*", "short_beginning", 0),
        ("*", "short_beginning", 0),
        ("*lasku", "stray_star", 0),
        ("jono la*sku", "stray_star", 7),
        ("!!!", "no_letters", 0),
        ("EI lasku", "only_not", 0),
        ("lasku TAI EI vika", "only_not", 0),
        ("a" * 501, "too_long", 500),
        ("a " * 51, "too_many_words", 0),
        ("EI " * 22 + "a", "too_deep", 63),
        ("(" * 22 + "a" + ")" * 22, "too_deep", 21),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(query: str, problem: str, position: int) -> None:
    with pytest.raises(QueryError) as told:
        parse(query)
    assert (told.value.problem, told.value.position) == (problem, position)


@pytest.mark.parametrize(
    "query", ['"' * 499, "(" * 500, ")" * 500, "* " * 40, "a" * 500, "(a+)+$", "\0", "\ud800", "EI " * 160]
)
def test_a_hostile_query_is_refused_or_read_but_never_breaks(query: str) -> None:
    with suppress(QueryError):
        assert matches(parse(query), prepare("tavallinen teksti", "fi")) is False


def test_a_megabyte_of_one_word_is_matched_by_its_beginning() -> None:
    assert not catches("lasku*", "a" * 1_000_000)
    assert catches("aaaa*", "aaaa " * 200_000)
