"""The columnar copy may be killed, or deleted, at any moment: the numbers stay those of the tables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.server import environment

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
