from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kohtaamo.web.commands.serve import USUAL_ADDRESS, command_for_link, command_started_by


def test_command_for_a_new_link_is_short_where_all_is_as_usual() -> None:
    assert command_for_link("aino@example.org", None, USUAL_ADDRESS) == "kohtaamo link aino@example.org"


def test_command_for_a_new_link_names_the_folder_and_the_address() -> None:
    command = command_for_link("aino@example.org", Path("/data/my shop"), "http://127.0.0.1:9000")
    assert command == (
        "kohtaamo link aino@example.org --data '/data/my shop' --address http://127.0.0.1:9000"
    )


def program_in(folder: Path) -> Path:
    folder.mkdir(parents=True)
    program = folder / "kohtaamo"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


def test_the_command_is_the_path_it_was_started_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program_in(tmp_path / ".venv" / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [".venv/bin/kohtaamo", "up", "--demo"])
    link = command_for_link("aino@example.org", Path("data/demo"), USUAL_ADDRESS)
    assert link == ".venv/bin/kohtaamo link aino@example.org --data data/demo"


def test_the_command_is_a_name_where_the_shell_finds_it_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = program_in(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert command_started_by(str(program)) == ["kohtaamo"]
    another = program_in(tmp_path / "other")
    assert command_started_by(str(another)) == [str(another)]


def test_a_module_run_by_python_is_run_so_again() -> None:
    assert command_started_by("/srv/kohtaamo/__main__.py") == [sys.executable, "-m", "kohtaamo"]
