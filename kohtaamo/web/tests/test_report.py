from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kohtaamo.insight.models import BoardReport
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.commands import app
from tests.measurements import hear
from tests.world import World

IN_OCTOBER = datetime(2026, 10, 14, 10, 0, tzinfo=UTC)


def run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["report", "--organisation", "satama", *arguments])
    return found.exit_code, found.output


def test_the_command_writes_a_file_and_the_second_time_the_same_report(world: World, tmp_path: Path):
    with working_for(world.satama):
        hear(world.phone, {10: 20, 0: 10}, IN_OCTOBER)
    target = tmp_path / "report.pdf"
    for _ in range(2):
        code, _ = run("--period", "2026-10", "--format", "pdf", "--language", "en", "--output", str(target))
        assert code == 0
        assert target.read_bytes().startswith(b"%PDF")
    with working_for(world.satama):
        assert BoardReport.objects.count() == 1
    assert run("--period", "2026-10", "--anew", "--format", "xlsx", "--output", str(target))[0] == 0
    with working_for(world.satama):
        assert BoardReport.objects.count() == 2


@pytest.mark.parametrize("wrong", [("--period", "2026-13"), ("--period", "2026-10", "--format", "doc")])
def test_what_cannot_be_written_is_told(world: World, tmp_path: Path, wrong: tuple[str, ...]):
    code, _ = run(*wrong, "--output", str(tmp_path / "x"))
    assert code != 0
    assert not (tmp_path / "x").exists()
