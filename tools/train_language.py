"""Trains the models of kohtaamo/language/models on XED: python -m tools.train_language DIR

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
from kohtaamo.language.emotions import EMOTIONS
from kohtaamo.language.lexicon import FOLDER as LISTS
from kohtaamo.language.lexicon import entries, sentences_of
from kohtaamo.language.sentiment import hits_in
from kohtaamo.language.shipped import FOLDER as MODELS
from kohtaamo.language.subtitles import as_written
from kohtaamo.language.tone import of_length
from tools.text_fit import (
    Fit,
    Table,
    Told,
    crossed_scores,
    fitted,
    joined,
    model_of,
    stacked,
    table_of,
    through,
)

POLARITY = {"pos": "positive", "neg": "negative", "neu": "neutral"}
LANGUAGES = ("fi", "en", "sv")
EMOTION_LANGUAGES = ("fi", "en")
# A word that hardly judges teaches little.
LEAST_WEIGHT = 1.5
USUAL_WEIGHT = 3.0
SENTENCE_WEIGHT = 2.0
OWN_WORD_WEIGHT = 2.0
# Chosen by cross-validation on the training lines.
TONE_STRENGTHS = (2.0, 0.5)
EMOTION_STRENGTHS = (1.0, 0.5)
EVENING = 0.3
# The ends of the curve stand on few lines; three labels are told apart no worse than by guessing.
LEAST_RIGHT, MOST_RIGHT = 0.3333, 0.98
EMOTION_WORD_WEIGHT = 2.0
LIMITS = np.arange(0.05, 0.9, 0.01)
STEPS = np.linspace(0.34, 0.99, 14)


class Line(NamedTuple):
    """Without a tone or an emotion it tells nothing of tones or of emotions; a line of a film is `is_film`."""

    text: str
    label: str | None = None
    emotions: tuple[str, ...] = ()
    weight: float = 1.0
    is_film: bool = False


def main(folder: Path) -> None:
    MODELS.mkdir(exist_ok=True)
    for language in LANGUAGES:
        train(folder, language)


def train(folder: Path, language: str) -> None:
    lines = [*film_lines(folder, language), *words_of(language), *said_in(language)]
    if language in EMOTION_LANGUAGES:
        lines += emotion_words(language)
    texts = [line.text for line in lines]
    table, told = table_of(texts, language), tones_told(lines)
    fit, crossed = fitted(table, told), crossed_scores(texts, told, language)
    save(f"sentiment_{language}", model_of(table, fit, TONES))
    write_blend(language, lines, crossed)
    if language in EMOTION_LANGUAGES:
        train_emotions(lines, table, fit, crossed)


def tones_told(lines: Sequence[Line]) -> Told:
    truth = np.array([[line.label == tone for tone in TONES] for line in lines])
    return Told(
        TONES, truth, np.array([line.weight if line.label else 0.0 for line in lines]), TONE_STRENGTHS
    )


def emotions_told(lines: Sequence[Line]) -> Told:
    """Of lines that have any emotion: how often a text has none is the tone's business."""
    truth = np.array([[key in line.emotions for key in EMOTIONS] for line in lines])
    weights = np.array([line.weight if line.emotions else 0.0 for line in lines])
    return Told(EMOTIONS, truth, weights, EMOTION_STRENGTHS)


def train_emotions(lines: Sequence[Line], table: Table, tones: Fit, crossed_tones: Any) -> None:
    """An emotion is told by the scores of all emotions and tones; that is one linear model again."""
    told = emotions_told(lines)
    texts = [line.text for line in lines]
    crossed = np.hstack([crossed_tones, crossed_scores(texts, told, table.language)])
    stack = stacked(crossed, told)
    fit = through(joined([tones, fitted(table, told)]), stack)
    save(f"emotions_{table.language}", model_of(table, fit, EMOTIONS, many=True))
    films = [at for at, line in enumerate(lines) if line.is_film and line.emotions]
    shares = 1 / (1 + np.exp(-(crossed[films] @ stack[0] + stack[1])))
    found = {key: best_limit(shares[:, at], told.truth[films, at]) for at, key in enumerate(EMOTIONS)}
    (MODELS / f"emotions_{table.language}.json").write_text(json.dumps(found) + "\n", encoding="utf-8")


