"""What the score card measures, on files made here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kohtaamo.language.bench import airline, bank, made_up, naming, told_themes, tones
from kohtaamo.language.bench.languages import evenly, languages_told
from kohtaamo.language.bench.personal_cases import Case
from kohtaamo.language.bench.personal_data import identifiers_found
from kohtaamo.language.bench.scores import Agreement
from kohtaamo.language.bench.tones import Line, Told


def file_of(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_without_one_tone_are_left_out(tmp_path):
    rows = [
        {"text": "a", "polarity": "pos"},
        {"text": "b", "polarity": None},
        {"text": "c", "polarity": "neu"},
    ]
    path = file_of(tmp_path, "xed.jsonl", "\n".join(map(json.dumps, rows)))
    assert tones.xed_lines(path) == [Line("a", "positive"), Line("c", "neutral")]


def test_two_classes_leave_the_neutral_lines_out_and_sure_ones_the_unsure():
    lines = [Line("a", "positive"), Line("b", "neutral"), Line("c", "negative")]
    told = [
        Told("neutral", "positive", 0.2),
        Told("positive", "positive", 0.9),
        Told("negative", "negative", 0.5),
    ]
    assert tones.two_classes(lines, told) == [("positive", "positive"), ("negative", "negative")]
    assert tones.three_classes(lines, told)[0] == ("positive", "neutral")
    assert tones.sure_ones(lines, told) == [("neutral", "positive"), ("negative", "negative")]


def test_readers_beside_the_product():
    lines = (
        [Line("good thing", "positive")] * 9
        + [Line("bad thing", "negative")] * 12
        + [Line("a thing", "neutral")] * 9
    )
    told = tones.linear_alone(lines, "en")("a good good thing")
    assert (told.label, told.side) == ("positive", "positive")
    assert 1 / 3 < told.confidence <= 1
    assert tones.most_common(lines)("good thing") == Told("negative", "negative", 0.0)
    assert tones.word_lists("en")("This was terrible").side == "negative"
    assert tones.product("en")("This was excellent").label == "positive"
    assert tones.product("xx")("This was excellent") == Told("neutral", "negative", 0.0)


def test_words_of_names_are_counted_one_by_one(tmp_path):
    tagged = "-DOCSTART-\tO\n\nTerveisin\tO\nMatti\tB-PER\nMeikäläinen\tI-PER\n.\tO\n\nOulussa\tB-LOC\n,\tO\nhän\tO\n"
    (first, second) = naming.sentences(file_of(tmp_path, "ner.tsv", tagged))
    assert naming.written(first) == ("Terveisin Matti Meikäläinen.", [(0, 9), (10, 15), (16, 27), (27, 28)])
    assert naming.written(second)[0] == "Oulussa, hän"
    assert naming.names_found([first]) == Agreement(right=2, said=2, read=2)


def test_identifiers_are_right_only_at_their_exact_places():
    cases = [
        Case("Posti: matti@example.fi", (("email", 7, 23),)),
        Case("Posti: matti@example.fi", (("email", 6, 23),)),
        Case("Ei mitään", ()),
    ]
    assert identifiers_found(cases) == {"email": Agreement(right=1, said=2, read=2)}


def test_comments_with_themes_are_read_from_both_kinds_of_files(tmp_path):
    row = {"fi": "Toimitus oli hidas.", "themes": ["delivery"]}
    comments = told_themes.labelled_json(file_of(tmp_path, "a.jsonl", json.dumps(row)), "fi")
    assert comments == [("Toimitus oli hidas.", frozenset({"delivery"}))]
    table = "# themes and text\nstaff,price\tToimitus oli hidas.\n-\tKiitos.\n"
    comments += told_themes.labelled_table(file_of(tmp_path, "a.tsv", table))
    assert [themes for _, themes in comments] == [{"delivery"}, {"staff", "price"}, set()]
    assert told_themes.themes_found(comments, "fi")[1] == ({"staff", "price"}, {"delivery"})
    assert told_themes.disagreements(comments, "fi") == ["Toimitus oli hidas.\n    -price -staff +delivery"]


def test_languages_are_asked_evenly_and_without_a_hint():
    lines = {
        "fi": ["Tämä on suomenkielinen lause.", "Toinenkin lause on suomea."],
        "en": ["This line is English."],
    }
    assert evenly(lines) == {"fi": ["Tämä on suomenkielinen lause."], "en": ["This line is English."]}
    assert [pair for _, pair in languages_told(evenly(lines))] == [("fi", "fi"), ("en", "en")]


def test_made_up_comments_are_a_hundred_characters_long_and_seldom_alike():
    made = made_up.comments(1000)
    assert 90 < sum(map(len, made)) / len(made) < 110
    assert len(set(made)) > 900
    assert made == made_up.comments(1000)


def test_reasons_are_found_among_their_own_and_told_beside_others(tmp_path):
    rows = [
        ("negative", "Late Flight", "We waited four hours at the gate"),
        ("negative", "Late Flight", "Terrible"),
        ("negative", "Can't Tell", "We waited four hours at the gate"),
        ("negative", "Lost Luggage", "Where is it"),
        ("positive", "", "Waited no time at all"),
    ]
    text = "airline_sentiment,negativereason,text\n" + "\n".join(map(",".join, rows))
    mentions = airline.mentions(file_of(tmp_path, airline.FILE, text))
    assert mentions[0] == airline.Mention("We waited four hours at the gate", "negative", "Late Flight")
    (late,) = [one for one in airline.reasons_found(mentions) if one.reason == "Late Flight"]
    assert (late.found.value, late.found.n) == (0.5, 2)
    assert (late.elsewhere.value, late.elsewhere.n) == (0.5, 2)


def test_a_model_of_ones_own_learns_from_the_earlier_reviews_and_reads_the_later(tmp_path):
    kinds = [("abc fine", 5), ("xyz poor", 1)]
    rows = [
        f"{text},{stars},2025-0{month}-0{day}"
        for month in range(1, 8)
        for day in (1, 2)
        for text, stars in kinds
    ]
    rows += ["abc fine,5,2025-09-01", "xyz poor,2,2025-09-01", "abc fine,4,2025-09-02"] * 4
    reviews = bank.reviews(file_of(tmp_path, bank.FILE, "review,rating,date\n" + "\n".join(rows)))
    assert [one.date for one in reviews] == sorted(one.date for one in reviews)
    assert bank.Review("", 3, "").label == "neutral"
    later = bank.later_reviews(reviews)
    assert later.learnt_from == 28
    assert later.own == later.said
    assert later.difference().n == 12
    known = bank.score_and_stars(reviews, [float(one.stars) for one in reviews])
    assert known.rho == pytest.approx(1)
    assert len(bank.scores(reviews)) == known.n
