from __future__ import annotations

from typing import Annotated

import typer
from django.utils.translation import gettext, ngettext
from rich.console import Console
from rich.progress import Progress

from .setup import DataOption, OrganisationOption, chosen_organisation, open_kept_data


def reread(
    learn: Annotated[bool, typer.Option("--learn", help="Learn from stars and corrections first.")] = False,
    organisation: OrganisationOption = None,
    data: DataOption = None,
) -> None:
    """Read comments anew that an earlier version read. It goes on where it stood if it is stopped."""
    open_kept_data(data)
    from kohtaamo.insight.services.reading_work import (  # noqa: PLC0415  needs Django started
        carry_out,
        order_learning,
        order_rereading,
    )
    from kohtaamo.insight.services.rereading import carry_on  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    with working_for(chosen_organisation(organisation)):
        if learn:
            with Console(stderr=True).status(gettext("Learning from your answers")):
                carry_out(work=order_learning())
        work = order_rereading()
        if work is None:
            typer.echo(gettext("Every comment is read by what reads now."))
            return
        with Progress(console=Console(stderr=True)) as bar:
            line = bar.add_task(gettext("comments"), total=None)
            read = carry_on(work=work, tell=lambda done, whole: bar.update(line, completed=done, total=whole))
    typer.echo(
        ngettext("%(count)s comment was read anew.", "%(count)s comments were read anew.", read)
        % {"count": read}
    )
