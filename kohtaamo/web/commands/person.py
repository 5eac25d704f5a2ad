from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from django.utils.translation import gettext

from .setup import DataOption, OrganisationOption, chosen_organisation, fail, open_kept_data

if TYPE_CHECKING:
    from kohtaamo.encounters.models import Customer

person_app = typer.Typer(no_args_is_help=True, help="What is known of one customer: find, copy, erase.")
Key = Annotated[str, typer.Argument(help="The customer number, as `find` tells it.")]
MOST = 50


@person_app.command()
def find(
    text: Annotated[str, typer.Argument(help="A piece of the name, e-mail, phone or number.")],
    organisation: OrganisationOption = None,
    data: DataOption = None,
) -> None:
    """List customers: number, name, e-mail and phone, a tab between."""
    open_kept_data(data)
    from kohtaamo.encounters.queries import found_customers  # noqa: PLC0415  needs Django started
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    with working_for(chosen_organisation(organisation)):
        for one in found_customers(text)[:MOST]:
            typer.echo(f"{one.key}\t{one.name}\t{one.email}\t{one.phone}".rstrip("\t"))


@person_app.command()
def copy(key: Key, organisation: OrganisationOption = None, data: DataOption = None) -> None:
    """Print everything held of this person as JSON."""
    open_kept_data(data)
    from kohtaamo.encounters.queries import person_copy  # noqa: PLC0415  needs Django started
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    with working_for(chosen_organisation(organisation)):
        typer.echo(json.dumps(person_copy(customer_of(key)), ensure_ascii=False, indent=2))


@person_app.command()
def erase(key: Key, organisation: OrganisationOption = None, data: DataOption = None) -> None:
    """Erase this person at once; this cannot be undone."""
    open_kept_data(data)
    from kohtaamo.encounters.services import erase_customer  # noqa: PLC0415  needs Django started
    from kohtaamo.organisation.events import deliver_all  # noqa: PLC0415
    from kohtaamo.organisation.tenancy import working_for  # noqa: PLC0415

    with working_for(chosen_organisation(organisation)):
        erase_customer(customer=customer_of(key))
    deliver_all()
    typer.echo(gettext("Erased."))


def customer_of(key: str) -> Customer:
    from kohtaamo.encounters.queries import found_customers  # noqa: PLC0415  needs Django started

    found = found_customers().filter(key=key).first()
    if found is None:
        fail(gettext("No customer has the number %(key)s.") % {"key": key})
    return found
