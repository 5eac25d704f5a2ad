"""Another process that asks the facts again and again, as its dashboards would.

`python -m kohtaamo.web.bench.watching ORGANISATION MARK LEAST` writes the line `ready` after its first look, goes on
until its input is closed and it looked at least so often, and then writes one line of JSON: what it read, each as
[moment on the monotonic clock, facts counted, different facts counted, those whose attribute carries the mark].
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
# An attribute of the world of the benchmark, so that it has a column from the beginning.
MARKED = "tier"
COUNT = """
SELECT count(*) AS n, count(DISTINCT id) AS facts, sum(case when {marked} = :mark then 1 else 0 end) AS ours FROM facts
"""


def main() -> None:
    organisation, mark, least = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    import django  # noqa: PLC0415  a program of its own

    django.setup()
    from kohtaamo.insight.facts import Question, ask, column_of  # noqa: PLC0415  needs Django started
    from kohtaamo.insight.where import Where, today  # noqa: PLC0415
    from kohtaamo.kit.periods import Period  # noqa: PLC0415
    from kohtaamo.organisation.models import Organisation  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    where = Where(period=Period(today() - timedelta(days=DAYS), today() + timedelta(days=2)))
    read: list[tuple[float, int, int, int]] = []
    with working_for(Organisation.objects.get(pk=organisation)):
        question = Question(
            sql=COUNT.format(marked=column_of(f"attribute:{MARKED}")),
            where=where,
            kinds=(KIND,),
            parameters={"mark": mark},
        )
        while len(read) < least or not select.select([sys.stdin], [], [], 0)[0]:
            ((rows, facts, ours),) = ask(question)
            if not read:
                say("ready")
            read.append((time.monotonic(), rows, facts, ours or 0))
            time.sleep(PAUSE_SECONDS)
    say(json.dumps(read))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
