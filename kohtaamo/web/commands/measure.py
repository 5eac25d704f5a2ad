from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rich.console import Console
from rich.table import Table

from .setup import DataOption, OrganisationOption, chosen_organisation, fail, open_kept_data

if TYPE_CHECKING:
    from kohtaamo.kit.periods import Period

SENTENCES = {
    "unknown_metric": _("There is no metric “%(asked)s”. There are: %(valid)s."),
    "unknown_field": _("Nothing is known of “%(asked)s”. There are: %(valid)s."),
    "unknown_value": _("Nothing is called “%(asked)s”. There are: %(valid)s."),
    "no_condition": _("“%(asked)s” is not a condition. Write --where %(valid)s."),
}


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
    open_kept_data(data)
    from kohtaamo.insight.report import ReportError, measured_rows  # noqa: PLC0415  needs Django started
    from kohtaamo.organisation.events import deliver_all  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    deliver_all()
    with working_for(chosen_organisation(organisation)):
        try:
            rows = measured_rows(metric=metric, by=by or [], where=where or [], period=period(since, until))
        except ReportError as problem:
            facts = {"asked": problem.asked, "valid": ", ".join(problem.valid) or "–"}
            fail(str(SENTENCES[problem.code]) % facts)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        show(metric, rows, by or [])


def period(since: str | None, until: str | None) -> Period | None:
    """Both days belong to it; an open end reaches as far as there can be answers."""
    from kohtaamo.kit.periods import Period, parse_date  # noqa: PLC0415  quick start of other commands

    if since is None and until is None:
        return None
    try:
        return Period(
            parse_date(since or "1900-01-01"), parse_date(until or "2100-12-31") + timedelta(days=1)
        )
    except ValueError:
        fail(gettext("A day is written 2026-11-21 or 21.11.2026, and the first comes before the last."))


def show(metric: str, rows: list[dict[str, Any]], by: list[str]) -> None:
    table = Table(title=metric)
    groups = [name.removeprefix("attribute:") for name in by]
    for column in [*groups, "value", "low", "high", "n"]:
        table.add_column(column, justify="left" if column in groups else "right")
    for row in rows:
        missing = gettext("too few") if row["n"] is not None else gettext("hidden to protect people")
        numbers = [plain(row[key], missing) for key in ("value", "low", "high")]
        table.add_row(
            *[str(row[name] if row[name] is not None else "–") for name in groups],
            *numbers,
            "–" if row["n"] is None else str(row["n"]),
        )
    Console().print(table)


def plain(value: float | None, missing: str) -> str:
    return missing if value is None else f"{value:.2f}"
