"""A second process opens the database while a first works with it, and goes: the first keeps its log."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from tests.processes.server import environment

pytestmark = pytest.mark.processes

VALUES = 20_000
# Copies facts, and says so; then writes once more when it is told to.
WORK = f"""
import django; django.setup()
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from kohtaamo.insight.facts import rebuild
from kohtaamo.insight.models import Measurement
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.services import create_organisation
from kohtaamo.organisation.tenancy import working_for
organisation = create_organisation(name="Satama", email="aino@example.org", person="Aino")
with working_for(organisation):
    place = Touchpoint.objects.create(organisation=organisation, name="Puhelinpalvelu")
    facts = {{"touchpoint": place, "organisation": organisation, "happened_at": timezone.now(), "source": "import"}}
    Measurement.objects.bulk_create(Measurement(kind="nps", value=9, **facts) for _ in range({VALUES}))
    rebuild()
    print("copied", flush=True)
    input()
    Measurement.objects.create(kind="nps", value=10, **facts)
print("written", flush=True)
input()
"""


def wait_for(said: IO[str], word: str) -> None:
    assert any(line.strip() == word for line in iter(said.readline, "")), f"{word} was never said"


def how_many(data: Path) -> int:
    with closing(sqlite3.connect(data / "kohtaamo.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM insight_measurement").fetchone()[0])


def test_copying_facts_keeps_the_locks_of_the_database(tmp_path: Path) -> None:
    """Who closes a database last clears its log; a process that gave up its locks is not there for the others."""
    log = tmp_path / "kohtaamo.sqlite3-wal"
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK],
        env={**environment(tmp_path), "DJANGO_SETTINGS_MODULE": "kohtaamo.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdin
        assert worker.stdout
        wait_for(worker.stdout, "copied")
        begun = log.stat().st_ino
        assert how_many(tmp_path) == VALUES
        assert log.exists()
        assert log.stat().st_ino == begun
        worker.stdin.write("\n")
        worker.stdin.flush()
        wait_for(worker.stdout, "written")
        assert how_many(tmp_path) == VALUES + 1
    finally:
        worker.communicate("\n")
