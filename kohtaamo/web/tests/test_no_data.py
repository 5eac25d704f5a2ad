"""Commands about what is there already, as processes of their own, in a home without data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOT_SET = {"KOHTAAMO_DATA", "KOHTAAMO_DATABASE_URL", "KOHTAAMO_SECRET_KEY", "DJANGO_SETTINGS_MODULE"}
READING = [
    ("measure", "nps"),
    ("export", "answers", "1"),
    ("report", "--period", "2026-10", "--output", "report.pdf"),
    ("person", "find", "aino"),
    ("facts", "status"),
    ("link", "aino@example.org"),
]


def run(home: Path, *arguments: str) -> tuple[int, str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_SET}
    done = subprocess.run(
        [sys.executable, "-m", "kohtaamo", *arguments],
        env={**kept, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("command", READING, ids=[command[0] for command in READING])
def test_a_folder_without_data_is_told_and_nothing_is_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    told = f"There is no data in {tmp_path / '.kohtaamo'}. Say with --data where it is.\n"
    assert run(tmp_path, *command) == (2, "", told)
    assert not list(tmp_path.iterdir())


def test_the_demo_is_named_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "data" / "demo").mkdir(parents=True)
    (tmp_path / "data" / "demo" / "kohtaamo.sqlite3").touch()
    code, _, told = run(tmp_path, "measure", "nps", "--data", "elsewhere")
    assert (code, told.splitlines()) == (
        2,
        [
            f"There is no data in {tmp_path / 'elsewhere'}. Say with --data where it is.",
            "The demo organisation is here: --data data/demo",
        ],
    )
    assert not (tmp_path / "elsewhere").exists()
