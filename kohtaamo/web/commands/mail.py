from __future__ import annotations

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from .setup import DataOption, open_data

mail_app = typer.Typer(no_args_is_help=True, help="Messages that were sent, and those that came back.")
FileArgument = Annotated[
    str, typer.Argument(help="A message that came back, or an mbox of many; - reads one from standard input.")
]
SEPARATOR = b"From "


@mail_app.callback()
def mail() -> None:
    """Messages that were sent, and those that came back."""


@mail_app.command()
def bounces(file: FileArgument, data: DataOption = None) -> None:
    """Take in reports of mail that did not arrive, for example from a mail server's pipe or a mailbox drop."""
    open_data(data)
    from kohtaamo.feedback.sending import take_bounce  # noqa: PLC0415  needs Django started

    counts = Counter(take_bounce(raw) for raw in messages_in(file))
    typer.echo(", ".join(f"{told} {count}" for told, count in sorted(counts.items())) or "no messages")


def messages_in(file: str) -> Iterator[bytes]:
    if file == "-":
        yield sys.stdin.buffer.read()
        return
    path = Path(file)
    with path.open("rb") as begun:
        is_mbox = begun.read(len(SEPARATOR)) == SEPARATOR
    if is_mbox:
        yield from (bytes(one) for one in mailbox.mbox(path))
    else:
        yield path.read_bytes()
