"""The storing process: what programs send is stored here, and reactions, tasks and alerts are looked after.

Python runs one thread of a process at a time. In a process of its own, storing does not wait for a page that is
computed, nor a page for storing (docs/decisions.md). It ends when the web process closes its end of the line.
"""

from __future__ import annotations

import os
import signal
import socket
import sys

import django

from .interpreter import set_up_interpreter


def main() -> None:
    # A signal to the whole group ends the web process, which then closes the line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    set_up_interpreter()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohtaamo.settings")
    django.setup()
    work(socket.socket(fileno=int(sys.argv[1])))


def work(line: socket.socket) -> None:
    from kohtaamo.insight.services import get_ready_to_read  # noqa: PLC0415  needs Django started
    from kohtaamo.web.sqlite.statistics import refresh_statistics  # noqa: PLC0415

    from .background import Background, take_up_abandoned_tasks  # noqa: PLC0415
    from .intake.desk import Desk  # noqa: PLC0415
    from .intake.storer import Storer  # noqa: PLC0415
    from .turns import Turns  # noqa: PLC0415

    refresh_statistics()
    take_up_abandoned_tasks()
    get_ready_to_read()
    storer = Storer(line, Desk())
    background = Background(Turns(storer.is_pressed))
    background.start()
    with line:
        storer.run()
    background.stop()


if __name__ == "__main__":
    main()
