"""Opening a data folder: settings, database and tables are made when they are not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from django.apps import apps
from django.utils.translation import gettext as _
from pydantic import ValidationError

from .terminal_words import gettext as told
from .terminal_words import language_of_terminal

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from kohtaamo.organisation.models import Organisation

FIRST_EMAIL = "admin@localhost"
DATABASE_FILE = "kohtaamo.sqlite3"
DEMO_DATA = Path("data/demo")

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of the database, files and secrets (or KOHTAAMO_DATA)."),
]
OrganisationOption = Annotated[
    str | None,
    typer.Option("--organisation", help="Address name of the organisation, where there are several."),
]


def open_data(data: Path | None, *, migrate: bool = True) -> None:
    """Start Django on this data folder. Must come before any import of our tables."""
    if data is not None:
        os.environ["KOHTAAMO_DATA"] = str(data.expanduser().resolve())
    import django  # noqa: PLC0415  the folder must be chosen before settings are read

    try:
        django.setup()
    except ValidationError as problem:
        fail("\n".join(wrong_setting(error) for error in problem.errors()))
    from django.utils import translation  # noqa: PLC0415  needs Django started

    translation.activate(language_of_terminal())
    if migrate:
        from django.core.management import call_command  # noqa: PLC0415  needs Django started

        call_command("migrate", verbosity=0, interactive=False)


def open_kept_data(data: Path | None) -> None:
    """For commands about what is there already: a folder without data is told and stays as it was."""
    folder = Path(data or os.environ.get("KOHTAAMO_DATA") or Path.home() / ".kohtaamo").expanduser().resolve()
    is_elsewhere = bool(os.environ.get("KOHTAAMO_DATABASE_URL")) or apps.ready
    if not is_elsewhere and not (folder / DATABASE_FILE).is_file():
        fail(no_data(folder))
    open_data(data)


def no_data(folder: Path) -> str:

    sentence = told("There is no data in %(folder)s. Say with --data where it is.") % {"folder": folder}
    if not (DEMO_DATA / DATABASE_FILE).is_file():
        return sentence
    demo = told("The demo organisation is here: --data %(folder)s") % {"folder": DEMO_DATA}
    return f"{sentence}\n{demo}"


def wrong_setting(error: ErrorDetails) -> str:
    name = "_".join(("KOHTAAMO", *map(str, error["loc"]))).upper()
    return f"{name}: {error['msg']}" if error["loc"] else error["msg"].removeprefix("Value error, ")


def chosen_organisation(slug: str | None) -> Organisation:
    """The named organisation, or the only one; with none at all one is made, so that a first import just works."""
    from kohtaamo.organisation.models import Organisation  # noqa: PLC0415  needs Django started

    found = list(Organisation.objects.order_by("pk"))
    if slug is not None:
        for organisation in found:
            if organisation.slug == slug:
                return organisation
        names = ", ".join(organisation.slug for organisation in found) or "–"
        fail(_("There is no organisation “%(name)s”. There are: %(names)s.") % {"name": slug, "names": names})
    if not found:
        return found_first_organisation()
    if len(found) > 1:
        names = ", ".join(organisation.slug for organisation in found)
        fail(
            _("There are several organisations: %(names)s. Say which with --organisation.") % {"names": names}
        )
    return found[0]


def found_first_organisation() -> Organisation:
    from kohtaamo.organisation.services import create_organisation  # noqa: PLC0415  needs Django started

    return create_organisation(name="Kohtaamo", email=FIRST_EMAIL, person="Ylläpitäjä", language="fi")


def need_file(file: Path) -> None:
    """Ends with a sentence where there is none to bring in."""
    if not file.is_file():
        fail(_("There is no file %(file)s. Check its name.") % {"file": file})


def fail(message: str) -> NoReturn:
    """End with a sentence for people and exit code 2."""
    typer.echo(message, err=True)
    sys.exit(2)
