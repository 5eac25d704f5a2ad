from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kohtaamo.encounters.models import Customer
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.commands import app
from tests.world import World


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["person", *arguments, "--organisation", "satama"])
    return found.exit_code, found.output


def test_a_customer_is_found_copied_and_erased_by_commands(world: World) -> None:
    assert run("find", "eer") == (0, "C-1\tEero\n")
    code, text = run("copy", "C-1")
    assert (code, json.loads(text)["encounters"]["customer"]["name"]) == (0, "Eero")
    assert run("erase", "C-1") == (0, "Erased.\n")
    with working_for(world.satama):
        assert not Customer.objects.exists()


def test_a_number_of_nobody_is_said(world: World) -> None:
    code, text = run("erase", "C-2")
    assert code == 2
    assert text == "No customer has the number C-2.\n"
