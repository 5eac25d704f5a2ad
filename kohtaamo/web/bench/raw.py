"""The limit of the database: the same answers by plain SQL in one transaction, ready made and without HTTP."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from .kinds import an_answer
from .world import DATABASE, World

ANSWER = (
    "uid, touchpoint_id, channel, source, language, content, attributes, is_complete, happened_at, received_at, "
    "organisation_id"
)
COMMENT = "answer_id, question, text, touchpoint_id, happened_at, organisation_id"


def insert_at_once(folder: Path, world: World, answers: int) -> float:
    """Answers a second, with the comment of each; written to disk as the product writes."""
    answer_rows = [answer_row(world, number) for number in range(answers)]
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as database:
        for setting in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-20000"):
            database.execute(f"PRAGMA {setting}")
        first = database.execute("SELECT coalesce(max(id), 0) FROM feedback_answer").fetchone()[0] + 1
        comment_rows = [comment_row(row, first + number) for number, row in enumerate(answer_rows)]
        begun = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.executemany(insert("feedback_answer", ANSWER), answer_rows)
        database.executemany(insert("feedback_comment", COMMENT), comment_rows)
        database.execute("COMMIT")
        return answers / (time.perf_counter() - begun)


def insert(table: str, columns: str) -> str:
    marks = ", ".join("?" * len(columns.split(",")))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"


def answer_row(world: World, number: int) -> tuple[Any, ...]:
    made = an_answer(world.touchpoints[number % len(world.touchpoints)], uid=f"raw-{number}")
    content = json.dumps(made["values"], ensure_ascii=False)
    attributes = json.dumps(made["attributes"])
    moment = made["happened_at"].replace("T", " ")[:19]
    place, channel = made["touchpoint"], made["channel"]
    return (
        made["uid"],
        place,
        channel,
        "api",
        "",
        content,
        attributes,
        1,
        moment,
        moment,
        world.organisation,
    )


def comment_row(answer: tuple[Any, ...], pk: int) -> tuple[Any, ...]:
    text = json.loads(answer[5])[2]
    return (pk, text["name"], text["value"], answer[1], answer[8], answer[10])
