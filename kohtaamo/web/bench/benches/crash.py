"""Kill -9 while answers come in: what was acknowledged is there afterwards, and nothing is half there."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_most
from kohtaamo.web.bench.kinds import one_body
from kohtaamo.web.bench.loading import Load, post
from kohtaamo.web.bench.server import product
from kohtaamo.web.bench.world import DATABASE, World

ROUNDS = 10
CONNECTIONS = 32
LOAD_SECONDS = 60.0
KILL_AFTER_SECONDS = 1.0
COUNTED_SECONDS = 300
VALUES_OF_AN_ANSWER = 2


def run(settings: Settings) -> Iterator[Finding]:
    data = settings.bare_copy("crash")
    acknowledged: list[str] = []
    for number in range(ROUNDS):
        settings.tell(number / ROUNDS, f"kill -9, {number + 1} of {ROUNDS}")
        with product(data) as server:
            coming = Load(server.port, [answers_until_killed(settings.world, number)])
            coming.ready()
            time.sleep(KILL_AFTER_SECONDS)
            server.kill()
            acknowledged += [f"{uid:012}" for uid in coming.seen()["answers"].acknowledged]
    settings.tell(1.0, "counting what is there")
    with product(data):
        wait_until_counted(data)
    stored, values, sound = what_is_there(data)
    lost = sum(uid not in stored for uid in set(acknowledged))
    twice = sum(number > 1 for number in stored.values())
    partial = sum(values.get(uid, 0) != VALUES_OF_AN_ANSWER for uid in stored)
    beside: dict[str, float | str] = {
        "kills": ROUNDS,
        "acknowledged": len(acknowledged),
        "stored": len(stored),
        "integrity": sound,
    }
    yield at_most("4 acknowledged answers lost", lost, 0, "answers", beside=beside)
    yield at_most("4 answers stored twice", twice, 0, "answers")
    yield at_most("4 answers half there", partial, 0, "answers")


def answers_until_killed(world: World, number: int) -> dict[str, object]:
    return {
        "name": "answers",
        "kind": "ask",
        "connections": CONNECTIONS,
        "requests": [post("/api/v1/answers", one_body(world.touchpoints[0]), token=world.token)],
        "numbered": True,
        "first": number * 10**9,
        "remember": True,
        "warm_seconds": 0.0,
        "seconds": LOAD_SECONDS,
    }


def wait_until_counted(data: Path) -> None:
    """Events that waited when the plug was pulled are delivered after the next start."""
    deadline = time.monotonic() + COUNTED_SECONDS
    with closing(sqlite3.connect(data / DATABASE)) as database:
        while time.monotonic() < deadline:
            waiting = "SELECT count(*) FROM organisation_event WHERE delivered_at IS NULL"
            if database.execute(waiting).fetchone() == (0,):
                return
            time.sleep(0.2)


def what_is_there(data: Path) -> tuple[Counter[str], dict[str, int], str]:
    """How often each uid, how many of its scales were measured, and SQLite's own word on the file."""
    with closing(sqlite3.connect(data / DATABASE)) as database:
        sound = str(database.execute("PRAGMA integrity_check").fetchone()[0])
        stored = Counter(uid for (uid,) in database.execute("SELECT uid FROM feedback_answer"))
        values = dict(
            database.execute(
                "SELECT a.uid, count(*) FROM feedback_answer a JOIN insight_measurement m ON m.answer_id = a.id "
                "WHERE m.kind IN ('nps', 'csat') AND NOT m.is_superseded GROUP BY a.uid"
            )
        )
    return stored, values, sound


CRASH = Bench("crash", "Kill -9 under load, ten times", run)
