from __future__ import annotations

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from .setup import DataOption, OrganisationOption, chosen_organisation, open_kept_data

facts_app = typer.Typer(no_args_is_help=True, help="The columnar copy that numbers are counted from.")


@facts_app.command()
def rebuild(organisation: OrganisationOption = None, data: DataOption = None) -> None:
    """Make the copy anew from the tables. Nothing is lost by it; pages go on meanwhile."""
    open_kept_data(data)
    from kohtaamo.insight import facts  # noqa: PLC0415  needs Django started
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    with working_for(chosen_organisation(organisation)), Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("values", total=None)
        facts.rebuild(lambda done, whole: bar.update(task, completed=done, total=whole))
    show(organisation)


@facts_app.command()
def status(organisation: OrganisationOption = None, data: DataOption = None) -> None:
    """How much the copy holds, and how much is still read from the tables."""
    open_kept_data(data)
    show(organisation)


def show(organisation: str | None) -> None:
    from kohtaamo.insight.facts.state import size_of_copy  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    table = Table()
    for column in ("values in the copy", "files", "bytes", "newer in the tables", "changed since"):
        table.add_column(column, justify="right")
    with working_for(chosen_organisation(organisation)):
        table.add_row(*(str(number) for number in size_of_copy()))
    Console().print(table)
