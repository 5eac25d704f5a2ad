from __future__ import annotations

from math import log
from random import Random

import pytest

from kohtaamo.language.normalising import plain
from kohtaamo.language.search import Hit, Index, Weights
from kohtaamo.language.search.bm25 import Bm25, Tuning, WordCounts
from kohtaamo.language.search.words import grams_of, words_in

HELP = [
    ("parking", "Pysäköinti asiakkaan talliin on maksutonta kahden tunnin ajan."),
    ("queue", "Puhelinpalvelun jonotusajat ovat pisimmillään maanantaiaamuna."),
    ("invoice", "Laskun eräpäivää voi siirtää omilla sivuilla kerran."),
    ("password", "Unohtuneen salasanan tilalle saat uuden sähköpostiisi."),
    ("delivery", "Toimitus kestää yleensä kolme arkipäivää, ja kuljetusliike soittaa ennen tuloaan."),
    ("glasses", "Silmälasien sovitus ja huolto kuuluvat hintaan."),
]


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("pysäköidä", "parking"),
        ("autopysäköintitalli", "parking"),
        ("pysaköinnistä pitikö maksaa", "parking"),
        ("jonotin puhelimessa", "queue"),
        ("jonotusaika", "queue"),
        ("puhelinjonotus", "queue"),
        ("laskulle uusi eräpäivä", "invoice"),
        ("erapaivan siirto", "invoice"),
        ("salsana unohtui", "password"),
        ("verkkosalasana", "password"),
        ("toimituksessa viivettä", "delivery"),
        ("kotiintoimitus", "delivery"),
        ("tomituksen kesto", "delivery"),
        ("silmälasit", "glasses"),
        ("aurinkolasien sovittaminen", "glasses"),
    ],
)
def test_inflected_compounded_and_misspelt_words_find_their_text(query: str, right: str):
    assert Index.of(HELP).search(query, 1)[0].id == right


def test_the_order_of_texts_does_not_change_the_ranking():
    texts = HELP[:]
    expected = Index.of(texts).search("laskun toimitus puhelimeen", 6)
    for seed in range(5):
        Random(seed).shuffle(texts)
        assert Index.of(texts).search("laskun toimitus puhelimeen", 6) == expected


def test_equals_stand_in_the_order_given_and_what_shares_nothing_is_left_out():
    index = Index.of([("c", "talvirenkaat"), ("x", "muki"), ("a", "talvirenkaat"), ("b", "talvirenkaat")])
    assert [hit.id for hit in index.search("talvirenkaat", 10)] == ["c", "a", "b"]
    assert [hit.id for hit in index.search("talvirenkaat", 2)] == ["c", "a"]


def test_bm25_is_what_a_hand_gets():
    # Three texts of 2, 1 and 3 words, so 2 in the mean; "hidas" is in two of them, "lasku" in one.
    counted = WordCounts.of([["hidas", "lasku"], ["hidas"], ["muki", "muki", "hattu"]])
    found = Bm25.of(counted, [[word] for word in counted.vocabulary], Tuning(k1=1.0, b=0.5))
    common, rare = log(1 + 1.5 / 2.5), log(1 + 2.5 / 1.5)
    # f (k1 + 1) / (f + k1 (1 - b + b length / mean)): length 2 gives 2 / 2, length 1 gives 2 / 1.75
    assert found.scores(["hidas", "lasku"]) == pytest.approx([common + rare, common * 2 / 1.75, 0.0])
    # twice in a text of length 3: 4 / (2 + 0.5 + 0.75)
    assert found.scores(["muki"]) == pytest.approx([0.0, 0.0, rare * 4 / 3.25])
    assert found.scores(["muki", "muki"]) == pytest.approx([0.0, 0.0, 2 * rare * 4 / 3.25])


def test_a_score_is_that_of_pieces_and_that_of_stems():
    weights = Weights(grams=Tuning(k1=1.0, b=0.0), stems=Tuning(k1=1.0, b=0.0), stem_share=0.5)
    # All pieces and stems are in one text of two, once each: "_aut", "auto", "uto_"; "auto" in two languages.
    index = Index.of([("a", "auto"), ("b", "kenkä")], weights=weights)
    rare = log(1 + 1.5 / 1.5)
    (hit,) = index.search("AUTO!")
    assert hit.id == "a"
    assert hit.score == pytest.approx(3 * rare + 0.5 * 2 * rare)


def test_a_text_with_a_word_twice_holds_all_its_pieces_twice():
    counted = WordCounts.of([["auto", "auto"], ["auto"]])
    found = Bm25.of(counted, [grams_of(word) for word in counted.vocabulary], Tuning(k1=1.0, b=0.0))
    common = log(1 + 0.5 / 2.5)
    assert found.scores(grams_of("auto")) == pytest.approx([3 * common * 4 / 3, 3 * common])


def test_similar_leaves_itself_out_and_knows_only_what_is_there():
    index = Index.of([*HELP, ("queue2", "Jonotusaika puhelinpalvelussa on pitkä")])
    assert index.similar("queue", 1)[0].id == "queue2"
    assert "queue" not in [hit.id for hit in index.similar("queue", 10)]
    with pytest.raises(KeyError):
        index.similar("nobody")


def test_an_empty_index_and_texts_without_words_find_nothing():
    assert Index.of([]).search("auto") == []
    empty = Index.of([("a", ""), ("b", "😀 ‍"), ("c", "\ud800\0")])
    assert empty.search("auto") == empty.search("") == empty.similar("a") == []
    assert Index.of(HELP).search("") == Index.of(HELP).search("auto", 0) == []


def test_an_id_given_twice_is_refused():
    with pytest.raises(ValueError, match="same id"):
        Index.of([("a", "auto"), ("a", "kenkä")])


def test_a_million_letters_in_one_word_are_found_by_themselves():
    drawn = Random(1)
    endless = "".join(drawn.choices("abcdefghij", k=1_000_000))
    index = Index.of([("endless", endless), ("a", "a" * 1_000_000), ("auto", "auto")])
    assert index.search(endless, 1)[0].id == "endless"
    assert [hit.id for hit in index.search("auto", 5)] == ["auto"]
    # Nothing is kept more than once a place: three letters of four are shared by neighbours.
    assert len(index.grams.texts) <= 10**4 + 2 + 3 + 3


def test_a_long_run_of_marks_is_composed_a_piece_at_a_time():
    assert len(plain("a" + "\u0300\u0316" * 500_000)) == 1_000_000


def test_words_are_the_same_however_they_are_written():
    assert (
        words_in("PYSÄKÖINTI, pysa\u0308ko\u0308inti; ｐysäköinti pysä\u00adköin\u200bti")
        == ["pysäköinti"] * 4
    )
    assert words_in("Saldo_1: don't 12,50\u00a0€") == ["saldo", "1", "don", "t", "12", "50"]


def test_pieces_of_a_word_are_four_letters_with_its_ends_marked():
    assert grams_of("auto") == ["_aut", "auto", "uto_"]
    assert grams_of("on") == ["_on_"]
    assert grams_of("a") == ["_a_"]


def test_hits_are_by_score_downwards():
    hits = Index.of(HELP).search("laskun toimitus puhelimeen", 3)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(isinstance(hit, Hit) and hit.score > 0 for hit in hits)
