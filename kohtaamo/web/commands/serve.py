from __future__ import annotations

import logging
import os
import shlex
import shutil
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from kohtaamo.web.process.limits import BACKLOG, MOST_CONNECTIONS, allow_many_connections

from .setup import DataOption, fail, open_data, open_kept_data

PORT_PATIENCE_SECONDS = 8
USUAL_ADDRESS = "http://127.0.0.1:8000"


def up(
    data: DataOption = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill in Satama, the living demo organisation.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Run everything: web pages, streams and jobs, in one process tree."""
    wait_for_port(host, port)
    open_data(data)
    from kohtaamo.web.process.assets import gather_assets  # noqa: PLC0415  needs Django started

    from .first_run import prepare, sign_in_path  # noqa: PLC0415

    gather_assets()

    address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104
    person = prepare(demo=demo)
    sign_in = _("Sign in (works once)")
    whose = _("The link is for %(email)s. A new one: %(command)s") % {
        "email": person.email,
        "command": command_for_link(person.email, data, address),
    }
    link = f"{address}{sign_in_path(person)}"
    serve(host=host, port=port, say=f"\nKohtaamo: {address}\n{sign_in}: {link}\n{whose}\n")


def command_for_link(email: str, data: Path | None, address: str) -> str:
    """With what differs from the usual, so that it works as it is printed."""
    words = [*command_started_by(sys.argv[0]), "link", email]
    if data is not None:
        words += ["--data", str(data)]
    if address != USUAL_ADDRESS:
        words += ["--address", address]
    return shlex.join(words)


def command_started_by(program: str) -> list[str]:
    """What to type to run this same program: by its path, unless the shell finds it by its name."""
    path = Path(program)
    if path.parts[-2:] == ("kohtaamo", "__main__.py"):
        return [sys.executable, "-m", "kohtaamo"]
    found = shutil.which("kohtaamo")
    if path.name != "kohtaamo" or not path.is_file() or (found and path.samefile(found)):
        return ["kohtaamo"]
    return [program]


def serve(*, host: str, port: int, say: str) -> None:
    from granian import Granian  # noqa: PLC0415  heavy, and only this command needs it
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    allow_many_connections()
    server = Granian(
        "kohtaamo.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=MOST_CONNECTIONS,
        log_level=LogLevels.warning,
        workers_kill_timeout=15,
    )
    threading.Thread(target=announce, args=(host, port, say), daemon=True).start()
    server.serve()
    typer.echo(_("Kohtaamo has stopped."))


def announce(host: str, port: int, say: str) -> None:
    """Print the address once it answers, not before."""
    for _attempt in range(600):
        try:
            with socket.create_connection((host, port), timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    typer.echo(say)
    sys.stdout.flush()


def wait_for_port(host: str, port: int) -> None:
    """After a crash the old server may need a second to let go of its port."""
    deadline = time.monotonic() + PORT_PATIENCE_SECONDS
    while True:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as problem:
                if time.monotonic() > deadline:
                    fail(f"Cannot listen on {host}:{port} ({problem.strerror}). Choose another with --port.")
                time.sleep(0.2)
            else:
                return


def work(data: DataOption = None) -> None:
    """Run jobs only, beside web processes of a bigger installation."""
    logging.basicConfig(level=logging.INFO)
    open_data(data)
    from kohtaamo.web.process.background import Background  # noqa: PLC0415  needs Django started
    from kohtaamo.web.process.turns import Turns  # noqa: PLC0415

    background = Background(Turns(lambda: False))  # no answers come in here
    background.start()
    typer.echo(_("Working (process %(number)s). Ctrl-C stops.") % {"number": os.getpid()})
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        background.stop()


def link(
    email: Annotated[str, typer.Argument(help="E-mail address of the person.")],
    data: DataOption = None,
    address: Annotated[str, typer.Option(help="Address of this installation.")] = USUAL_ADDRESS,
) -> None:
    """Print a one-time sign-in link for a person, for when mail does not work."""
    open_kept_data(data)
    from kohtaamo.organisation.models import User  # noqa: PLC0415  needs Django started

    from .first_run import sign_in_path  # noqa: PLC0415

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        fail(_("Nobody here has the address %(email)s.") % {"email": email})
    typer.echo(address + sign_in_path(user))
