"""Data of others that scores are worked out on: what is not there is told, with where it comes from."""

from __future__ import annotations

from pathlib import Path

from kohtaamo.web.bench.bench import Finding, not_run

XED = "XED, CC BY 4.0: github.com/Helsinki-NLP/XED"
BANKING = "Banking77, CC BY 4.0: github.com/PolyAI-LDN/task-specific-datasets"
HOME = "Home Assistant's sentences, CC BY 4.0: github.com/home-assistant/intents"
PARAPHRASES = "the Turku paraphrase corpus, CC BY-SA 4.0: github.com/TurkuNLP/Turku-paraphrase-corpus"
NAMES = "the Turku NER corpus, CC BY-SA 4.0: github.com/TurkuNLP/turku-ner-corpus"
COMMENTS = "comments with themes, each line {fi, themes}: of your own"
AIRLINE = "Twitter US Airline Sentiment, CC BY-NC-SA 4.0: kaggle.com/crowdflower/twitter-airline-sentiment"
BANK = "app reviews with review, rating and date: of your own"


def found(folder: Path | None, *names: str) -> list[Path] | None:
    """None unless every file is there."""
    paths = [folder / name for name in names] if folder else []
    return paths if paths and all(path.is_file() for path in paths) else None


def missing(row: str, option: str, source: str, *names: str) -> Finding:
    return not_run(row, f"{option} names no folder with {' and '.join(names)} ({source})")
