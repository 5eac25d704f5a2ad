from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kohtaamo.journeys.models import Moment, Placement, Touchpoint
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Event, Member, Unit
from kohtaamo.organisation.tenancy import current_organisation_id

from .icon import icon_for
from .order import clean_name, hold, moved, number
from .removal import record_removal


@dataclass(frozen=True, slots=True)
class Placed:
    placement: Placement
    is_new_touchpoint: bool
    is_new_place: bool


@transaction.atomic
def place_touchpoint(
    *,
    moment: Moment,
    name: str = "",
    touchpoint: Touchpoint | None = None,
    position: int | None = None,
    actor: Member | None = None,
) -> Placed:
    """Puts a touchpoint in a moment: the one given, else the one of this name, else a new one.

    A touchpoint stands once in a moment: placing it again returns the place it has.
    """
    held = hold(moment.stage.journey_id)
    is_new = False
    if touchpoint is None:
        touchpoint, is_new = find_or_create_touchpoint(name=name, actor=actor)
    rows = list(moment.placements.select_related("touchpoint"))
    standing = next((row for row in rows if row.touchpoint_id == touchpoint.pk), None)
    if standing is not None:
        return Placed(standing, is_new_touchpoint=False, is_new_place=False)
    place = len(rows) if position is None else position
    placement = Placement.objects.create(
        organisation_id=held.organisation_id, moment=moment, touchpoint=touchpoint, position=len(rows)
    )
    number(moved(rows, placement, place))
    record(
        "journeys.touchpoint_placed",
        subject_id=touchpoint.pk,
        data={"journey": held.pk, "name": touchpoint.name, "placement": placement.pk},
        actor=actor,
    )
    return Placed(placement, is_new_touchpoint=is_new, is_new_place=True)


@transaction.atomic
def find_or_create_touchpoint(*, name: str, actor: Member | None = None) -> tuple[Touchpoint, bool]:
    """The touchpoint of this name, whatever its capitals, and whether it is new."""
    tidy = clean_name(name)
    key = key_of_name(tidy)
    if key is not None:
        return Touchpoint.objects.get(pk=key), False
    touchpoint = Touchpoint.objects.create(
        organisation_id=current_organisation_id(), name=tidy, icon=icon_for(tidy)
    )
    record("journeys.touchpoint_created", subject_id=touchpoint.pk, data={"name": tidy}, actor=actor)
    return touchpoint, True


def key_of_name(name: str) -> int | None:
    """Compared here and not in the database: SQLite knows no capitals beyond ASCII, and Finnish has them."""
    wanted = name.casefold()
    names = Touchpoint.objects.values_list("pk", "name")
    return next((pk for pk, other in names if other.casefold() == wanted), None)


@transaction.atomic
def change_touchpoint(
    *,
    touchpoint: Touchpoint,
    name: str,
    kind: str,
    form: str = "",
    owner: Member | None = None,
    unit: Unit | None = None,
    icon: str = "",
    description: str = "",
    actor: Member | None = None,
) -> Touchpoint:
    """Only a channel has a form: of the other kinds it is dropped."""
    tidy = clean_name(name)
    if key_of_name(tidy) not in {None, touchpoint.pk}:
        raise ValidationError({"name": _("Another touchpoint has this name already.")})
    touchpoint.name, touchpoint.kind = tidy, Touchpoint.Kind(kind)
    touchpoint.form = Touchpoint.Form(form) if form and kind == Touchpoint.Kind.CHANNEL else ""
    touchpoint.owner, touchpoint.unit = owner, unit
    touchpoint.icon, touchpoint.description = icon, description.strip()
    touchpoint.save()
    record("journeys.touchpoint_changed", subject_id=touchpoint.pk, data={"name": tidy}, actor=actor)
    return touchpoint


@transaction.atomic
def move_placement(
    *, placement: Placement, moment: Moment, position: int, actor: Member | None = None
) -> Placement:
    held = hold(placement.moment.stage.journey_id)
    if moment.stage.journey_id != held.pk:
        raise ValidationError(_("A touchpoint moves only within its own journey."))
    left = placement.moment
    if moment.pk != left.pk:
        if moment.placements.filter(touchpoint=placement.touchpoint_id).exists():
            raise ValidationError(
                _("“%(name)s” is in that service moment already.") % {"name": placement.touchpoint}
            )
        placement.moment = moment
        placement.save(update_fields=["moment"])
    number(moved(moment.placements.all(), placement, position))
    if moment.pk != left.pk:
        number(left.placements.all())
    record(
        "journeys.placement_moved",
        subject_id=placement.touchpoint_id,
        data={
            "journey": held.pk,
            "name": placement.touchpoint.name,
            "placement": placement.pk,
            "moment": moment.pk,
            "position": placement.position,
        },
        actor=actor,
    )
    return placement


@transaction.atomic
def unplace(*, placement: Placement, actor: Member | None = None) -> Event:
    """Takes the touchpoint off this place; it and what was heard at it stay. Returns the event to undo."""
    held = hold(placement.moment.stage.journey_id)
    rows = Placement.objects.filter(pk=placement.pk)
    event = record_removal(
        "journeys.touchpoint_unplaced",
        subject_id=placement.touchpoint_id,
        name=placement.touchpoint.name,
        journey=held,
        placements=rows,
        actor=actor,
    )
    rows.delete()
    number(placement.moment.placements.all())
    return event
