from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from .setup import DataOption, OrganisationOption, chosen_organisation, fail, need_file, open_data


def survey(
    file: Annotated[Path, typer.Argument(help="Qualtrics QSF, LimeSurvey LSS, LSQ or LSA, XLSForm or JSON.")],
    touchpoint: Annotated[
        str, typer.Option(help="Where it is asked; without this, a touchpoint named after the survey.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what is found, store nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    organisation: OrganisationOption = None,
    data: DataOption = None,
) -> None:
    """Bring in a survey of another program as a draft, and tell what could not be carried over."""
    open_data(data)
    need_file(file)
    # these need Django started
    from kohtaamo.feedback.definitions import read_definition, told  # noqa: PLC0415
    from kohtaamo.feedback.definitions.bringing import as_told, asked_there, bring_survey, by_reason  # noqa: PLC0415
    from kohtaamo.feedback.question import UnfitError  # noqa: PLC0415
    from kohtaamo.organisation.events import deliver_all  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    try:
        definition = read_definition(file.read_bytes())
        result = as_told(definition)
        if not dry_run:
            with working_for(chosen_organisation(organisation)):
                made, is_new = bring_survey(definition=definition, place=touchpoint)
                result |= {"survey": made.pk, "touchpoint": made.touchpoint.name, "new": is_new}
            deliver_all()
    except UnfitError as problem:
        fail(told(problem))
    except OSError as problem:
        fail(str(problem))
    told_all = {"reasons": by_reason(result["losses"]), **result}
    told_all["questions"] = asked_there(result["questions"], result["losses"])
    typer.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_json else report_of(told_all))


def report_of(result: dict[str, Any]) -> str:
    lines = [_("“%(name)s”: %(imported)s of %(questions)s questions came along.") % result]
    if "touchpoint" in result:
        lines.append(_("It is now a draft at the touchpoint “%(touchpoint)s”.") % result)
    for why, elements in result["reasons"].items():
        lines += ["", why, *(f"  {element}" for element in elements)]
    return "\n".join(lines)
