from __future__ import annotations

from kohtaamo.language.phrases import keyphrases, rarity

ORDER = "Toimitus myöhästyi, mutta asiakaspalvelija oli todella ystävällinen. Soittakaa 040 123 4567, Matti Virtanen"


def test_phrases_are_the_telling_words_as_they_were_written():
    written = [one.written for one in keyphrases(ORDER, "fi")]
    assert {"Toimitus myöhästyi", "asiakaspalvelija", "ystävällinen"} <= set(written)


def test_phrase_is_where_its_span_says():
    for one in keyphrases(ORDER, "fi"):
        assert ORDER[one.start : one.end] == one.written


def test_no_phrase_names_a_person_or_touches_an_address():
    told = " ".join(
        one.written for one in keyphrases(f"{ORDER} https://kauppa.fi/tuote @kauppa", "fi", most=20)
    )
    assert not {"Matti", "Virtanen", "040", "tuote", "https", "kauppa"} & set(told.split())


def test_no_phrase_begins_or_ends_with_a_word_that_tells_nothing():
    told = {
        word
        for one in keyphrases("The queue at the desk was very long", "en")
        for word in one.written.split()
    }
    assert told == {"queue", "desk"}


def test_phrases_do_not_say_each_other_again():
    assert [one.written for one in keyphrases("Hinnasto. Hinnastoa! Hinnasto?", "fi")] == ["Hinnasto"]


def test_rarer_word_says_more():
    assert rarity("never-seen", "fi") == 1.0
    assert 0 < rarity("ihmin", "fi") < rarity("kaup", "fi") < 1
    assert rarity("anything", "et") == 1.0


def test_an_early_phrase_wins_over_a_late_one_as_rare():
    assert [one.written for one in keyphrases("Vetoketju. Kassahihna.", "fi")] == ["Vetoketju", "Kassahihna"]


def test_nothing_to_tell_gives_nothing():
    assert keyphrases("", "fi") == keyphrases("ja se oli", "fi") == keyphrases("😡😡", "en") == ()
