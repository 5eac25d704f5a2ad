from __future__ import annotations

import pytest

from kohtaamo.language.search import nearest, pieces_of, roots_of


@pytest.mark.parametrize(
    ("asked", "form"),
    [
        ("lasku", "laskutuksessa"),
        ("laskuja", "lasku"),
        ("laskutuksessa", "laskutus"),
        ("sovellus", "sovelluksessa"),
        ("asiakas", "asiakkaan"),
        ("kaupan", "kauppa"),
        ("hinta", "hinnat"),
        ("puhelimessa", "puhelin"),
        ("kirjautuminen", "kirjautua"),
        ("nopeasti", "nopea"),
        ("jono", "jonotusaika"),
        ("deliveries", "delivery"),
        ("waiting", "waited"),
    ],
)
def test_a_word_finds_its_other_forms(asked: str, form: str):
    assert any(root in form for root in roots_of(asked))


@pytest.mark.parametrize(
    ("asked", "other"), [("lasku", "laskelma"), ("hinta", "hintelä mies"), ("50%", "50")]
)
def test_roots_are_no_shorter_than_they_need_to_be(asked: str, other: str):
    assert not all(root in other for root in roots_of(asked))


def test_what_is_no_word_is_looked_for_as_it_is():
    assert roots_of("50%") == ("50%",)
    assert roots_of("5G") == ("5g",)
    assert roots_of("a" * 1000) == ("a" * 1000,)


def test_one_wrong_letter_breaks_one_piece():
    assert pieces_of("asiakaspalvlu") == ["asia", "kasp", "alvl"]
    assert [piece in "asiakaspalvelu" for piece in pieces_of("asiakaspalvlu")] == [True, True, False]


def test_the_word_most_like_a_misspelt_one_is_found():
    known = ["asiakas", "asiakaspalvelussa", "palvelu", "lasku"]
    assert nearest("asiakaspalvlu", known) == "asiakaspalvelussa"
    assert nearest("lsku", known) == "lasku"
    assert nearest("xylofoni", known) == ""
