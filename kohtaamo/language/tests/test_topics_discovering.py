from __future__ import annotations

import subprocess
import sys

from kohtaamo.language.topics import discover, needed_for_topics, sentences_in, summary, terms_in

KINDS = {
    "lasku": [
        "Lasku tuli väärään osoitteeseen.", "Laskussa oli väärä summa.", "Väärä summa laskussa, eräpäivä meni.",
        "Laskun eräpäivä oli väärä.", "Sain laskun kahdesti, summa väärin laskussa.",
    ],
    "jono": [
        "Puhelimessa jonotin tunnin.", "Jonotus puhelinpalvelussa kesti.", "Jonotusaika puhelimessa on pitkä.",
        "Puhelimen jonotusaika kesti tunnin.", "Tunnin jonotus puhelimessa.",
    ],
    "sovellus": [
        "Sovellus kaatuu kirjautuessa.", "Kirjautuminen sovellukseen ei toimi.", "Sovellus jumittaa, kirjautuminen.",
        "Sovelluksen kirjautuminen kaatuu.", "Kaatuu heti, sovellus ja kirjautuminen.",
    ],
}  # fmt: skip
TEXTS = [text for number in range(12) for kind in KINDS.values() for text in [kind[number % 5]] * 2]
KIND_OF = {text: name for name, kind in KINDS.items() for text in kind}


def test_texts_about_the_same_come_together_under_words_as_people_write_them() -> None:
    found = discover([terms_in(text, "fi") for text in TEXTS])
    assert found.n == len(TEXTS) == 72
    assert len(found.topics) == 3
    for topic in found.topics:
        kinds = {KIND_OF[TEXTS[place]] for place in topic.places}
        assert len(kinds) == 1
        assert any(word.startswith(tuple(KINDS)) or "jono" in word for word in topic.label.split(", "))


def test_the_same_texts_give_the_same_topics() -> None:
    terms = [terms_in(text, "fi") for text in TEXTS]
    assert discover(terms) == discover(terms)


def test_too_few_texts_have_no_topics_and_say_how_many_are_needed() -> None:
    found = discover([terms_in(text, "fi") for text in TEXTS[:59]])
    assert (found.topics, found.n, found.needed) == ((), 59, 60)
    assert needed_for_topics() == 60


def test_texts_without_a_common_word_have_no_topics() -> None:
    letters = "abcdefghij"
    lonely = [terms_in(f"xyz{letters[row % 10]}{letters[row // 10]}w", "") for row in range(100)]
    assert discover(lonely).topics == ()
    assert discover([[] for _ in range(100)]).n == 0


def test_sentences_are_cut_where_people_end_them() -> None:
    text = "Soitin ma 12.10. klo 9, mutta kukaan ei vastannut. Miksi?\nKiitos silti!!"
    assert [text[start:end] for start, end in sentences_in(text)] == [
        "Soitin ma 12.10. klo 9, mutta kukaan ei vastannut.",
        "Miksi?",
        "Kiitos silti!!",
    ]


def test_a_summary_says_what_most_say_and_names_nobody() -> None:
    texts = [f"Laskussa oli taas väärä summa, numero {row}." for row in range(8)]
    texts += ["Laskun summa oli väärä ja hinta väärä.", "Soita 040 123 4567, laskussa oli väärä summa."]
    texts += [
        f"Puhelimessa jonotin yli tunnin {word}." for word in ("eilen", "maanantaina", "kotona", "turhaan")
    ]
    texts += [f"Sovellus kaatui {word} kirjautuessa sisään." for word in ("aamulla", "illalla", "kaupassa")]
    texts += ["Sovellus kaatui kesken maksamisen kassalla.", "Kassan jono eteni hitaasti lauantaina."]
    told = [texts[one.place][one.start : one.end] for one in summary(texts, ["fi"] * len(texts), most=3)]
    assert len(told) == 3
    assert told[0] == texts[0]
    assert {word for text in told for word in ("summa", "jonotin", "kaatui") if word in text} == {
        "summa",
        "jonotin",
        "kaatui",
    }
    assert not any("040" in text for text in told)


def test_a_summary_of_little_is_left_to_the_reader() -> None:
    assert summary(["Kaikki sujui kuten pitikin tänään."] * 50, ["fi"] * 50) == ()
    assert summary([], []) == ()


def test_looking_at_queries_loads_no_models() -> None:
    code = (
        "import sys; from kohtaamo.language.topics import matches, parse, prepare;"
        "assert matches(parse('lasku'), prepare('Laskussa oli vika.', 'fi'));"
        "assert not {'sklearn', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
