"""A file of answers, from its first byte to the dashboards, beside merely reading it."""  # noqa: N999  its key

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from kohtaamo.web.bench.bench import Bench, Finding, Settings, at_most
from kohtaamo.web.bench.kinds import TEXT
from kohtaamo.web.bench.server import environment
from kohtaamo.web.bench.timing import timed

MOST_ROWS = 1_000_000
# A million rows beside ten million facts; fewer where the world is smaller, because the ratio is one of rows.
FACTS_A_ROW = 10
BEGUN = datetime(2025, 1, 1)  # noqa: DTZ001  a file says local time
MINUTES = 525_600
MAPPING: dict[str, Any] = {
    "version": 1,
    "date": {"column": "date"},
    "uid": {"column": "number"},
    "touchpoint": {"name": "Kohtaamispiste 000"},
    "channel": {"column": "channel"},
    "questions": [
        {"column": "nps", "kind": "nps", "name": "nps"},
        {"column": "csat", "kind": "csat", "name": "csat"},
    ],
    "attributes": [{"column": "region", "name": "region"}, {"column": "product", "name": "product"}],
    "zone": "Europe/Helsinki",
}


def run(settings: Settings) -> Iterator[Finding]:
    rows = min(settings.facts // FACTS_A_ROW, MOST_ROWS)
    file, mapping = settings.folder / "answers.csv", settings.folder / "mapping.json"
    settings.tell(0.0, "writing a file")
    write_file(file, rows)
    mapping.write_text(json.dumps(MAPPING))
    parsing, read = timed(lambda: parse(file))
    settings.tell(0.1, f"importing {rows} rows")
    data = settings.bare_copy("import")
    begun = time.perf_counter()
    told = json.loads(command(data, "import", "answers", str(file), "--mapping", str(mapping), "--json"))
    importing = time.perf_counter() - begun
    measured = json.loads(command(data, "measure", "nps", "--json"))
    whole = time.perf_counter() - begun
    counted = sum(int(row["n"]) for row in measured)
    beside: dict[str, float | str] = {
        "rows": rows,
        "imported, s": importing,
        "queryable, s": whole,
        "rows a second": rows / whole,
        "csv.DictReader, s": parsing,
    }
    yield at_most("12 import to queryable ÷ csv.DictReader", whole / parsing, 1, "×", beside=beside)
    yield at_most("12 rows not stored", rows - int(told["stored"]), 0, "rows", beside={"read": read})
    yield at_most("12 rows not counted", rows - counted, 0, "rows")


def write_file(file: Path, rows: int) -> None:
    """A hundred bytes a row, the same for the same number of rows."""
    chance = Random(rows)  # noqa: S311  made-up data
    channels = ("web", "phone", "store", "chat")
    with file.open("w", encoding="utf-8", newline="") as target:
        lines = csv.writer(target)
        lines.writerow(("number", "date", "channel", "region", "product", "nps", "csat", "note"))
        for number in range(rows):
            moment = BEGUN + timedelta(minutes=number * MINUTES / rows)
            known = (number, moment.isoformat(sep=" ", timespec="seconds"), chance.choice(channels))
            groups = (f"v{chance.randrange(20)}", f"v{chance.randrange(10)}")
            lines.writerow((*known, *groups, chance.randrange(11), 1 + chance.randrange(5), TEXT[:30]))


def parse(file: Path) -> int:
    with file.open(encoding="utf-8", newline="") as source:
        return sum(1 for _ in csv.DictReader(source))


def command(data: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "kohtaamo", *words, "--data", str(data)],
        env=environment({}, None),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr or done.stdout)
    return done.stdout


IMPORT = Bench("import", "A file of answers brought in", run)
