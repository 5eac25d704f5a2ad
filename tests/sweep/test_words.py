"""Every sentence of the product is in Finnish, with the same placeholders, in the words of the glossary."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from tools import words


@pytest.fixture(scope="module")
def product() -> Catalog:
    return words.gather()


def test_sentences_are_gathered_from_code_and_templates(product: Catalog) -> None:
    places = {place for message in product for place, _ in message.locations}
    assert "kohtaamo/improvement/models.py" in places
    assert "kohtaamo/improvement/templates/improvement/action_list.html" in places


@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_sentence_is_translated_with_its_placeholders_and_words(
    product: Catalog, language: str
) -> None:
    assert words.faults(language, product) == []


@pytest.mark.parametrize(
    ("english", "finnish"),
    [
        ("Touchpoint", ("Kontaktipiste",)),
        ("Start an action", ("Aloita toimenpide",)),
        ("Customer journeys", ("Palvelupolut",)),
        ("%(touchpoint)s: by week", ("%(touchpoint)s: viikoittain",)),  # a placeholder is not a word
        ("No metric %(name)s", ("Mittaria %(name)s ei ole",)),
        (("%(n)s touchpoint", "%(n)s touchpoints"), ("%(n)s kontaktipiste", "%(n)s kontaktipistettä")),
        ("This person is a member", ("Hän on jäsen",)),
        ("Where does it come from?", ("Mistä se tulee?",)),
    ],
)
def test_words_of_the_glossary_are_accepted(english: object, finnish: tuple[str, ...]) -> None:
    assert words.other_words(english, finnish) == []


@pytest.mark.parametrize(
    ("english", "finnish", "fault"),
    [
        ("Touchpoint", ("Kohtaamispiste",), "'touchpoint' is 'kontaktipiste'"),
        ("Touchpoint", ("Kontaktipisteet",), "'touchpoint' is 'kontaktipiste'"),
        (
            "Draw a journey",
            ("Piirrä asiakaspolku",),
            "'customer journey' is not spoken of as 'palvelupolku'",
        ),
        (
            ("%(n)s survey", "%(n)s surveys"),
            ("%(n)s kysely", "%(n)s tutkimusta"),
            "'survey' is not spoken of as 'kysely'",
        ),
    ],
)
def test_another_word_is_a_fault(english: object, finnish: tuple[str, ...], fault: str) -> None:
    assert words.other_words(english, finnish) == [fault]


def test_placeholders_must_be_the_same() -> None:
    assert words.same_placeholders(("%(name)s added",), ("%(name)s lisättiin",))
    assert not words.same_placeholders(("%(name)s added",), ("Lisättiin",))
    assert not words.same_placeholders(("Added",), ("%(name)s lisättiin",))
    assert words.same_placeholders(("%(n)s day", "%(n)s days"), ("yksi päivä", "%(n)s päivää"))
