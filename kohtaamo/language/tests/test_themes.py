from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kohtaamo.language.bench.scores import all_labels
from kohtaamo.language.bench.told_themes import labelled_table, themes_found
from kohtaamo.language.clauses import clauses_in
from kohtaamo.language.themes import THEMES, RuleError, matches, preview, read_rules, themes_in
from kohtaamo.language.themes.finding import index_of

# Our own sentences in three batches, each labelled before the lists met it. The lists were then amended by what it
# showed, so texts of strangers come out lower: before that the second batch had 0.87 (fi) and 0.85 (en), the third
# 0.69 and 0.88.
LEAST_F1 = {"fi": 0.93, "en": 0.93}


def keys(text, language):
    return {theme.key for theme in themes_in(text, language)}


def labelled(language):
    for line in Path(__file__).with_name(f"comments_{language}.tsv").read_text(encoding="utf-8").splitlines():
        labels, text = line.split("\t")
        yield text, set() if labels == "-" else set(labels.split(","))


@pytest.mark.parametrize("language", ["fi", "en"])
def test_themes_agree_with_a_person(language):
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for text, wanted in labelled(language):
        found = keys(text, language)
        right.update(found & wanted)
        wrong.update(found ^ wanted)
    for theme in THEMES:
        print(language, theme, round(2 * right[theme] / (2 * right[theme] + wrong[theme]), 3))  # noqa: T201 - shown with -s
    f1 = 2 * right.total() / (2 * right.total() + wrong.total())
    print(language, "all", round(f1, 3))  # noqa: T201 - shown with -s
    assert f1 >= LEAST_F1[language]


# Comments written before any rule met them, every other line kept aside while the lists were amended by the rest.
# Of those kept aside it was before that 0.68 (fi) and 0.67 (en); the same person wrote them and the rules.
LEAST_UNSEEN_F1 = {"fi": 0.80, "en": 0.88}


@pytest.mark.parametrize("language", ["fi", "en"])
def test_themes_of_comments_kept_aside(language):
    comments = labelled_table(Path(__file__).with_name(f"unseen_{language}.tsv"))
    assert len(comments) == 60
    found = all_labels(themes_found(comments[1::2], language))
    assert found.f1 >= LEAST_UNSEEN_F1[language]


def one_rule(line):
    return read_rules([line], language="fi")[0]


def spans_of(line, text):
    rule = one_rule(line)
    return [text[start:end] for clause in clauses_in(text) for start, end in matches(rule, clause)]


def test_rule_marks_the_words_it_is_about():
    text = "Hmm, TOIMITUS oli kyllä todella hidas"
    assert spans_of("delivery\ttoimitu*\t0.8", text) == ["TOIMITUS"]
    assert spans_of("delivery\ttoimitu* hidas|hidasta\t0.8", text) == []
    assert spans_of("delivery\ttoimitu* kyllä hidas|hidasta\t0.8", text) == ["TOIMITUS", "kyllä", "hidas"]


def test_words_of_a_pattern_stand_in_one_clause():
    assert spans_of("waiting\thida* palvelu*\t0.8", "Hidas, mutta hyvä palvelu") == []
    assert spans_of("waiting\thida* palvelu*\t0.8", "Hidas on palvelu") == ["Hidas", "palvelu"]


def test_ways_to_write_a_word():
    assert spans_of("waiting\t*aika\t0.8", "Jonotusaika ja aika") == ["Jonotusaika"]
    assert spans_of("price\t*hinta*\t0.8", "Kuukausihintaan") == ["Kuukausihintaan"]
    assert spans_of("price\thinta\t0.8", "Hintaan") == []
    assert spans_of("facilities\t~talo\t0.8", "Taloissa oli kylmä") == ["Taloissa"]


