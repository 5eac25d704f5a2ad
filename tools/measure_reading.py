"""How well open text is read: `tools/measure_reading.py DIR` with XED files xed_{fi,en}.dev.jsonl in DIR.

Each line is an object with `text` and `polarity` (pos, neg, neu or null). A line in which no word was
found counts as negative in the two-class score, the more common class.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kohtaamo.language.analysers import ANALYSERS
from kohtaamo.language.lexicon import entries
from kohtaamo.language.sentiment import label_of, read_sentiment

SURE = 0.5
POLARITY = {"pos": "positive", "neg": "negative", "neu": "neutral"}


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    scores = []
    for label in sorted({gold for gold, _ in pairs}):
        right = sum(gold == guess == label for gold, guess in pairs)
        marked = sum((gold == label) + (guess == label) for gold, guess in pairs)
        scores.append(2 * right / marked)
    return sum(scores) / len(scores)


def show(language: str, task: str, pairs: Sequence[tuple[str, str]]) -> None:
    accuracy = sum(gold == guess for gold, guess in pairs) / len(pairs)
    print(f"| {language} | {task} | {len(pairs)} | {accuracy:.3f} | {macro_f1(pairs):.3f} |")


def side(value: float) -> str:
    return "positive" if value > 0 else "negative"


def word_sum(text: str, words: dict[str, float]) -> float:
    return sum(words.get(word, 0.0) for word in re.findall(r"\w+", text.lower()))


def measure_sentiment(lines: list[tuple[str, str]], language: str) -> None:
    started = time.perf_counter()
    readings = [read_sentiment(text, language) for text, _ in lines]
    speed = len(lines) / (time.perf_counter() - started)
    read = [(gold, float(one.value), one.confidence) for (_, gold), one in zip(lines, readings, strict=True)]
    opinions = [one for one in read if one[0] != "neutral"]
    sure = [(gold, side(value)) for gold, value, confidence in opinions if confidence >= SURE]
    general = dict(entries(f"afinn_{language}"))
    bare = [(gold, side(word_sum(text, general))) for text, gold in lines if gold != "neutral"]
    hit = sum(confidence > 0 for _, _, confidence in read) / len(read)
    show(language, "two classes, AFINN words as they stand", bare)
    show(language, "two classes", [(gold, side(value)) for gold, value, _ in opinions])
    show(language, f"two classes, confidence {SURE} or more", sure)
    show(language, "three classes", [(gold, label_of(value)) for gold, value, _ in read])
    print(f"| {language} | words found in {hit:.0%}, {speed:,.0f} lines a second | {len(read)} | | |")


def measure_language(lines: dict[str, list[tuple[str, str]]]) -> None:
    """Without a hint: short and unclear lines stay undecided, which a survey's language would settle."""
    pairs = [
        (language, str(found.value))
        for language, texts in lines.items()
        for text, _ in texts
        if (found := ANALYSERS["language_id"].read(text, "und"))
    ]
    decided = [pair for pair in pairs if pair[1] != "und"]
    show("+".join(lines), f"language, the decided {len(decided) / len(pairs):.0%} of lines", decided)


def main(folder: Path) -> None:
    lines: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(folder.glob("xed_*.dev.jsonl")):
        rows = [json.loads(one) for one in path.read_text(encoding="utf-8").splitlines()]
        lines[path.name[4:6]] = [(one["text"], POLARITY.get(one["polarity"], "")) for one in rows]
    print("| language | task | lines | accuracy | macro-F1 |\n|---|---|---|---|---|")
    for language in ("fi", "en"):
        measure_sentiment([line for line in lines[language] if line[1]], language)
    measure_language(lines)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
