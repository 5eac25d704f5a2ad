"""Trains the models of kohtaamo/language/models on XED: python tools/train_language.py DIR

DIR holds xed_{fi,en,sv}.{train,dev}.jsonl: `text`, `polarity` (pos, neg, neu or null) and `emotions`
(Öhman, Pàmies, Kajava & Tiedemann 2020, "XED: A multilingual dataset for sentiment analysis and emotion
detection", https://github.com/Helsinki-NLP/XED, CC BY 4.0). The word lists and our own sentences of
customers are trained on too. What is measured is measured on the dev lines, which nothing is trained on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from kohtaamo.language import linear
from kohtaamo.language.blend import TONES, Blend, features
from kohtaamo.language.lexicon import FOLDER as LISTS
from kohtaamo.language.lexicon import entries, sentences_of
from kohtaamo.language.sentiment import hits_in
from kohtaamo.language.shipped import FOLDER as MODELS
from kohtaamo.language.subtitles import as_written
from kohtaamo.language.tone import of_length

POLARITY = {"pos": "positive", "neg": "negative", "neu": "neutral"}
LANGUAGES = ("fi", "en", "sv")
EMOTION_LANGUAGES = ("fi", "en")
# A word that hardly judges teaches little.
LEAST_WEIGHT = 1.5
USUAL_WEIGHT = 3.0
SENTENCE_WEIGHT = 2.0
OWN_WORD_WEIGHT = 2.0
EMOTION_STRENGTH = 1.0
# The ends of the curve stand on few lines; three labels are told apart no worse than by guessing.
LEAST_RIGHT, MOST_RIGHT = 0.3333, 0.98
EMOTION_WORD_WEIGHT = 2
LIMITS = np.arange(0.05, 0.9, 0.01)
STEPS = np.linspace(0.34, 0.99, 14)


class Line(NamedTuple):
    text: str
    label: str
    weight: float = 1.0


def main(folder: Path) -> None:
    MODELS.mkdir(exist_ok=True)
    for language in EMOTION_LANGUAGES:
        train_emotions(folder, language)
    for language in LANGUAGES:
        train_sentiment(folder, language)


def train_sentiment(folder: Path, language: str) -> None:
    films = [
        Line(text, POLARITY[row["polarity"]])
        for text, row in rows(folder, language, "train")
        if row["polarity"]
    ]
    lines = [
        *films,
        *words_of(language),
        *(Line(text, POLARITY[said], SENTENCE_WEIGHT) for text, said in sentences_of(language)),
    ]
    texts, labels, weights = [list(part) for part in zip(*lines, strict=True)]
    model = linear.train(texts, labels, weights=weights, language=language)
    save(f"sentiment_{language}", model)
    crossed = linear.crossed_scores(texts, labels, weights=weights, language=language)
    shown = [number for number in range(len(lines)) if number < len(films) or " " in texts[number]]
    blend = fit_blend(
        [features(hits_in(texts[at], language), crossed[at].tolist()) for at in shown],
        [labels[at] for at in shown],
        [weights[at] for at in shown],
        films=[text for text, _, _ in films],
    )
    kept = {"weights": blend.weights, "bias": blend.bias, "steps": blend.steps, "right": blend.right}
    (MODELS / f"sentiment_{language}.json").write_text(json.dumps(kept) + "\n", encoding="utf-8")


def fit_blend(
    found: Sequence[Sequence[float]], labels: Sequence[str], weights: Sequence[float], *, films: Sequence[str]
) -> Blend:
    """The calibration is of the lines of films alone: our own sentences are too easy for it."""
    table, truth = np.array(found), np.array([TONES.index(label) for label in labels])
    solver = LogisticRegression(C=1.0, max_iter=500).fit(table, truth, weights)
    shares = of_lengths(solver.predict_proba(table[: len(films)]), films)
    sure, right = shares.max(axis=1), shares.argmax(axis=1) == truth[: len(films)]
    curve = IsotonicRegression(y_min=LEAST_RIGHT, y_max=MOST_RIGHT, out_of_bounds="clip").fit(sure, right)
    return Blend(
        weights=tuple(tuple(round(float(one), 4) for one in row) for row in solver.coef_),
        bias=tuple(round(float(one), 4) for one in solver.intercept_),
        steps=tuple(round(float(one), 4) for one in STEPS),
        right=tuple(round(float(one), 4) for one in curve.predict(STEPS)),
    )


def of_lengths(shares: Any, texts: Sequence[str]) -> Any:
    return np.array(
        [
            list(of_length(dict(zip(TONES, row, strict=True)), text.count(" ") + 1).values())
            for row, text in zip(shares.tolist(), texts, strict=True)
        ]
    )


def train_emotions(folder: Path, language: str) -> None:
    """Of lines that have any emotion: how often a text has none is the tone's business. The limits are
    those of the best F1 on the dev lines, so measure on other lines than these.
    """
    lines = [(text, row["emotions"]) for text, row in rows(folder, language, "train") if row["emotions"]]
    lines += emotion_words(language) * EMOTION_WORD_WEIGHT
    texts, labels = [text for text, _ in lines], [found for _, found in lines]
    model = linear.train_many(texts, labels, language=language, strength=EMOTION_STRENGTH)
    save(f"emotions_{language}", model)
    dev = [(text, row["emotions"]) for text, row in rows(folder, language, "dev") if row["emotions"]]
    aside = [(model.read(text), found) for text, found in dev]
    found = {
        label: best_limit([(shares[label], label in gold) for shares, gold in aside])
        for label in model.labels
    }
    (MODELS / f"emotions_{language}.json").write_text(json.dumps(found) + "\n", encoding="utf-8")


def emotion_words(language: str) -> list[tuple[str, list[str]]]:
    lines = (LISTS / f"emotions_{language}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [(word, [emotion]) for word, emotion in pairs]


def best_limit(read: Sequence[tuple[float, bool]]) -> float:
    shares, gold = np.array([share for share, _ in read]), np.array([is_so for _, is_so in read])

    def score(limit: float) -> float:
        said = shares >= limit
        return float(2 * (said & gold).sum() / max(1, said.sum() + gold.sum()))

    return round(float(max(LIMITS, key=score)), 2)


def words_of(language: str) -> Iterable[Line]:
    """A word of a list is a text of one word."""
    for name, factor in ((f"afinn_{language}", 1.0), (f"service_{language}", OWN_WORD_WEIGHT)):
        for word, weight in entries(name):
            if abs(weight) >= LEAST_WEIGHT:
                label = "positive" if weight > 0 else "negative"
                yield Line(word.replace("*", ""), label, factor * abs(weight) / USUAL_WEIGHT)


def rows(folder: Path, language: str, part: str) -> list[tuple[str, dict[str, Any]]]:
    lines = (folder / f"xed_{language}.{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(as_written(row["text"]), row) for row in map(json.loads, lines)]


def save(name: str, model: linear.LinearModel) -> None:
    content = model.to_bytes()
    (MODELS / f"{name}.npz").write_bytes(content)
    print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