def test_excluded_and_needed_words():
    line = "waiting\todotin\t0.8\tnot:paketti*|pakettia, tilau* aikana\twith:tunti*|tunnin"
    assert spans_of(line, "Odotin tunnin") == ["Odotin"]
    assert spans_of(line, "Odotin tunnin pakettia") == []
    assert spans_of(line, "Odotin tunnin tilauksen aikana") == []
    assert spans_of(line, "Odotin") == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("price", "Line 2: a theme, a pattern and a weight are needed, with tabs between."),
        ("money\thinta\t0.5", 'Line 2: "money" is no theme.'),
        ("price\ta b c d e f g h i\t0.5", "Line 2: the pattern has more than 8 words."),
        ("price\t*\t0.5", 'Line 2: "*" is no word.'),
        ("price\thinta|\t0.5", 'Line 2: "" is no word.'),
        ("price\th*\t0.5", 'Line 2: "h*" is too short a part of a word.'),
        ("price\t(hinta)+\t0.5", 'Line 2: "(hinta)+" is no word.'),
        ("price\thinta\t2", "Line 2: the weight is more than 0 and at most 1."),
        ("price\thinta\tnan", "Line 2: the weight is more than 0 and at most 1."),
        ("price\thinta\t0.5\tor:maksu", 'Line 2: "or:maksu" begins with neither "not:" nor "with:".'),
    ],
)
def test_rule_that_is_none_names_its_line(line, why):
    with pytest.raises(RuleError) as refused:
        read_rules(["# what customers say", line], language="fi", themes=THEMES)
    assert str(refused.value) == why


def test_preview_gives_the_places_of_the_texts():
    rule = one_rule("price\thinta*\t0.8")
    assert preview(rule, ["Hyvä hinta", "Hyvä", "", "Hintava"]) == [0, 3]


def test_evidence_and_clauses_are_spans_of_the_text():
    text = "Myyjä oli töykeä, mutta toimitus oli nopea"
    found = {theme.key: theme for theme in themes_in(text, "fi")}
    assert set(found) == {"staff", "delivery"}
    assert "töykeä" in {text[start:end] for start, end in found["staff"].evidence}
    assert {text[start:end] for start, end in found["delivery"].clauses} == {"mutta toimitus oli nopea"}


def test_more_confident_stands_first_and_no_theme_twice():
    text = "Toimitus kesti. Toimitus myöhästyi. Toimitus oli huono. Hinta nousi."
    found = themes_in(text, "fi")
    assert [theme.key for theme in found] == ["delivery", "price"]
    assert all(0.5 <= theme.confidence <= 1 for theme in found)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Toimitus oli hidas", {"delivery"}),
        ("Palvelu oli hidasta", {"waiting"}),
        ("Helppoa ja selkeää", set()),
        ("Tavarat eivät ole vieläkään tulleet", {"delivery"}),
        ("Vastausta ei ole tullut", {"communication"}),
        ("Odotin parempaa", set()),
        ("Toimitusjohtaja vaihtui", set()),
    ],
)
def test_finnish_words_that_are_taken_for_others(text, wanted):
    assert keys(text, "fi") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Slow delivery", {"delivery"}),
        ("Slow service", {"waiting"}),
        ("Easy and clear", set()),
        ("I can't wait to use it", set()),
        ("To be honest it was fine", set()),
        ("In charge of it all", set()),
    ],
)
def test_english_words_that_are_taken_for_others(text, wanted):
    assert keys(text, "en") == wanted


def test_other_languages_have_no_themes():
    assert themes_in("Leveransen var dyr", "sv") == ()


@pytest.mark.parametrize(
    "text", ["", " \n", "😀😀👍", "a" * 1_000_000, "\ud800", "\x00\u200b\u202e", "." * 1_000_000]
)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_text_without_words_has_no_themes(text, language):
    assert themes_in(text, language) == ()


def test_long_text_of_one_theme_is_read_to_its_end():
    text = "toimitus " * 10_000
    (found,) = themes_in(text, "fi")
    assert found.key == "delivery"
    assert text[slice(*found.evidence[-1])] == "toimitus"


def test_mixed_languages_are_read_in_the_language_asked_for():
    text = "Delivery was slow, mutta hinta oli hyvä"
    assert keys(text, "fi") == {"price"}
    assert keys(text, "en") == {"delivery"}


def test_letters_written_with_marks_of_their_own_are_the_same_letters():
    assert keys("Myyjä oli to\u0308ykea\u0308", "fi") == {"staff"}


@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_theme_has_rules(language):
    rules = index_of(language).rules
    assert {rule.theme for rule in rules} == set(THEMES)
    assert len(rules) == len(set(rules))
