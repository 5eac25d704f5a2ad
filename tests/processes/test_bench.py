"""Each benchmark runs at a tiny size. How fast is nobody's business here; what must be so, is so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.processes.server import run

pytestmark = pytest.mark.processes

FACTS = 2_000
NAMES = {"name", "value", "unit", "target", "holds", "beside"}
# `crash` does at length what `test_kill.py` does, the listeners of `stream` are among those of `mix`, and `language`
# has tests of its own.
BENCHES = ["mix", "ingest", "import", "map", "measure", "fresh", "size", "rebuild", "erase"]
# What each benchmark must find, by a part of its name.
MUST_BE_NONE = {
    "mix": "mix refused requests",
    "import": "rows not stored",
    "measure": "answers that differ between engines",
    "fresh": "answers not seen",
    "rebuild": "kinds whose sums differ",
    "erase": "facts of her left",
}


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Of the benchmarks in one made-up organisation; the caller's own folder stays as it was."""
    untouched = tmp_path_factory.mktemp("bench") / "untouched"
    ended = run(untouched, "bench", *BENCHES, "--facts", str(FACTS), "--seconds", "1", "--json", seconds=1200)
    assert ended.returncode == 0, ended.stderr
    assert not untouched.exists()
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_each_finding_has_the_same_fields(findings: list[dict[str, Any]]) -> None:
    assert findings
    for one in findings:
        assert set(one) == NAMES
        assert one["value"] is None or isinstance(one["value"], int | float)


def test_nothing_is_lost_counted_twice_or_unequal(findings: list[dict[str, Any]]) -> None:
    """A target of none at all is about such things, never about time."""
    found = {one["name"]: one["value"] for one in findings if (one["target"] or "").startswith("≤ 0 ")}
    assert {name: value for name, value in found.items() if value != 0} == {}
    missing = [key for key, part in MUST_BE_NONE.items() if not any(part in name for name in found)]
    assert missing == []


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
    # the first needed no facts, so they are made now
    again = run(tmp_path / "untouched", "bench", "size", "--facts", "100", "--json", "--keep", str(kept))
    assert again.returncode == 0
    assert json.loads(again.stdout.splitlines()[0])["beside"]["facts"] >= 100
    assert (kept / "world.json").read_bytes() == made
