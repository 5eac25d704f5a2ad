from __future__ import annotations

import numpy as np
import pytest

from kohtaamo.language.linear import LinearModel, UnknownFormatError, train
from kohtaamo.language.linear_features import PIECE_BUCKETS, buckets_of, places_in
from tools.text_fit import Told, crossed_scores, fitted, model_of, table_of

GOOD = ["palvelu oli nopeaa", "nopea ja ystävällinen", "ystävällinen palvelu", "oli hyvä ja nopea"]
BAD = ["palvelu oli hidasta", "hidas ja töykeä", "töykeä palvelu", "oli huono ja hidas"]


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return train(GOOD * 5 + BAD * 5, ["pos"] * 20 + ["neg"] * 20, language="fi")


def test_training_tells_what_it_was_shown_apart(model: LinearModel) -> None:
    assert model.labels == ("neg", "pos")
    assert model.read("ystävällinen")["pos"] > 0.5 > model.read("töykeä")["pos"]


def test_probabilities_sum_to_one_also_of_an_unknown_text(model: LinearModel) -> None:
    for text in ("palvelu oli hidasta mutta ystävällistä", "", "漢字", "x" * 1_000_000):
        assert sum(model.read(text).values()) == pytest.approx(1)
    assert model.read("漢字")["pos"] == pytest.approx(0.5, abs=0.05)


def test_an_unseen_form_of_a_word_is_known_by_its_pieces(model: LinearModel) -> None:
    assert model.read("töykeästi")["neg"] > 0.5


def test_capitals_say_the_same_as_small_letters(model: LinearModel) -> None:
    assert model.read("TÖYKEÄ PALVELU") == model.read("töykeä palvelu")


def test_evidence_is_the_words_that_decided(model: LinearModel) -> None:
    text = "palvelu oli töykeä"
    strongest = max(model.evidence(text, "neg"), key=lambda one: one.weight)
    assert text[strongest.start : strongest.end] == "töykeä"
    assert max(model.evidence(text, "pos"), key=lambda one: -one.weight)[:2] == strongest[:2]


def test_evidence_adds_up_to_the_score(model: LinearModel) -> None:
    text = "hidas ja ystävällinen palvelu"
    scores = dict(zip(model.labels, model.scores(text) - model.bias, strict=True))
    found = sum(one.weight for one in model.evidence(text, "pos", most=50))
    assert found == pytest.approx(scores["pos"] - (scores["pos"] + scores["neg"]) / 2, abs=1e-4)


def test_what_is_read_back_reads_alike(model: LinearModel) -> None:
    again = LinearModel.from_bytes(model.to_bytes())
    assert (again.labels, again.language, again.many) == (model.labels, "fi", False)
    for text in GOOD + BAD:
        assert again.read(text)["pos"] == pytest.approx(model.read(text)["pos"], abs=0.02)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"\x80\x04."])
def test_broken_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(UnknownFormatError):
        LinearModel.from_bytes(content)


def test_a_heavier_text_counts_more() -> None:
    texts, labels = ["sama", "sama"] * 10, ["neg", "pos"] * 10
    model = train(texts, labels, language="fi", weights=[1, 4] * 10)
    assert model.read("sama")["pos"] == pytest.approx(0.8, abs=0.03)


def test_training_finds_no_more_certainty_than_there_is() -> None:
    chance = np.random.default_rng(1)
    texts = [f"sana{chance.integers(10_000)}" for _ in range(300)]
    labels = ["neg" if chance.random() < 0.5 else "pos" for _ in texts]
    assert train(texts, labels, language="fi").read("sana")["pos"] == pytest.approx(0.5, abs=0.15)


def test_many_labels_may_be_true_at_once() -> None:
    texts = ["iloinen"] * 10 + ["vihainen"] * 10 + ["iloinen vihainen"] * 10 + ["pöytä"] * 10
    labels = [["joy"]] * 10 + [["anger"]] * 10 + [["joy", "anger"]] * 10 + [[]] * 10
    table, names = table_of(texts, "fi"), ("anger", "joy")
    truth = np.array([[name in one for name in names] for one in labels])
    fit = fitted(table, Told(names, truth, np.ones(len(texts)), (2.0, 2.0)))
    found = model_of(table, fit, names, many=True).read("iloinen ja vihainen")
    assert found["joy"] > 0.5
    assert found["anger"] > 0.5


def test_a_denied_word_is_another_word_until_the_clause_ends() -> None:
    def words(text: str) -> list[int]:
        return [int(one.ids[one.ids >= PIECE_BUCKETS][0]) for one in places_in(text, "fi")]

    assert words("ei hyvä")[1] != words("oli hyvä")[1]
    assert words("ei, hyvä")[1] == words("oli hyvä")[1]


def test_a_bucket_counts_once_by_the_logarithm_of_its_times() -> None:
    once, thrice = buckets_of("hyvä", "fi"), buckets_of("hyvä hyvä hyvä", "fi")
    assert once[1].max() == 1
    assert thrice[1].max() == pytest.approx(1 + np.log(3))


def test_what_a_text_is_called_does_not_move_its_own_crossed_score() -> None:
    texts = [*GOOD * 5, *BAD * 5, "ystävällinen kvartsi"]

    def score(said: bool) -> float:
        truth = np.array([[text in GOOD] for text in texts[:-1]] + [[said]])
        return float(
            crossed_scores(texts, Told(("pos",), truth, np.ones(len(texts)), (2.0, 0.5)), "fi")[-1, 0]
        )

    assert score(True) == score(False) > 0
