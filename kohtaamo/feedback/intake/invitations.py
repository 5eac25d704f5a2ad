"""Invitations as programs send them, many at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kohtaamo.encounters import channels
from kohtaamo.encounters.services import IncomingCustomer, record_customers
from kohtaamo.feedback.models import Invitation
from kohtaamo.feedback.queries import surveys_of_links, touchpoints_of, units_of
from kohtaamo.feedback.question import UnfitError, storable
from kohtaamo.feedback.services import IncomingInvitation, Outcome, record_invitation_outcomes

from .items import Wording, items_of

UID_SHOWN = 200
WHOLE = 2**63 - 1
TOO_LARGE = _("The request is too large. Send the invitations in smaller lists.")
INVITATIONS = Wording(
    too_many=_("At most 1,000 invitations fit in one request."),
    none_given=_("There are no invitations in the request."),
)
OUTCOMES = {
    "silent": Invitation.Outcome.SILENT,
    "answered": Invitation.Outcome.ANSWERED,
    "bounced": Invitation.Outcome.BOUNCED,
    "opted_out": Invitation.Outcome.OPTED_OUT,
}

Key = Annotated[str, Field(max_length=120)]
Name = Annotated[str, Field(max_length=200)]


class InvitationIn(BaseModel):
    """One invitation and what came of it so far. A survey or a touchpoint (number or name) is needed.

    `survey` is the code at the end of its link, `channel` the way the invitation was sent.
    """

    model_config = ConfigDict(extra="forbid")

    uid: Annotated[str, Field(max_length=1000)]
    sent_at: datetime | None = None
    outcome: Literal["silent", "answered", "bounced", "opted_out"] = "silent"
    survey: Annotated[str, Field(max_length=60)] = ""
    touchpoint: Annotated[int, Field(ge=1, le=WHOLE)] | Name | None = None
    channel: Name = ""
    unit: Name = ""
    customer: Key = ""


def read_invitations(body: bytes) -> tuple[list[Any], list[str]]:
    """The items of a request and their uids as they are told back. Raises `UnreadableError`."""
    items = items_of(body, INVITATIONS)
    return items, [uid_of(item) for item in items]


def uid_of(item: Any) -> str:
    uid = item.get("uid") if isinstance(item, dict) else None
    return storable(uid)[:UID_SHOWN] if isinstance(uid, str) else ""


def take_invitations(items: Iterable[Any]) -> list[Outcome]:
    """One outcome an item, in the order given; one that is malformed is refused alone."""
    read = [read_invitation(item) for item in items]
    given = [one for one in read if isinstance(one, InvitationIn)]
    surveys = surveys_of_links({storable(one.survey) for one in given if one.survey})
    places = touchpoints_of({one.touchpoint for one in given if one.touchpoint is not None})
    units = units_of({storable(one.unit) for one in given if one.unit})
    keys = sorted({storable(one.customer).strip() for one in given} - {""})
    customers = record_customers(customers=[IncomingCustomer(key=key) for key in keys]) if keys else {}
    now = timezone.now()

    def incoming(one: InvitationIn) -> IncomingInvitation:
        survey = found("survey", one.survey, surveys)
        place = places.get(one.touchpoint) if one.touchpoint is not None else survey and survey.touchpoint
        if place is None:
            raise UnfitError("foreign_touchpoint")
        return IncomingInvitation(
            uid=one.uid,
            touchpoint=place,
            sent_at=one.sent_at or now,
            outcome=OUTCOMES[one.outcome],
            survey=survey,
            channel=channels.key_of(one.channel),
            unit=found("unit", one.unit, units),
            customer=found("customer", one.customer.strip(), customers),
        )

    made = [tried(incoming, one) if isinstance(one, InvitationIn) else one for one in read]
    kept = iter(
        record_invitation_outcomes((one for one in made if isinstance(one, IncomingInvitation)), now=now)
    )
    return [next(kept) if isinstance(one, IncomingInvitation) else one for one in made]


def tried(make: Any, one: InvitationIn) -> IncomingInvitation | Outcome:
    try:
        made: IncomingInvitation = make(one)
    except UnfitError as problem:
        return Outcome("refused", reason=problem.code, facts=problem.facts)
    return made


def found(field: str, key: str, rows: Any) -> Any:
    if not key:
        return None
    if storable(key) not in rows:
        raise UnfitError("foreign_reference", field=field)
    return rows[storable(key)]


def read_invitation(item: Any) -> InvitationIn | Outcome:
    try:
        return InvitationIn.model_validate(item)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step)[:60] for step in first["loc"]).encode("utf-8", "replace").decode()
        return Outcome("refused", reason="malformed", facts={"place": place, "trouble": first["msg"]})
