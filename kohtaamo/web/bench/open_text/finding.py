"""How well search finds intents and paraphrases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kohtaamo.kit.statistics import share
from kohtaamo.language.bench.retrieval import UNLIKE, Task, intents, paraphrases, recall
from kohtaamo.web.bench.bench import Finding, at_least

from .sources import BANKING, HOME, PARAPHRASES, found, missing

BANKING_FILE, HOME_FILE = "banking77.train.jsonl", "home_intents_fi.jsonl"
PARAPHRASES_FILE = "turku_paraphrase_fi.dev.jsonl"
MOST_QUERIES = 1000


def retrieval(folder: Path | None) -> Iterator[Finding]:
    if paths := found(folder, BANKING_FILE):
        task = intents(paths[0], each=10, most=MOST_QUERIES)
        yield from rows("retrieval Banking77 10-shot", task, 0.65, 0.86)
    else:
        yield missing("retrieval Banking77 10-shot", "--language-data", BANKING, BANKING_FILE)
    if paths := found(folder, HOME_FILE):
        yield from rows("retrieval HA-fi 4-shot", intents(paths[0], each=4), 0.78, 0.96)
    else:
        yield missing("retrieval HA-fi 4-shot", "--language-data", HOME, HOME_FILE)
    if paths := found(folder, PARAPHRASES_FILE):
        yield from rows("retrieval paraphrases FI", paraphrases(paths[0], most=MOST_QUERIES))
        unlike = paraphrases(paths[0], most_alike=UNLIKE)
        yield from rows(f"retrieval paraphrases FI, alike < {UNLIKE:g}", unlike)
    else:
        yield missing("retrieval paraphrases FI", "--language-data", PARAPHRASES, PARAPHRASES_FILE)


def rows(name: str, task: Task, first: float = 0.0, among_five: float = 0.0) -> Iterator[Finding]:
    if not task.queries:
        yield Finding(name, None, "share", beside={"queries": 0})
        return
    known = recall(task)
    for rank, value, least in (("R@1", known.first, first), ("R@5", known.among_five, among_five)):
        between = share(round(value * known.queries), known.queries)
        beside = {"texts": known.texts, "queries": known.queries, "low": between.low, "high": between.high}
        full = f"{name}, {rank}"
        yield (
            at_least(full, value, least, "share", beside)
            if least
            else Finding(full, value, "share", beside=beside)
        )
