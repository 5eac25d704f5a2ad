"""The columnar copy may be killed, or deleted, at any moment: the numbers stay those of the tables."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.processes.server import Server, environment, run

pytestmark = pytest.mark.processes

ROUNDS = int(os.environ.get("KOHTAAMO_PROJECTING_ROUNDS", "50"))


def test_copy_killed_in_the_middle_equals_the_table(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.processes.project_and_die", str(ROUNDS)],
        env={**environment(tmp_path), "DJANGO_SETTINGS_MODULE": "kohtaamo.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    print(told)
    assert told["rounds"] == ROUNDS
    assert told["unequal"] == 0
    assert told["segments"] > 0
    assert told["values"] > ROUNDS * 100


VALUES = 3_000
CLIENTS = 3
BACK_SECONDS = 30
PAGES = ("", "insight/", "insight/metrics/nps/", "journeys/")
PREPARE = f"""
import random
import django; django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from kohtaamo.insight.models import Measurement
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.services import create_organisation
from kohtaamo.organisation.tenancy import working_for
chance, now = random.Random(4), timezone.now()
organisation = create_organisation(name="Satama", email="aino@example.org", person="Aino")
with working_for(organisation):
    here = Touchpoint.objects.create(organisation=organisation, name="Puhelinpalvelu")
    Measurement.objects.bulk_create(
        Measurement(
            organisation=organisation, touchpoint=here, kind="nps", value=chance.randrange(11), source="api",
            happened_at=now - timedelta(hours=chance.randrange(1, 2000)),
        )
        for _ in range({VALUES})
    )
"""


def prepare(data: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", PREPARE],
        env={**environment(data), "DJANGO_SETTINGS_MODULE": "kohtaamo.settings"},
        check=True,
    )
    made = run(data, "facts", "rebuild")
    assert made.returncode == 0, made.stderr


def nps(data: Path) -> list[dict[str, Any]]:
    told = run(data, "measure", "nps", "--json")
    assert told.returncode == 0, told.stderr
    rows: list[dict[str, Any]] = json.loads(told.stdout)
    return rows


def files_of_copy(data: Path) -> tuple[list[Path], bool]:
    """The files the manifest names, and whether the copy is being made anew."""
    with sqlite3.connect(data / "kohtaamo.sqlite3") as database:
        paths = database.execute("SELECT path FROM insight_segment").fetchall()
        (rebuilding,) = database.execute("SELECT is_rebuilding FROM insight_copy").fetchone()
    return [data / "facts" / path for (path,) in paths], bool(rebuilding)


def signed_in(server: Server) -> dict[str, str]:
    with httpx.Client(base_url=server.address, timeout=60) as http:
        form = http.get(server.link)
        http.post(
            server.link,
            data={"csrfmiddlewaretoken": form.cookies["csrftoken"]},
            headers={"referer": server.link},
        )
        assert http.get("/o/satama/").status_code == 200
        return dict(http.cookies)


def read_until(over: threading.Event, server: Server, cookies: dict[str, str], seen: list[str]) -> None:
    """What was wrong with each page, "" when nothing was."""
    with httpx.Client(base_url=server.address, cookies=cookies, timeout=60) as http:
        for page in itertools.cycle(PAGES):
            if over.is_set():
                return
            answer = http.get(f"/o/satama/{page}")
            is_told = answer.status_code == 503 and "<progress" in answer.text
            seen.append("" if answer.status_code == 200 or is_told else f"{page}: {answer.status_code}")


def wait_until(what: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def is_whole(data: Path) -> bool:
    files, is_rebuilding = files_of_copy(data)
    return bool(files) and not is_rebuilding and all(file.is_file() for file in files)


def test_copy_deleted_under_load_comes_back_and_no_page_breaks(tmp_path: Path) -> None:
    prepare(tmp_path)
    assert is_whole(tmp_path)
    before = nps(tmp_path)
    assert [row["n"] for row in before] == [VALUES]
    server, over, seen = Server(tmp_path), threading.Event(), list[str]()
    try:
        server.start()
        cookies = signed_in(server)
        readers = [
            threading.Thread(target=read_until, args=(over, server, cookies, seen)) for _ in range(CLIENTS)
        ]
        for reader in readers:
            reader.start()
        wait_until(lambda: len(seen) >= 2 * CLIENTS, 60)
        # at one stroke: the server begins to make it anew while the old files are still being removed
        (tmp_path / "facts").rename(tmp_path / "gone")
        assert not is_whole(tmp_path)
        shutil.rmtree(tmp_path / "gone")
        wait_until(lambda: is_whole(tmp_path), BACK_SECONDS)
        read = len(seen)
        wait_until(lambda: len(seen) >= read + 2 * CLIENTS, 60)
        over.set()
        for reader in readers:
            reader.join(timeout=60)
    finally:
        over.set()
        server.stop()
    assert [wrong for wrong in seen if wrong] == []
    assert nps(tmp_path) == before
