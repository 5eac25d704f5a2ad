from __future__ import annotations

import pytest

from kohtaamo.language.linear import LinearModel, train
from kohtaamo.language.own_model import OwnModel, best_voices, of_engine, pooled, read_with
from kohtaamo.language.reading import CommentReading, read_comment

GOOD, BAD = "Homma pelitti ja rullasi eteenpäin.", "Olipa taas huippu homma, jäi siihen."


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return train([GOOD, BAD] * 20, ["positive", "negative"] * 20, language="fi")


def engine(label: str | None, confidence: float) -> CommentReading:
    return CommentReading("fi", 1.0, 0.5, label, confidence, ((0, 5, 1),))


def test_two_readers_are_pooled_as_worked_out_by_hand():
    own, other = (
        {"negative": 0.5, "neutral": 0.25, "positive": 0.25},
        {"negative": 0.2, "neutral": 0.2, "positive": 0.6},
    )
    # products .1, .05, .15: of .3
    assert pooled(own, other, 1, 1) == pytest.approx({"negative": 1 / 3, "neutral": 1 / 6, "positive": 1 / 2})
    assert pooled(own, other, 1, 0) == pytest.approx(own)


def test_an_engine_less_sure_than_chance_says_nothing():
    assert of_engine(engine("positive", 0.3)) == pytest.approx(
        dict.fromkeys(("negative", "neutral", "positive"), 1 / 3)
    )
    assert of_engine(engine(None, 0.9))["neutral"] == pytest.approx(1 / 3)
    assert of_engine(engine("positive", 0.8)) == pytest.approx(
        {"negative": 0.1, "neutral": 0.1, "positive": 0.8}
    )


def test_a_model_overrules_the_engine_and_marks_what_decided(model: LinearModel):
    read = read_with(OwnModel(model), BAD, engine("positive", 0.6))
    assert (read.sentiment_label, read.language) == ("negative", "fi")
    assert read.confidence > 0.5
    assert read.sentiment is not None
    assert read.sentiment < 0
    assert read.spans
    assert {sign for *_, sign in read.spans} == {-1}


def test_where_both_agree_the_marks_of_the_engine_stay(model: LinearModel):
    assert read_with(OwnModel(model), GOOD, engine("positive", 0.6)).spans == ((0, 5, 1),)


@pytest.mark.parametrize("text", ["", "…", "🙂", "12345"])
def test_a_text_without_a_letter_is_left_to_the_engine(model: LinearModel, text: str):
    found = read_comment(text, "fi")
    assert read_with(OwnModel(model), text, found) == found


def test_a_reader_that_is_always_right_speaks_louder(model: LinearModel):
    labels = ["positive", "negative"] * 10
    wrong = [engine("negative", 0.9), engine("positive", 0.9)] * 10
    voice, other = best_voices(model, [GOOD, BAD] * 10, wrong, labels)
    assert (voice, other) == (1.5, 0.5)
    right = [engine("positive", 0.9), engine("negative", 0.9)] * 10
    assert best_voices(model, ["x", "y"] * 10, right, labels)[1] == 2.0


def test_marks_are_of_words_without_the_signs_beside_them(model: LinearModel):
    read = read_with(OwnModel(model), "Olipa huippu homma, jäi.", engine("positive", 0.6))
    assert all("Olipa huippu homma, jäi."[start:end].isalpha() for start, end, _sign in read.spans)
