from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from .import_answers import progress_bar
from .setup import DataOption, OrganisationOption, chosen_organisation, fail, need_file, open_data


def encounters(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX file.")],
    mapping: Annotated[Path, typer.Option(help="JSON file that says what each column is.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, store nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    organisation: OrganisationOption = None,
    data: DataOption = None,
) -> None:
    """Import encounters from a file; one row may tell of several. The same file twice stores nothing twice."""
    open_data(data)
    need_file(file)
    # these need Django started
    from kohtaamo.encounters.importing import EncounterImportProblem, import_encounters  # noqa: PLC0415
    from kohtaamo.organisation.events import deliver_all  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    with working_for(chosen_organisation(organisation)), progress_bar(quiet=as_json) as bar:
        task = bar.add_task(file.name, total=1.0)
        try:
            result = import_encounters(
                file,
                mapping=mapping.read_text(encoding="utf-8"),
                dry_run=dry_run,
                tell=lambda share: bar.update(task, completed=share),
            )
        except (EncounterImportProblem, OSError) as problem:
            bar.stop()
            fail(str(problem))
    if not dry_run:
        deliver_all()
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    counted = _(
        "%(rows)s rows tell of encounters: %(stored)s stored, %(duplicates)s already here, %(refused)s refused."
    )
    typer.echo(counted % result)
    for reason in result["reasons"]:
        place = f"{reason['row']} {reason['meeting']}".strip()
        typer.echo("  " + _("row %(row)s: %(reason)s") % {"row": place, "reason": reason["reason"]})
