from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kohtaamo.feedback.models import Survey
from kohtaamo.insight.facts import rebuild
from kohtaamo.insight.where import zone
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.events import record
from kohtaamo.organisation.middleware import organisations_of
from kohtaamo.organisation.models import Member, Organisation, Unit, User
from kohtaamo.organisation.queries import first_administrator
from kohtaamo.organisation.services import create_organisation, make_unit
from kohtaamo.organisation.tenancy import across_organisations, working_for

from .actions import act, report_last_month, set_targets
from .alerts import set_alerts
from .cases import get_back_to_customers
from .figures import give_owners, tell_figures
from .filling import count_everything, keep_answers, keep_customers, keep_encounters
from .interviews import make_interviews
from .invitations import ask_the_year
from .journeys import draw_journeys, make_touchpoints
from .model import Satama, a_year
from .people import ADMINISTRATOR, ADMINISTRATOR_ADDRESS, MEMBERS, UNITS
from .queries import BEGUN, MADE, demo_organisation, is_demo, is_whole
from .reach import make_reach
from .removal import remove_rows
from .surveys import make_surveys
from .themes import make_themes
from .topics import make_topics

NAME = "Satama"
EVENING = time(20, 0)
# Told how far everything is, 0 to 1, and what is being done.
Tell = Callable[[float, str], None]


class NotDemoError(ValueError):
    """The organisation is somebody's own: the demo did not make it, and does not touch it."""


def ensure_demo(*, today: date | None = None, tell: Tell | None = None, share: float = 1.0) -> User:
    """Satama with its year up to today, made when it is not there; returns who rules it.

    A demo left half-made by a crash is made anew. A `share` below 1 makes a smaller one, for tests.
    """
    tell = tell or (lambda _share, _text: None)
    standing = demo_organisation()
    if standing is not None and not is_whole(standing):
        remove_rows(standing)
        standing = None
    organisation = standing or make_demo(a_year(moment_of(today), share=share), today, tell)
    ruler = first_administrator(organisation)
    if ruler is None:
        raise LookupError("the demo organisation has no administrator who can sign in")
    return ruler


def moment_of(today: date | None) -> datetime:
    """Nothing is later than now; of another day than today the evening."""
    now = timezone.now().astimezone(zone())
    if today is None or today == now.date():
        return now
    return datetime.combine(today, EVENING, tzinfo=zone())


def make_demo(satama: Satama, today: date | None, tell: Tell) -> Organisation:
    moment = moment_of(today)
    with working_for(organisation := begin_demo()):
        scene = furnish(organisation)
        tell(0.05, _("Encounters"))
        customers = keep_customers(satama)
        encounters = keep_encounters(
            satama.meetings,
            touchpoints=scene.touchpoints,
            customers=customers,
            members=scene.members,
            units=scene.units,
            tell=lambda share: tell(0.05 + 0.20 * share, _("Encounters")),
        )
        keep_answers(
            satama.meetings,
            touchpoints=scene.touchpoints,
            surveys=scene.surveys,
            customers=customers,
            encounters=encounters,
            units=scene.units,
            tell=lambda share: tell(0.25 + 0.30 * share, _("Answers")),
        )
    count_everything(lambda share: tell(0.55 + 0.35 * share, _("Counting and reading")))
    with working_for(organisation):
        # what follows asks for numbers often: they are quick once the year stands in columns
        rebuild()
        make_interviews(scene.surveys, customers, scene.units, scene.ruler, moment)
        ask_the_year(
            satama.meetings,
            organisation=organisation,
            surveys=scene.surveys,
            encounters=encounters,
            ruler=scene.ruler,
            today=moment.date(),
        )
        people_act(scene, satama, moment)
        record(MADE, subject_id=organisation.pk, data={"today": moment.date().isoformat()}, actor=scene.ruler)
    count_everything(lambda share: tell(0.90 + 0.10 * share, _("Counting and reading")))
    return organisation


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands before the first meeting, by name."""

    units: dict[str, Unit]
    members: dict[str, Member]
    touchpoints: dict[str, Touchpoint]
    surveys: dict[str, Survey]

    @property
    def ruler(self) -> Member:
        return self.members[ADMINISTRATOR]


def furnish(organisation: Organisation) -> Scene:
    units = {name: make_unit(name=name, actor=None) for name in UNITS}
    members = make_members(organisation, units)
    touchpoints = make_touchpoints(members, units)
    draw_journeys(touchpoints, members[ADMINISTRATOR])
    surveys = make_surveys(touchpoints, members[ADMINISTRATOR])
    make_reach(surveys, units, members[ADMINISTRATOR])
    set_targets(touchpoints, members[ADMINISTRATOR])
    make_themes(members[ADMINISTRATOR])
    make_topics(members[ADMINISTRATOR])
    return Scene(units, members, touchpoints, surveys)


def people_act(scene: Scene, satama: Satama, moment: datetime) -> None:
    day = moment.date()
    act(scene.touchpoints, scene.members, day)
    set_alerts(scene.touchpoints, scene.members, day)
    get_back_to_customers(scene.touchpoints, scene.members, moment)
    tell_figures(satama, scene.units, day)
    give_owners(scene.members, scene.ruler)
    report_last_month(day, scene.ruler)


@transaction.atomic
def begin_demo() -> Organisation:
    """The mark stands from the first moment, so that a half-made demo is known for what it is."""
    organisation = create_organisation(
        name=NAME, language="fi", email=ADMINISTRATOR_ADDRESS, person=ADMINISTRATOR
    )
    with working_for(organisation):
        record(BEGUN, subject_id=organisation.pk)
    return organisation


def make_members(organisation: Organisation, units: dict[str, Unit]) -> dict[str, Member]:
    """By name. Nobody but the administrator can sign in, so that no addresses are taken in vain."""
    for name, role, unit in MEMBERS:
        Member.objects.create(organisation=organisation, name=name, role=role, unit=units[unit])
    return {member.name: member for member in Member.objects.all()}


@transaction.atomic
def remove_demo(*, organisation: Organisation, person: User | None = None) -> Organisation | None:
    """Everything of the demo organisation goes, also what people have added to it. `NotDemoError`.

    The person stays. Returns where she goes on: a fresh organisation when she has no other, her only other
    one, or None when she has several to choose from.
    """
    if not is_demo(organisation):
        raise NotDemoError(organisation.slug)
    remove_rows(organisation)
    remove_made_up_ruler(keep=person)
    if person is None:
        return None
    others = organisations_of(person)
    if not others:
        return create_organisation(
            name=_("My organisation"),
            language=person.language or "fi",
            email=person.email,
            person=person.name,
        )
    return others[0] if len(others) == 1 else None


def remove_made_up_ruler(*, keep: User | None) -> None:
    ruler = User.objects.filter(email=ADMINISTRATOR_ADDRESS).first()
    if ruler is None or ruler == keep:
        return
    with across_organisations():
        belongs_somewhere = Member.objects.filter(user=ruler).exists()
    if not belongs_somewhere:
        ruler.delete()
