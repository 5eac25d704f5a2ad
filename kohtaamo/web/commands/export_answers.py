from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .setup import DataOption, OrganisationOption, chosen_organisation, fail, open_kept_data

export_app = typer.Typer(no_args_is_help=True, help="Take out what was heard.")


@export_app.callback()
def take_out_of_here() -> None:
    """Take out what was heard."""


@export_app.command()
def answers(
    survey: Annotated[str, typer.Argument(help="Number, link code or name of the survey.")],
    form: Annotated[str, typer.Option("--format", help="csv, xlsx, jsonl, sav or triple_s.")] = "csv",
    output: Annotated[Path | None, typer.Option("--output", help="File to write.")] = None,
    language: Annotated[str, typer.Option("--language", help="fi or en.")] = "",
    personal: Annotated[
        bool,
        typer.Option(
            "--personal", help="Hide no telephone numbers, names and the like in what people wrote."
        ),
    ] = False,
    organisation: OrganisationOption = None,
    data: DataOption = None,
) -> None:
    """Write the answers of a survey to a file. What employees answer is never given out one by one."""
    open_kept_data(data)
    from kohtaamo.feedback.queries import survey_called  # noqa: PLC0415  needs Django started
    from kohtaamo.feedback.taking_out import FORMS, NotGivenOutError, file_name, take_out  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    with working_for(chosen_organisation(organisation)):
        found = survey_called(survey)
        if found is None:
            fail(_("There is no survey “%(name)s”.") % {"name": survey})
            return
        path = output or Path(file_name(found, form) if form in FORMS else "answers")
        try:
            words = language or get_language() or "en"
            count = take_out(found, form, path, language=words, is_open=personal)
        except (NotGivenOutError, OSError) as problem:
            fail(str(problem))
            return
    typer.echo(_("%(path)s: %(count)s answers.") % {"path": path, "count": count})