def write_blend(language: str, lines: Sequence[Line], crossed: Any) -> None:
    shown = [at for at, line in enumerate(lines) if line.label and (line.is_film or " " in line.text)]
    found = [features(hits_in(lines[at].text, language), crossed[at].tolist()) for at in shown]
    blend = fit_blend([lines[at] for at in shown], np.array(found))
    kept = {"weights": blend.weights, "bias": blend.bias, "steps": blend.steps, "right": blend.right}
    (MODELS / f"sentiment_{language}.json").write_text(json.dumps(kept) + "\n", encoding="utf-8")


def fit_blend(lines: Sequence[Line], table: Any) -> Blend:
    truth = np.array([TONES.index(str(line.label)) for line in lines])
    weights = np.array([line.weight for line in lines])
    evened = weights * evening(truth[[line.is_film for line in lines]])[truth]
    solver = LogisticRegression(C=1.0, max_iter=500).fit(table, truth, evened)
    judged = like_new(lines)
    shares = of_lengths(solver.predict_proba(table[judged]), [lines[at].text for at in judged])
    sure, right = shares.max(axis=1), shares.argmax(axis=1) == truth[judged]
    curve = IsotonicRegression(y_min=LEAST_RIGHT, y_max=MOST_RIGHT, out_of_bounds="clip").fit(sure, right)
    return Blend(
        weights=tuple(tuple(round(float(one), 4) for one in row) for row in solver.coef_),
        bias=tuple(round(float(one), 4) for one in solver.intercept_),
        steps=tuple(round(float(one), 4) for one in STEPS),
        right=tuple(round(float(one), 4) for one in curve.predict(STEPS)),
    )


def like_new(lines: Sequence[Line]) -> list[int]:
    """Lines that tell how often a new text is read right: those of films, for our own sentences are too easy.

    No Swedish film line is neutral; there our own neutral sentences stand for what films leave out.
    """
    of_films = {line.label for line in lines if line.is_film}
    return [at for at, line in enumerate(lines) if line.is_film or line.label not in of_films]


def evening(films: Any) -> Any:
    """Of each tone a weight by which rare tones count more: films complain oftener than customers do.

    A tone that no film has keeps the weight of one.
    """
    many = np.bincount(films, minlength=len(TONES))
    return np.where(many, (many[many > 0].mean() / np.maximum(many, 1)) ** EVENING, 1.0)


def of_lengths(shares: Any, texts: Sequence[str]) -> Any:
    return np.array(
        [
            list(of_length(dict(zip(TONES, row, strict=True)), text.count(" ") + 1).values())
            for row, text in zip(shares.tolist(), texts, strict=True)
        ]
    )


def film_lines(folder: Path, language: str) -> list[Line]:
    return [
        Line(text, POLARITY.get(row["polarity"]), tuple(row["emotions"]), is_film=True)
        for text, row in rows(folder, language, "train")
    ]


def said_in(language: str) -> list[Line]:
    return [Line(text, POLARITY[said], weight=SENTENCE_WEIGHT) for text, said in sentences_of(language)]


def emotion_words(language: str) -> list[Line]:
    lines = (LISTS / f"emotions_{language}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [Line(word, emotions=(emotion,), weight=EMOTION_WORD_WEIGHT) for word, emotion in pairs]


def best_limit(shares: Any, gold: Any) -> float:
    """That of the best F1, of lines which the weights were fitted without."""

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
                yield Line(word.replace("*", ""), label, weight=factor * abs(weight) / USUAL_WEIGHT)


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
