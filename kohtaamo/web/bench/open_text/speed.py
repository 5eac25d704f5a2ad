"""How quickly texts are read, how soon a fresh process answers, and what it weighs then."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean, median
from time import process_time

from kohtaamo.language.analysis import analyse
from kohtaamo.language.bench.made_up import comments
from kohtaamo.web.bench.bench import Finding, at_least, at_most, not_run

from .worker import first_answer, weighed_after

MEGABYTE = 1024**2
TIMED, WEIGHED, STARTS = 2_000, 5_000, 3


def speed(most: int = WEIGHED) -> Iterator[Finding]:
    """With at most so many texts; as many as are timed are read beforehand, to get warm."""
    timed = min(TIMED, most)
    texts = comments(2 * timed)
    for text in texts[:timed]:
        analyse(text)
    began = process_time()
    for text in texts[timed:]:
        analyse(text)
    per_second = timed / (process_time() - began)
    beside = {"characters, mean": mean(map(len, texts)), "texts": timed}
    yield at_least("whole default pipeline, 100 characters, one core", per_second, 1_000, "texts/s", beside)
    starts = [first_answer(texts[0]) for _ in range(STARTS)]
    beside = {"starts": STARTS, "slowest": max(one.seconds for one in starts)}
    beside["of a processor, s"] = median(one.processor_seconds for one in starts)
    yield at_most(
        "first result of a fresh process", median(one.seconds for one in starts), 2, "s", beside=beside
    )
    weighed = weighed_after(comments(min(WEIGHED, most)))
    if weighed.bytes_held is None:
        yield not_run("memory, worker", "this system does not tell what a process holds")
        return
    beside = {"texts": weighed.answers}
    yield at_most("memory, worker", weighed.bytes_held / MEGABYTE, 600, "MB", beside=beside)
