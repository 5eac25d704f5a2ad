from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext
from rich.console import Console
from rich.progress import Progress

from .setup import DataOption, OrganisationOption, chosen_organisation, fail, open_kept_data


def report(
    period: Annotated[str, typer.Option("--period", help="Month 2026-10 or quarter 2026-Q3.")],
    output: Annotated[Path, typer.Option("--output", help="File to write.")],
    ending: Annotated[str, typer.Option("--format", help="pdf, pptx or xlsx.")] = "pdf",
    language: Annotated[str, typer.Option("--language", help="fi or en.")] = "fi",
    with_quotes: Annotated[bool, typer.Option("--quotes", help="Quote a few comments.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Make a new edition of a report there is.")] = False,
    organisation: OrganisationOption = None,
    data: DataOption = None,
) -> None:
    """Write the board report of a month or a quarter; one that is made already is written as it was frozen."""
    open_kept_data(data)
    from kohtaamo.insight.board.files import FORMATS, file_of  # noqa: PLC0415  needs Django started
    from kohtaamo.insight.board.making import make_report, order_report  # noqa: PLC0415
    from kohtaamo.insight.board.when import named  # noqa: PLC0415
    from kohtaamo.insight.models import BoardReport  # noqa: PLC0415
    from kohtaamo.organisation.events import deliver_all  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    if ending not in FORMATS:
        fail(gettext("A report is written as %(formats)s.") % {"formats": ", ".join(FORMATS)})
    if language not in ("fi", "en"):
        fail(gettext("A report is written in Finnish (fi) or English (en)."))
    try:
        size, days = named(period)
    except ValueError:
        fail(gettext("A period is written 2026-10 or 2026-Q3."))
    deliver_all()
    with working_for(chosen_organisation(organisation)), Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(output.name, total=2)
        done = BoardReport.objects.filter(size=size, start=days.start, status=BoardReport.Status.DONE)
        found = None if anew or with_quotes else done.order_by("-edition").first()
        if found is None:
            found = order_report(size=size, period=days, with_quotes=with_quotes)
            make_report(report=found)
        bar.advance(task)
        output.write_bytes(file_of(found, ending, language))
        bar.advance(task)
    typer.echo(str(output))
