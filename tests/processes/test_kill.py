"""Acknowledged means stored: the server is killed while clients submit, and nothing acknowledged is missing."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.processes.server import Server, environment

pytestmark = pytest.mark.processes

ROUNDS = int(os.environ.get("KOHTAAMO_KILL_ROUNDS", "20"))
CLIENTS = 8
ANSWERS_A_CLIENT = 5
PATIENCE_SECONDS = 30

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from kohtaamo.organisation.services import create_organisation, issue_token
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.journeys.models import Touchpoint
organisation = create_organisation(name="Satama", email="aino@example.org", person="Aino")
with working_for(organisation):
    touchpoint = Touchpoint.objects.create(organisation=organisation, name="Puhelinpalvelu")
    print(issue_token(name="kassa", permissions=["feedback.write"], actor=None)[1], touchpoint.pk)
"""


def prepare(data: Path) -> tuple[str, int]:
    made = subprocess.run(
        [sys.executable, "-c", PREPARE],
        env={**environment(data), "DJANGO_SETTINGS_MODULE": "kohtaamo.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    token, touchpoint = made.stdout.split()[-2:]
    return token, int(touchpoint)


def submit_until_gone(
    server: Server, token: str, touchpoint: int, client: str, acknowledged: list[str]
) -> None:
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=10) as http:
        for number in range(100_000):
            uid = f"{client}-{number}"
            answer = {
                "uid": uid,
                "touchpoint": touchpoint,
                "happened_at": "2026-01-15T10:00:00Z",
                "values": [{"name": "nps", "kind": "nps", "value": number % 11}],
            }
            try:
                # Each is sent twice, as an impatient client does: it must be counted once.
                for _ in range(2):
                    told = http.post(f"{server.address}/api/v1/answers", content=json.dumps(answer))
                    assert told.status_code in {200, 201}, told.text
                    # Django names its language in every reply: this one came through the quick door.
                    assert "content-language" not in told.headers
                acknowledged.append(uid)
            except httpx.TransportError:
                return


def stored_uids(data: Path) -> Counter[str]:
    with sqlite3.connect(data / "kohtaamo.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return Counter(uid for (uid,) in database.execute("SELECT uid FROM feedback_answer"))


def test_killed_server_keeps_every_acknowledged_answer_once(tmp_path: Path) -> None:
    token, touchpoint = prepare(tmp_path)
    acknowledged: list[str] = []
    server = Server(tmp_path)
    try:
        for number in range(ROUNDS):
            server.start()
            clients = [
                threading.Thread(
                    target=submit_until_gone,
                    args=(server, token, touchpoint, f"{number}-{client}", acknowledged),
                )
                for client in range(CLIENTS)
            ]
            for client in clients:
                client.start()
            wait_until_busy(acknowledged, len(acknowledged) + CLIENTS * ANSWERS_A_CLIENT)
            server.kill()
            for client in clients:
                client.join()
        server.start()
        wait_until_measured(tmp_path)
    finally:
        server.stop()
    stored = stored_uids(tmp_path)
    assert len(acknowledged) >= ROUNDS * CLIENTS * ANSWERS_A_CLIENT
    assert [uid for uid in acknowledged if stored[uid] != 1] == []
    assert max(stored.values()) == 1
    assert measured(tmp_path) == len(stored)
    print(f"{ROUNDS} kills, {len(acknowledged)} acknowledged, {len(stored)} stored, 0 lost, 0 twice")


def wait_until_busy(acknowledged: list[str], wanted: int) -> None:
    """The plug is pulled in the middle of the work, however slow the machine is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(acknowledged) < wanted:
        assert time.monotonic() < deadline, f"only {len(acknowledged)} of {wanted} were acknowledged"
        time.sleep(0.01)


def wait_until_measured(data: Path) -> None:
    """Events that were waiting when the plug was pulled are delivered after the next start."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with sqlite3.connect(data / "kohtaamo.sqlite3") as database:
            if database.execute(
                "SELECT count(*) FROM organisation_event WHERE delivered_at IS NULL"
            ).fetchone() == (0,):
                return
        time.sleep(0.2)
    raise AssertionError("events were not delivered")


def measured(data: Path) -> int:
    with sqlite3.connect(data / "kohtaamo.sqlite3") as database:
        return int(
            database.execute("SELECT count(*) FROM insight_measurement WHERE kind = 'nps'").fetchone()[0]
        )
