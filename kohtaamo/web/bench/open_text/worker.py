"""`kohtaamo analyse` in a process of its own: how soon it answers first, and what it weighs later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import IO

KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Weighed:
    """`bytes_held` is None where the system does not tell it as Linux does."""

    answers: int
    bytes_held: int | None


@dataclass(frozen=True, slots=True)
class Start:
    """How long somebody waits, and how much of a processor it took: far less where much else is to be done."""

    seconds: float
    processor_seconds: float


@dataclass(frozen=True, slots=True)
class Worker:
    pid: int
    texts: IO[str]
    answers: IO[str]

    def send(self, texts: Sequence[str]) -> None:
        for at, text in enumerate(texts):
            self.texts.write(json.dumps({"id": str(at), "text": text}, ensure_ascii=False) + "\n")
        self.texts.flush()


def first_answer(text: str) -> Start:
    """From the start of the process until its first line is read."""
    began, before = perf_counter(), os.times()
    with analysing() as worker:
        worker.send([text])
        worker.answers.readline()
        seconds = perf_counter() - began
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Start(seconds, spent)


def weighed_after(texts: Sequence[str]) -> Weighed:
    with analysing() as worker:
        # A pipe is short: what comes out has to be read while more goes in.
        sender = Thread(target=worker.send, args=(texts,), daemon=True)
        sender.start()
        answers = sum(1 for _ in zip(texts, worker.answers, strict=False))
        sender.join()
        return Weighed(answers, held_by(worker.pid))


@contextmanager
def analysing() -> Iterator[Worker]:
    command = [sys.executable, "-m", "kohtaamo", "analyse"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process was started without its pipes")
        try:
            yield Worker(process.pid, process.stdin, process.stdout)
        finally:
            process.kill()


def held_by(pid: int) -> int | None:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    lines = dict(
        line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines() if ":" in line
    )
    return int(lines["VmRSS"].split()[0]) * KILOBYTE
