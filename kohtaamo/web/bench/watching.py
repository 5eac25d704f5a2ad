"""Another process that asks the facts again and again, as its dashboards would.

`python -m kohtaamo.web.bench.watching ORGANISATION` writes the line `ready` after its first look, goes on until its
input is closed, and then writes one line of JSON: what it read, each as [moment on the monotonic clock, facts
counted, different facts counted].
"""

from __future__ import annotations

import json
import select
import sys
import time
from datetime import timedelta

PAUSE_SECONDS = 0.01
# Old enough to be in segments, new enough to be in the tail as well.
DAYS = 60
KIND = "nps"


def main() -> None:
    organisation = int(sys.argv[1])
    import django  # noqa: PLC0415  a program of its own

    django.setup()
    from kohtaamo.insight.facts import Question, ask  # noqa: PLC0415  needs Django started
    from kohtaamo.insight.where import Where, today  # noqa: PLC0415
    from kohtaamo.kit.periods import Period  # noqa: PLC0415
    from kohtaamo.organisation.models import Organisation  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    where = Where(period=Period(today() - timedelta(days=DAYS), today() + timedelta(days=2)))
    question = Question(
        sql="SELECT count(*) AS n, count(DISTINCT id) AS facts FROM facts", where=where, kinds=(KIND,)
    )
    read: list[tuple[float, int, int]] = []
    with working_for(Organisation.objects.get(pk=organisation)):
        while not read or not select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
            ((rows, facts),) = ask(question)
            if not read:
                say("ready")
            read.append((time.monotonic(), rows, facts))
    say(json.dumps(read))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
