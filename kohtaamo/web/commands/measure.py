from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from .setup import DataOption, OrganisationOption, chosen_organisation, fail, open_data


def measure(
    metric: Annotated[str, typer.Argument(help="Key of the metric, for example nps.")],
    by: Annotated[
        list[str] | None, typer.Option("--by", help="Dimension to group by; may be repeated.")
    ] = None,
    where: Annotated[list[str] | None, typer.Option("--where", help="FIELD=VALUE; may be repeated.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day, ISO or Finnish.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day, ISO or Finnish.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    organisation: OrganisationOption = None,
    data: DataOption = None,
) -> None:
    """Print a metric's value, n and 95 % interval for each group."""
    open_data(data)
    from kohtaamo.insight.report import MeasureError, measured_rows  # noqa: PLC0415  needs Django started
    from kohtaamo.organisation.events import deliver_all  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    deliver_all()
    with working_for(chosen_organisation(organisation)):
        try:
            rows = measured_rows(metric, by=by or [], where=where or [], since=since, until=until)
        except MeasureError as problem:
            fail(str(problem))
            return
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        show(metric, rows, by or [])


def show(metric: str, rows: list[dict[str, Any]], by: list[str]) -> None:
    table = Table(title=metric)
    for column in [*by, "value", "low", "high", "n"]:
        table.add_column(column, justify="left" if column in by else "right")
    for row in rows:
        numbers = [plain(row[key]) for key in ("value", "low", "high")]
        table.add_row(*[str(row["group"].get(name, "")) for name in by], *numbers, str(row["n"]))
    Console().print(table)


def plain(value: float | None) -> str:
    return "too few" if value is None else f"{value:.2f}"
