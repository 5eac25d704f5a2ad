"""Messages go once: two processes send at the same time and are killed in the middle, again and again."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.processes.server import environment, free_port

pytestmark = pytest.mark.processes

PEOPLE, SENDERS, KILLS = 80, 2, 3
SECONDS_A_MESSAGE = 0.03
PATIENCE_SECONDS = 60

PREPARE = """
import sys
import django; django.setup()
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.sending import change_hours, save_occasion, start_occasion, take_pasted
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.services import create_organisation
from kohtaamo.organisation.tenancy import working_for
organisation = create_organisation(name="Satama")
with working_for(organisation):
    asked = {"pages": [{"elements": [{"name": "nps", "type": "nps", "title": {"fi": "Suosittelisitko?"}}]}]}
    touchpoint = Touchpoint.objects.create(name="Puhelinpalvelu")
    survey = create_survey(name="Kysely", touchpoint=touchpoint, questionnaire=read_questionnaire(asked))
    publish_survey(survey=survey)
    survey.refresh_from_db()
    change_hours(opens_at="00:00", closes_at="00:00", days=[0, 1, 2, 3, 4, 5, 6], on_holidays=True)
    occasion = save_occasion(name="Lista", survey=survey, after="contacts", ways=["email"])
    start_occasion(occasion=occasion)
    pasted = "email\\n" + "\\n".join(f"a{n}@example.org" for n in range(int(sys.argv[1])))
    take_pasted(occasion=occasion, text=pasted, name="Lista")
"""
# The lease is short, so that the test need not wait ten minutes for what a killed process had taken.
SEND = """
from datetime import timedelta
import time
import django; django.setup()
from kohtaamo.feedback.sending import post
post.LEASE = timedelta(seconds=3)
while True:
    post.send_due(limit=10)
    time.sleep(0.05)
"""
LOOK = """
import json
import django; django.setup()
from kohtaamo.feedback.models import Invitation
from kohtaamo.organisation.tenancy import across_organisations
with across_organisations():
    rows = Invitation.objects.values_list("address", "state", "why", "due_at")
    print(json.dumps([(address, state, why, due is not None) for address, state, why, due in rows]))
"""


class Slowly:
    """Takes every message, and its time over it, so that a kill finds one in the middle."""

    def __init__(self) -> None:
        self.received: Counter[str] = Counter()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(SECONDS_A_MESSAGE)
        self.received[envelope.rcpt_tos[0]] += 1
        await asyncio.sleep(SECONDS_A_MESSAGE)
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Slowly, int]]:
    box, port = Slowly(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def settings_of(data: Path, port: int) -> dict[str, str]:
    return {
        **environment(data),
        "DJANGO_SETTINGS_MODULE": "kohtaamo.settings",
        "KOHTAAMO_SMTP_HOST": "127.0.0.1",
        "KOHTAAMO_SMTP_PORT": str(port),
        "KOHTAAMO_SMTP_TLS": "false",
        "KOHTAAMO_ORIGINS": "https://kohtaamo.example",
    }


def run(script: str, where: dict[str, str], *arguments: str) -> str:
    made = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=where, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return made.stdout


def start(where: dict[str, str]) -> list[subprocess.Popen[bytes]]:
    return [
        subprocess.Popen([sys.executable, "-c", SEND], env=where, start_new_session=True)
        for _ in range(SENDERS)
    ]


def kill(senders: list[subprocess.Popen[bytes]]) -> None:
    for sender in senders:
        os.killpg(sender.pid, signal.SIGKILL)
        sender.wait()


def wait_for(box: Slowly, count: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while box.received.total() < count and time.monotonic() < until:
        time.sleep(0.01)


def test_no_message_goes_twice_and_each_kill_leaves_at_most_one_in_doubt(
    tmp_path: Path, mailbox: tuple[Slowly, int]
) -> None:
    box, port = mailbox
    where = settings_of(tmp_path, port)
    run(PREPARE, where, str(PEOPLE))
    for round_number in range(1, KILLS + 1):
        senders = start(where)
        wait_for(box, round_number * PEOPLE // (KILLS + 2))
        kill(senders)
    senders = start(where)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        rows = json.loads(run(LOOK, where))
        while any(due for *_, due in rows) and time.monotonic() < until:
            time.sleep(0.5)
            rows = json.loads(run(LOOK, where))
    finally:
        kill(senders)
    doubtful = {address for address, _, why, _ in rows if why == "doubtful"}
    assert {state for _, state, _, _ in rows} == {"sent"}
    assert max(box.received.values()) == 1
    assert len(doubtful) <= KILLS * SENDERS
    assert {address for address, *_ in rows} - doubtful <= set(box.received)
    assert all(re.fullmatch(r"a\d+@example\.org", address) for address in box.received)
