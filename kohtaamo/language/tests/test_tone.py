from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from kohtaamo.language.analyser import Reading
from kohtaamo.language.blend import Blend
from kohtaamo.language.emotions import EMOTIONS, emotions_of
from kohtaamo.language.irony import belief_in_praise
from kohtaamo.language.lexicon import sentences_of
from kohtaamo.language.normalising import closed_up
from kohtaamo.language.sentiment import hits_in, label_of
from kohtaamo.language.shipped import FOLDER
from kohtaamo.language.strength import strength_of
from kohtaamo.language.subtitles import as_written
from kohtaamo.language.tone import of_length, read_tone, weighed

DATA = os.environ.get("KOHTAAMO_LANGUAGE_DATA", "")
POLARITY = {"pos": "positive", "neg": "negative", "neu": "neutral"}


def label(text: str, language: str = "fi") -> str:
    return label_of(value(text, language))


def value(text: str, language: str = "fi") -> float:
    return float(read_tone(text, language).value)


def marked(text: str, read: Reading) -> list[str]:
    return [text[start:end] for start, end, _sign in read.evidence]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ei huono", "fi", "positive"),
        ("Kyllä kelpaa", "fi", "positive"),
        ("Ihan hyvä", "fi", "positive"),
        ("Ei hyvä", "fi", "negative"),
        ("SURKEAA PALVELUA", "fi", "negative"),
        ("Eipä ole pakettia näkynyt", "fi", "negative"),
        ("Not bad at all", "en", "positive"),
        ("THE WORST SERVICE EVER", "en", "negative"),
        ("Never received my order and they won't refund me", "en", "negative"),
        ("Inte alls bra", "sv", "negative"),
        ("Väldigt trevlig personal och snabb hjälp", "sv", "positive"),
        ("👍👍", "fi", "positive"),
        ("😡", "en", "negative"),
    ],
)
def test_tone_of_a_comment(text: str, language: str, expected: str) -> None:
    assert label(text, language) == expected


def test_capitals_say_the_same() -> None:
    small, large = read_tone("todella huonoa palvelua", "fi"), read_tone("TODELLA HUONOA PALVELUA", "fi")
    assert small.value == large.value
    assert small.confidence == large.confidence


def test_mixed_languages_are_read_by_what_is_known() -> None:
    assert label("Palvelu oli tosi huonoa, never again") == "negative"


@pytest.mark.parametrize(
    ("plain", "ironic", "language"),
    [
        ("Hienoa palvelua", 'Hienoa "palvelua" 🙄', "fi"),
        ("Tuli hyvä palvelu", 'Tuli "hyvä palvelu"', "fi"),
        ("Hyvää palvelua", "Niin varmaan, hyvää palvelua", "fi"),
        ("Great service", "Yeah right, great service", "en"),
    ],
)
def test_marks_of_irony_make_a_reading_less_sure(plain: str, ironic: str, language: str) -> None:
    assert read_tone(ironic, language).confidence < 0.7 * read_tone(plain, language).confidence


def test_marks_of_irony_leave_a_complaint_as_sure() -> None:
    text = "Yeah right, terrible service"
    assert read_tone(text, "en").confidence == weighed(text, "en", hits_in(text, "en"))[1]


@pytest.mark.parametrize(
    ("text", "belief"),
    [
        ("Yeah right, great service", 0.5),
        ("Great service 🙄", 0.5),
        ('Such "great service"', 0.5),
        ("Great staff, terrible queue", 0.7),
        ("Great staff and short queues", 1),
        ("Terrible queue", 1),
    ],
)
def test_how_far_praise_is_believed(text: str, belief: float) -> None:
    assert belief_in_praise(text, hits_in(text, "en")) == belief


@pytest.mark.parametrize(
    "text",
    [
        "Jag ringde i tisdags om fakturan",
        "Vilken våning ligger receptionen på?",
        "Mötet flyttades till fredag",
    ],
)
def test_swedish_facts_and_questions_are_neither_good_nor_bad(text: str) -> None:
    """None of them was learned from."""
    assert text not in dict(sentences_of("sv"))
    assert label(text, "sv") == "neutral"


