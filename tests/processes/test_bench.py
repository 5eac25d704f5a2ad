"""Each benchmark runs at a tiny size. How fast is nobody's business here; what must be so, is so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.processes.server import environment, run

pytestmark = pytest.mark.processes

FACTS = 2_000
NAMES = {"name", "value", "unit", "target", "holds", "beside"}
BENCHES = [
    "mix",
    "ingest",
    "crash",
    "stream",
    "import",
    "map",
    "measure",
    "fresh",
    "size",
    "rebuild",
    "compile",
    "erase",
]


def findings(tmp_path: Path, name: str) -> dict[str, dict[str, Any]]:
    ended = subprocess.run(
        [sys.executable, "-m", "kohtaamo", "bench", name, "--facts", str(FACTS), "--seconds", "2", "--json"],
        env=environment(tmp_path / "untouched"),
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return {one["name"]: one for one in map(json.loads, ended.stdout.splitlines())}


@pytest.mark.parametrize("name", BENCHES)
def test_benchmark_runs_and_what_must_be_so_is_so(tmp_path: Path, name: str) -> None:
    found = findings(tmp_path, name)
    assert found
    for one in found.values():
        assert set(one) == NAMES
        assert one["value"] is None or isinstance(one["value"], int | float)
        # a target of none at all is about what is lost, counted twice or unequal, never about time
        if one["target"] and one["target"].startswith("≤ 0 "):
            assert one["value"] == 0, one
    assert not (tmp_path / "untouched").exists()


def test_an_unknown_benchmark_is_misuse(tmp_path: Path) -> None:
    ended = run(tmp_path / "untouched", "bench", "nonsense")
    assert ended.returncode == 2
    assert "mix" in ended.stderr


def test_kept_data_are_used_again_and_nothing_else_is(tmp_path: Path) -> None:
    assert run(tmp_path, "bench", "compile", "--keep", str(tmp_path)).returncode == 2
    kept = tmp_path / "kept"
    assert (
        run(tmp_path / "untouched", "bench", "compile", "--facts", "100", "--keep", str(kept)).returncode == 0
    )
    made = (kept / "world.json").read_bytes()
    again = run(tmp_path / "untouched", "bench", "compile", "--keep", str(kept))
    assert again.returncode == 0
    assert (kept / "world.json").read_bytes() == made
