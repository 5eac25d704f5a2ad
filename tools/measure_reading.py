"""How well open text is read: `tools/measure_reading.py DIR` with XED files xed_{fi,en}.dev.jsonl in DIR.

Each line is an object with `text` and `polarity` (pos, neg, neu or null). A line in which no word was
found counts as negative in the two-class score, the more common class.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kohtaamo.insight.analysers import ANALYSERS
from kohtaamo.insight.sentiment import label_of, read_sentiment

POLARITY = {"pos": "positive", "neg": "negative", "neu": "neutral"}


def macro_f1(gold: Sequence[str], guess: Sequence[str]) -> float:
    scores = []
    for label in sorted(set(gold)):
        right = sum(g == label == h for g, h in zip(gold, guess, strict=True))
        marked = sum(g == label for g in gold) + sum(h == label for h in guess)
        scores.append(2 * right / marked)
    return sum(scores) / len(scores)


def accuracy(gold: Sequence[str], guess: Sequence[str]) -> float:
    return sum(g == h for g, h in zip(gold, guess, strict=True)) / len(gold)


def measure_sentiment(lines: list[tuple[str, str]], language: str) -> None:
    started = time.perf_counter()
    readings = [read_sentiment(text, language) for text, _ in lines]
    speed = len(lines) / (time.perf_counter() - started)
    gold = [label for _, label in lines]
    values = [float(reading.value) for reading in readings]
    two = [
        (g, "positive" if v > 0 else "negative") for g, v in zip(gold, values, strict=True) if g != "neutral"
    ]
    sure = [
        (g, "positive" if float(r.value) > 0 else "negative")
        for g, r in zip(gold, readings, strict=True)
        if g != "neutral" and r.confidence >= 0.5  # noqa: PLR2004
    ]
    for name, pairs in (
        ("two classes", two),
        ("two classes, confidence 0.5 or more", sure),
        ("three classes", list(zip(gold, map(label_of, values), strict=True))),
    ):
        wanted, got = zip(*pairs, strict=True)
        print(
            f"| {language} | {name} | {len(pairs)} | {accuracy(wanted, got):.3f} | {macro_f1(wanted, got):.3f} |"
        )
    hit = sum(reading.confidence > 0 for reading in readings) / len(readings)
    print(f"| {language} | something found in {hit:.0%}; {speed:,.0f} texts a second | {len(lines)} | | |")


def measure_language(lines: dict[str, list[tuple[str, str]]]) -> None:
    for name, hinted in (("without a hint", False), ("with the right hint", True)):
        gold = [language for language, texts in lines.items() for _ in texts]
        guess = [
            str(found.value)
            for language, texts in lines.items()
            for text, _ in texts
            if (found := ANALYSERS["language_id"].read(text, language if hinted else "und"))
        ]
        decided = [(g, h) for g, h in zip(gold, guess, strict=True) if h != "und"]
        wanted, got = zip(*decided, strict=True)
        print(
            f"| {'+'.join(lines)} | language {name}, decided | {len(decided)} | {accuracy(wanted, got):.3f} | |"
        )
        print(f"| {'+'.join(lines)} | language {name}, all | {len(gold)} | {accuracy(gold, guess):.3f} | |")


def main(folder: Path) -> None:
    lines: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(folder.glob("xed_*.dev.jsonl")):
        rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
        lines[path.name[4:6]] = [(row["text"], POLARITY.get(row["polarity"], "")) for row in rows]
    print("| language | task | lines | accuracy | macro-F1 |\n|---|---|---|---|---|")
    for language in ("fi", "en"):
        measure_sentiment([line for line in lines[language] if line[1]], language)
    measure_language(lines)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
