"""The import contracts catch what they say they catch: violations planted in a copy of the product."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = {
    "an upstream import": ("journeys/queries.py", "import kohtaamo.insight.queries", "Data flows one way"),
    "a sibling import": (
        "conversations/queries.py",
        "import kohtaamo.improvement.models",
        "Data flows one way",
    ),
    "a table that calls a service": (
        "feedback/models/survey.py",
        "def late() -> None:\n    import kohtaamo.feedback.services",
        "Inside a package",
    ),
    "another package's page": (
        "web/views/home.py",
        "import kohtaamo.journeys.views.pages",
        "belong to their own",
    ),
    "Django in kit": ("kit/text.py", "import django.conf", "kit and language know nothing of Django"),
    "a package nobody decided on": ("marketing/__init__.py", "", "Data flows one way"),
    "a file kind nobody decided on": ("journeys/helpers.py", "", "Inside a package"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("planted")
    ignored = shutil.ignore_patterns("static", "templates", "__pycache__", "islands", "locale", "tests")
    shutil.copytree(ROOT / "kohtaamo", there / "kohtaamo", ignore=ignored)
    shutil.copytree(ROOT / "tools", there / "tools")
    shutil.copy(ROOT / "pyproject.toml", there)
    return there


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(script), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


def test_the_product_keeps_its_contracts(copy: Path) -> None:
    found = lint(copy)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("plant", PLANTED)
def test_a_planted_violation_fails(plant: str, copy: Path) -> None:
    file, line, contract = PLANTED[plant]
    path = copy / "kohtaamo" / file
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n\n{line}\n")
    try:
        found = lint(copy)
    finally:
        if before is None:
            path.unlink()
            if path.parent.name == "marketing":
                path.parent.rmdir()
        else:
            path.write_text(before)
    assert found.returncode != 0
    broken = [text for text in found.stdout.splitlines() if text.endswith("BROKEN") or "not declared" in text]
    assert any(contract in text for text in broken) or contract in found.stdout.split("Broken contracts")[-1]