def test_a_space_before_a_sign_and_a_dash_before_a_text_say_nothing() -> None:
    assert closed_up("- Tack , allt var bra !") == "Tack, allt var bra!"
    assert closed_up("Kl. 9.30 :) 50 %, - ja") == "Kl. 9.30 :) 50 %, - ja"
    apart, written = (read_tone(text, "sv") for text in ("- Tack , allt var bra !", "Tack, allt var bra!"))
    assert (apart.value, apart.confidence) == (written.value, written.confidence)


def test_words_that_decided_are_marked_also_where_no_list_knows_them() -> None:
    text = "Tilaus ei saapunut koskaan"
    assert "ei saapunut" in marked(text, read_tone(text, "fi"))
    unknown = "Vittumainen pelle"
    assert marked(unknown, read_tone(unknown, "fi"))


def test_a_text_without_a_letter_or_a_sign_is_not_read() -> None:
    assert read_tone("12.30 – 14", "fi").confidence == 0
    assert read_tone("", "en") == read_tone("   ", "en")
    assert read_tone("a" * 1_000, "fi").confidence == 0
    assert read_tone("aGFkLWJhZC1nb29k" * 10, "en").confidence == 0


def test_a_neutral_value_keeps_its_side() -> None:
    value_of_neutral = value("Kysyin osoitteesta")
    assert 0 < abs(value_of_neutral) < 0.1


def test_neutrality_of_a_long_text_is_that_of_all_its_parts() -> None:
    shares = {"negative": 0.2, "neutral": 0.6, "positive": 0.2}
    longer = of_length(shares, 36)  # three lines of twelve words
    assert longer["neutral"] == pytest.approx(0.6**3)
    assert sum(longer.values()) == pytest.approx(1)
    assert of_length(shares, 12) == shares


def test_confidence_runs_straight_between_the_steps() -> None:
    blend = Blend(weights=(), bias=(), steps=(0.4, 0.6), right=(0.5, 0.9))
    assert [blend.confidence(share) for share in (0.1, 0.4, 0.45, 0.6, 1.0)] == pytest.approx(
        [0.5, 0.5, 0.6, 0.9, 0.9]
    )


@pytest.mark.parametrize(
    ("score", "strength"), [(-1, 1), (-0.7, 1), (-0.3, 2), (-0.09, 3), (0, 3), (0.1, 4), (0.69, 4), (0.9, 5)]
)
def test_strength_in_five_steps(score: float, strength: int) -> None:
    assert strength_of(score) == strength


def test_emotions_are_told_likeliest_first() -> None:
    found = emotions_of("Olen niin vihainen, tämä on aivan raivostuttavaa!", "fi")
    assert found[0][0] == "anger"
    assert [share for _, share in found] == sorted((share for _, share in found), reverse=True)
    assert {key for key, _ in found} <= set(EMOTIONS)
    assert "joy" in dict(emotions_of("I am so happy, thank you!", "en"))


def test_emotions_are_not_guessed_of_other_languages_or_of_nothing() -> None:
    assert emotions_of("Jag är arg", "sv") == ()
    assert emotions_of("123", "fi") == ()


def test_a_line_of_a_collection_is_put_back_as_it_was_written() -> None:
    assert as_written("- Well , [PERSON] , a half - hour . . .") == "Well, a half-hour…"
    assert as_written("[PERSON] , thank you , [PERSON] !") == "thank you!"


def test_shipped_models_are_small() -> None:
    assert all(path.stat().st_size < 2_000_000 for path in FOLDER.glob("*.npz"))


@pytest.mark.skipif(not DATA, reason="KOHTAAMO_LANGUAGE_DATA names no folder of XED's lines")
def test_confidence_is_how_often_a_label_is_right() -> None:
    """Expected calibration error in ten bins (Naeini et al. 2015) on lines that nothing was trained on."""
    lines = (Path(DATA) / "xed_fi.dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["polarity"]]
    read = [read_tone(row["text"], "fi") for row in rows]
    sure = np.array([one.confidence for one in read])
    right = np.array(
        [label_of(float(one.value)) == POLARITY[row["polarity"]] for one, row in zip(read, rows, strict=True)]
    )
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [
        abs(sure[bins == one].mean() - right[bins == one].mean()) * (bins == one).mean() for one in set(bins)
    ]
    assert sum(gaps) <= 0.05
