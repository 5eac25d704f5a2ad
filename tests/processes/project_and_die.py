"""A process writes values and brings the copy up, and is killed anywhere; another compares the copy with the table.

Run as a script of its own, because it forks: the engine's threads must not be there yet when it does.
"""
# ruff: noqa: E402, S608

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from kohtaamo.insight import facts
from kohtaamo.insight.facts import Question, ask
from kohtaamo.insight.models import Measurement, Segment
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Organisation
from kohtaamo.organisation.services import create_organisation
from kohtaamo.organisation.tenancy import working_for

NOON = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
SUMS = "count(*), coalesce(sum(value), 0), coalesce(sum(id), 0), coalesce(sum(touchpoint{0}), 0)"


def live(seed: int, told: int) -> None:
    """Values come and change, and the copy is brought up, until the plug is pulled; each step is told."""
    chance = random.Random(seed)
    place = Touchpoint.objects.get()
    while True:
        Measurement.objects.bulk_create(
            Measurement(
                organisation_id=place.organisation_id,
                touchpoint=place,
                kind="nps",
                value=chance.randrange(11),
                happened_at=NOON + timedelta(hours=chance.randrange(2000)),
                source="api",
                attributes={"a": chance.randrange(3)},
            )
            for _ in range(200)
        )
        some = list(Measurement.objects.order_by("?").values_list("pk", flat=True)[:5])
        Measurement.objects.filter(pk__in=some[:3]).update(is_superseded=True)
        Measurement.objects.filter(pk__in=some[3:]).delete()
        os.write(told, b"b")
        facts.project()
        os.write(told, b"e")


def is_equal() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SUMS.format('_id')} FROM insight_measurement WHERE NOT is_superseded")
        table = cursor.fetchall()
    return bool(ask(Question(sql=f"SELECT {SUMS.format('')} FROM facts")) == table)


def in_a_child(work: object, *given: object) -> int:
    """The pid of a child that does this and ends, with 0 when it came out true."""
    connection.close()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        with working_for(Organisation.objects.get()):
            code = 0 if work(*given) else 1  # type: ignore[operator]
    finally:
        os._exit(code)


def main(rounds: int) -> None:
    call_command("migrate", verbosity=0)
    organisation = create_organisation(name="Satama", email="aino@example.org", person="Aino")
    with working_for(organisation):
        Touchpoint.objects.create(organisation=organisation, name="Puhelinpalvelu")
    chance = random.Random(7)
    unequal = 0
    for number in range(rounds):
        heard, told = os.pipe()
        pid = in_a_child(live, number, told)
        # in or after the first, second or third bringing up, however slow the machine is
        for _ in range(chance.randint(1, 5)):
            os.read(heard, 1)
        time.sleep(chance.uniform(0, 0.1))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(heard)
        os.close(told)
        checked = in_a_child(is_equal)
        unequal += os.waitpid(checked, 0)[1] != 0
    with working_for(organisation):
        segments, values = Segment.objects.count(), Measurement.objects.count()
    print(json.dumps({"rounds": rounds, "unequal": unequal, "segments": segments, "values": values}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
