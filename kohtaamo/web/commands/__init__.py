"""What the `kohtaamo` command can do; one file a command."""

from __future__ import annotations

import typer

from .analyse import analyse
from .bench import bench
from .export_answers import export_app
from .facts import facts_app
from .import_answers import import_app
from .import_encounters import encounters
from .import_figures import figures
from .import_survey import survey
from .mail import mail_app
from .measure import measure
from .person import person_app
from .redact import redact
from .report import report
from .reread import reread
from .search import search
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
app.command()(report)
app.command()(bench)
app.command()(analyse)
app.command()(redact)
app.command()(reread)
app.command()(search)
import_app.command()(encounters)
import_app.command()(figures)
import_app.command()(survey)
app.add_typer(import_app, name="import")
app.add_typer(export_app, name="export")
app.add_typer(facts_app, name="facts")
app.add_typer(mail_app, name="mail")
app.add_typer(person_app, name="person")

__all__ = ["app"]
