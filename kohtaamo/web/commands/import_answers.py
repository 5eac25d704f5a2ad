from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from kohtaamo.web.process.interpreter import set_up_interpreter

from .setup import DataOption, OrganisationOption, chosen_organisation, fail, need_file, open_data

import_app = typer.Typer(no_args_is_help=True, help="Bring in what was heard elsewhere.")


@import_app.callback()
def bring_in() -> None:
    """Bring in what was heard elsewhere."""


@import_app.command()
def answers(
    file: Annotated[
        Path,
        typer.Argument(
            help="Answers of Qualtrics, LimeSurvey, Google Forms, Typeform or SPSS; or any CSV or XLSX."
        ),
    ],
    mapping: Annotated[Path | None, typer.Option(help="JSON file that says what each column is.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, store nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    organisation: OrganisationOption = None,
    data: DataOption = None,
) -> None:
    """Import answers from a file. The same file twice stores nothing twice."""
    open_data(data)
    need_file(file)
    from kohtaamo.feedback.importing import ImportProblem, import_file  # noqa: PLC0415  needs Django started
    from kohtaamo.organisation.events import deliver_all  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    set_up_interpreter()
    with working_for(chosen_organisation(organisation)), progress_bar(quiet=as_json) as bar:
        task = bar.add_task(file.name, total=1.0)
        try:
            result = import_file(
                file,
                mapping=mapping.read_text(encoding="utf-8") if mapping else None,
                dry_run=dry_run,
                tell=lambda share: bar.update(task, completed=share),
            )
            result["survey"] = survey_told(result.get("survey"))
        except (ImportProblem, OSError) as problem:
            bar.stop()
            fail(str(problem))
    if not dry_run:
        deliver_all()
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        tell_result(result, is_rehearsal=dry_run)


def survey_told(key: int | None) -> dict[str, Any] | None:
    """Where the answers went; None for a plain table, and for a survey that a rehearsal did not make."""
    # these need Django started
    from django.urls import reverse  # noqa: PLC0415

    from kohtaamo.feedback.models import Survey  # noqa: PLC0415
    from kohtaamo.organisation.services.addresses import outside_address  # noqa: PLC0415

    survey = Survey.objects.filter(pk=key).first() if key else None
    if survey is None:
        return None
    path = reverse("feedback:results", args=[survey.pk])
    address = outside_address(f"/o/{survey.organisation.slug}{path}")
    return {"id": survey.pk, "name": survey.name, "address": address}


def tell_result(result: dict[str, Any], *, is_rehearsal: bool = False) -> None:
    counted = _("%(rows)s rows: %(stored)s stored, %(duplicates)s already here, %(refused)s refused.")
    if is_rehearsal:
        counted = _(
            "%(rows)s rows: %(stored)s would be stored, %(duplicates)s are already here, "
            "%(refused)s would be refused. Nothing was stored."
        )
    typer.echo(counted % result)
    if result["survey"]:
        typer.echo(_("Survey: %(name)s, %(address)s") % result["survey"])
    elif is_rehearsal and result.get("format"):
        typer.echo(_("No survey here asks the same: one would be made of the file."))
    for reason in result["reasons"]:
        typer.echo("  " + _("row %(row)s: %(reason)s") % reason)
    by_reason: dict[str, list[str]] = {}
    for loss in result["losses"]:
        by_reason.setdefault(loss["why"], []).append(loss["element"])
    for why, elements in by_reason.items():
        typer.echo(f"\n{why}")
        for element in elements:
            typer.echo(f"  {element}")


def progress_bar(*, quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        disable=quiet,
        transient=True,
    )
