"""How well search finds, on files of intents and of paraphrases: `python -m kohtaamo.language.bench.retrieval F`.

Files of intents have `{"text", "label"}` a line, those of paraphrases `{"label", "lex-similarity", "txt1", "txt2"}`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from time import perf_counter

from kohtaamo.language.search import Index, Weights
from kohtaamo.language.search.bm25 import Tuning
from kohtaamo.language.search.index import CHOSEN

FOLDS = 5
# "4" is a full paraphrase; the marks after it tell which of the two says more, or another style.
PARAPHRASE = "4"
# Paraphrases whose words differ, as the makers of the Turku corpus measure it.
UNLIKE = 0.6

# What the weights were chosen among.
GRID = tuple(
    Weights(grams=Tuning(k1=k1, b=b), stems=Tuning(k1=1.2, b=0.75), stem_share=share)
    for k1, b, share in product((0.8, 1.2), (0.75, 0.9), (0.0, 0.5, 1.0, 2.0))
)


@dataclass(frozen=True)
class Task:
    """`groups[i]` is what text i is an example of; a query is answered by any text of its own group."""

    name: str
    texts: tuple[str, ...]
    groups: tuple[str, ...]
    queries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Recall:
    """Shares of the queries whose first hit is right, and which have a right one among five."""

    name: str
    texts: int
    queries: int
    first: float
    among_five: float
    queries_per_second: float


def intents(path: Path, *, each: int, seed: int = 0, most: int | None = None) -> Task:
    """`each` examples of an intent are searched in, drawn by `seed`; `most` of the others are asked."""
    examples: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows_of(path):
        examples[row["label"]].append(row["text"])
    drawn = Random(seed)
    texts: list[tuple[str, str]] = []
    queries: list[tuple[str, str]] = []
    for group, found in examples.items():
        drawn.shuffle(found)
        texts += [(group, text) for text in found[:each]]
        queries += [(group, text) for text in found[each:]]
    drawn.shuffle(queries)
    return Task(
        f"{path.stem}, {each} each",
        tuple(text for _, text in texts),
        tuple(group for group, _ in texts),
        tuple(queries[:most]),
    )


def paraphrases(path: Path, *, most_alike: float = 1.0, most: int | None = None) -> Task:
    """All second texts are searched in; the first texts of paraphrases are asked, `most` of them spread evenly."""
    rows = list(rows_of(path))
    texts = tuple(dict.fromkeys(row["txt2"] for row in rows))
    asked = [
        row for row in rows if row["label"][0] == PARAPHRASE and float(row["lex-similarity"]) < most_alike
    ]
    queries = tuple(
        (row["txt2"], row["txt1"]) for row in asked[:: max(1, len(asked) // (most or len(asked)))]
    )
    return Task(f"{path.stem}, alike below {most_alike:g}", texts, texts, queries)


def rows_of(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def ranks(task: Task, weights: Weights) -> list[int]:
    """Of each query the place of the first right hit, from 0; 5 where none of five is right."""
    index = Index.of(((str(place), text) for place, text in enumerate(task.texts)), weights=weights)
    found = []
    for group, text in task.queries:
        groups = [task.groups[int(hit.id)] for hit in index.search(text, 5)]
        found.append(groups.index(group) if group in groups else 5)
    return found


def recall(task: Task, weights: Weights = CHOSEN) -> Recall:
    began = perf_counter()
    found = ranks(task, weights)
    took = perf_counter() - began
    first, among_five = shares(found)
    return Recall(task.name, len(task.texts), len(found), first, among_five, len(found) / took)


def shares(found: Sequence[int]) -> tuple[float, float]:
    return found.count(0) / len(found), sum(rank < 5 for rank in found) / len(found)


def cross_validated(tasks: Sequence[Task]) -> tuple[list[Weights], list[tuple[float, float]]]:
    """The weights each fold chose, and of each task the mean shares on the queries the choice did not see.

    Queries are dealt to folds in turn; on the other folds the weights with the best shares of right first hits
    and right hits among five are chosen. Tasks of one name, drawn anew, count as one.
    """
    of_a_name = Counter(task.name for task in tasks)
    counts = [1 / of_a_name[task.name] for task in tasks]
    found = {weights: [ranks(task, weights) for task in tasks] for weights in GRID}
    chosen: list[Weights] = []
    held_out: list[list[int]] = [[] for _ in tasks]
    for fold in range(FOLDS):
        seen = {
            weights: sum(count * goodness(ranked, fold) for count, ranked in zip(counts, of, strict=True))
            for weights, of in found.items()
        }
        best = max(seen, key=seen.__getitem__)
        chosen.append(best)
        for task, ranked in enumerate(found[best]):
            held_out[task] += ranked[fold::FOLDS]
    return chosen, [shares(ranked) for ranked in held_out]


def goodness(ranked: Sequence[int], left_out: int) -> float:
    return sum(shares([rank for place, rank in enumerate(ranked) if place % FOLDS != left_out]))


def tasks_in(folder: Path, *, most: int | None = None) -> list[Task]:
    """The files that are there; `most` queries of the largest."""
    banking, home = folder / "banking77.train.jsonl", folder / "home_intents_fi.jsonl"
    turku = folder / "turku_paraphrase_fi.dev.jsonl"
    tasks = [intents(banking, each=10, most=most)] if banking.exists() else []
    tasks += [intents(home, each=4, seed=seed) for seed in range(3)] if home.exists() else []
    tasks += [paraphrases(turku, most=most), paraphrases(turku, most_alike=UNLIKE)] if turku.exists() else []
    return tasks


def main(folder: Path) -> None:
    chosen, held_out = cross_validated(tasks_in(folder, most=800))
    lines = [f"chosen in a fold: {weights}" for weights in chosen]
    for task, shared in zip(map(recall, tasks_in(folder)), held_out, strict=True):
        lines.append(
            f"{task.name}: {task.texts} texts, {task.queries} queries, R@1 {task.first:.3f}, "
            f"R@5 {task.among_five:.3f}, held out {shared[0]:.3f} {shared[1]:.3f}, {task.queries_per_second:.0f}/s"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
