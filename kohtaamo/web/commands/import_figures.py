from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from .import_answers import progress_bar
from .setup import DataOption, OrganisationOption, chosen_organisation, fail, need_file, open_data


def figures(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX file.")],
    mapping: Annotated[Path | None, typer.Option(help="JSON file that says what each column is.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, store nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    organisation: OrganisationOption = None,
    data: DataOption = None,
) -> None:
    """Import business figures (revenue, retention, cost) from a file. Twice stores nothing twice."""
    open_data(data)
    need_file(file)
    from kohtaamo.insight.figures import FigureProblem, import_figures  # noqa: PLC0415  needs Django started
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    with working_for(chosen_organisation(organisation)), progress_bar(quiet=as_json) as bar:
        task = bar.add_task(file.name, total=1.0)
        try:
            result = import_figures(
                file,
                mapping=json.loads(mapping.read_text(encoding="utf-8")) if mapping else None,
                dry_run=dry_run,
                tell=lambda share: bar.update(task, completed=share),
            )
        except (FigureProblem, OSError, ValueError) as problem:
            bar.stop()
            fail(str(problem))
            return
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    counted = _(
        "%(rows)s rows: %(stored)s values stored, %(unchanged)s already here, %(refused)s rows refused."
    )
    typer.echo(counted % result)
    for reason in result["reasons"]:
        typer.echo("  " + _("row %(row)s: %(reason)s") % reason)
