from __future__ import annotations

import tomllib

import pytest

from kohtaamo.kit.glossary import GLOSSARY, Term, glossary, terms_named_in

TERMS = list(glossary().values())


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.key)
def test_term_has_both_languages_and_a_sentence_for_each(term: Term) -> None:
    assert term.en
    assert term.fi
    for definition in (term.definition_en, term.definition_fi):
        assert definition.endswith(".")
        assert definition[0].isupper()
        assert "!" not in definition
        assert len(definition) <= 120


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.key)
def test_stem_is_found_in_its_own_word(term: Term) -> None:
    assert len(term.stems) == len(set(term.stems))
    assert all(len(stem) > 2 for stem in term.stems)
    # the first begins a word of the term; others are listed for forms in which the word itself changes
    assert any(part.startswith(term.stems[0].split()[0]) for part in term.fi.split())
    assert term.is_spoken_of_in(term.fi)


def test_keys_are_those_of_the_file() -> None:
    entries = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))["terms"]
    assert {key: entry["key"] for key, entry in entries.items()} == {key: key for key in entries}
    assert [term.key for term in TERMS] == list(entries)


def test_one_word_for_one_concept() -> None:
    for language in ("fi", "en"):
        words = [term.word(language).casefold() for term in TERMS]
        assert sorted(words) == sorted(set(words))


def test_synonyms_are_not_words_of_ours() -> None:
    ours = {term.fi.casefold() for term in TERMS}
    assert [word for term in TERMS for word in term.also if word.casefold() in ours] == []


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("journey", "Piirrä palvelupolun vaiheet"),
        ("customer", "Asiakkaille lähetetyt kutsut"),
        ("blueprint", "Avaa palvelukartat"),
        ("mention", "Uusien mainintojen määrä"),
        ("mention", "Etsi mainintoja"),
        ("lesson", "Kirjaa opit"),
        ("moment_of_truth", "Merkitse totuuden hetkeksi"),
        ("inbox", "Yhteisessä postilaatikossa on tilaa"),
        ("finding", "Tee havainnosta kehitystoimenpide"),
    ],
)
def test_inflected_words_are_recognised(key: str, sentence: str) -> None:
    assert glossary()[key].is_spoken_of_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("Touchpoints of the customer journey", {"touchpoint", "journey"}),
        ("What customers say", {"customer"}),
        ("Start an action", {"action"}),
        ("A development action", {"action"}),
        ("Net promoter score", set()),
        ("Promoters less detractors", {"promoter", "detractor"}),
        ("Where does it come from?", set()),
        ("Reaction", set()),
    ],
)
def test_terms_of_an_english_sentence(sentence: str, keys: set[str]) -> None:
    assert {term.key for term in terms_named_in(sentence)} == keys


def test_phrases_left_unread_hold_a_word_of_their_term() -> None:
    for term in TERMS:
        assert all(any(word in phrase for word in (term.en, *term.short)) for phrase in term.not_in)


def test_search_finds_other_peoples_words() -> None:
    assert [term.key for term in TERMS if term.matches("Kohtaamispiste ")] == ["touchpoint"]
    assert glossary()["journey"].matches("customer journey map")
    assert not glossary()["journey"].matches("roolipeli")


def test_terms_speak_the_readers_language() -> None:
    journey = glossary()["journey"]
    assert (journey.word("fi"), journey.word("en")) == ("palvelupolku", "customer journey")
    assert journey.definition("fi").startswith("Asiakkaan kulku")
    assert journey.definition("en").startswith("The customer's way")
