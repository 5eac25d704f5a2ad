"""A server forks its workers; what asked before the fork must not leave them without an engine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ASK_FORK_ASK = """
import os, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
from kohtaamo.insight.facts import Question, ask
from kohtaamo.organisation.services import create_organisation
from kohtaamo.organisation.tenancy import working_for
organisation = create_organisation(name="Satama", email="aino@example.org", person="Aino")
question = Question(sql="SELECT count(*) FROM facts")
with working_for(organisation):
    assert ask(question) == [(0,)]
    connection.close()
    child = os.fork()
    if not child:
        os._exit(7 if ask(question) == [(0,)] and ask(Question(sql="SELECT max(id) FROM facts")) == [(None,)] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
"""


def test_a_forked_process_has_an_engine_of_its_own(tmp_path: Path):
    env = {**os.environ, "KOHTAAMO_DATA": str(tmp_path), "KOHTAAMO_SECRET_KEY": "x"}
    env |= {"DJANGO_SETTINGS_MODULE": "kohtaamo.settings", "KOHTAAMO_DATABASE_URL": ""}
    ran = subprocess.run(
        [sys.executable, "-c", ASK_FORK_ASK],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-1000:]
