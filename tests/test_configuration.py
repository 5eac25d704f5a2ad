from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from kohtaamo.settings import Configuration


def test_mail_server_needs_to_know_where_links_lead() -> None:
    with pytest.raises(ValidationError, match="KOHTAAMO_ORIGINS"):
        Configuration(smtp_host="mail.example.org", hosts="*", origins="")


@pytest.mark.parametrize(
    ("origins", "hosts"), [("https://kohtaamo.example.org", "*"), ("", "kohtaamo.example.org")]
)
def test_mail_server_is_taken_with_a_named_address(origins: str, hosts: str) -> None:
    named = Configuration(smtp_host="mail.example.org", origins=origins, hosts=hosts)
    assert named.smtp_host == "mail.example.org"


def test_command_names_every_setting_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "kohtaamo.sqlite3").touch()
    wrong = {"KOHTAAMO_SMTP_PORT": "many", "KOHTAAMO_DEBUG": "perhaps", "KOHTAAMO_DATA": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-m", "kohtaamo", "link", "aino@example.org"],
        env={**os.environ, **wrong, "DJANGO_SETTINGS_MODULE": "kohtaamo.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert {line.partition(":")[0] for line in told.stderr.splitlines()} == {
        "KOHTAAMO_SMTP_PORT",
        "KOHTAAMO_DEBUG",
    }
