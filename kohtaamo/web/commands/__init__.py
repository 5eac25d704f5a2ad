"""What the `kohtaamo` command can do; one file a command."""

from __future__ import annotations

import typer

from .bench import bench
from .import_answers import import_app
from .measure import measure
from .serve import link, up, work

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="Kohtaamo maps, hears, understands and improves the meetings of an organisation with its customers.",
)
app.command()(up)
app.command()(work)
app.command()(link)
app.command()(measure)
app.command()(bench)
app.add_typer(import_app, name="import")

__all__ = ["app"]
