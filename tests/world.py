"""One small, named world for tests.

Aino leads customer experience, Onni serves customers, Helmi designs services, Eero is a customer: all of *Satama*.
Outi belongs to *Toinen* and must see nothing of Satama.
"""

from __future__ import annotations

from dataclasses import dataclass

from kohtaamo.encounters.models import Customer
from kohtaamo.journeys.models import Journey, Moment, Placement, Service, Stage, Touchpoint
from kohtaamo.organisation.models import Member, Organisation, Unit, User
from kohtaamo.organisation.tenancy import working_for


@dataclass(frozen=True)
class World:
    satama: Organisation
    toinen: Organisation
    aino: Member
    onni: Member
    helmi: Member
    outi: Member
    root: Member
    unit: Unit
    journey: Journey
    stage: Stage
    moment: Moment
    phone: Touchpoint
    desk: Touchpoint
    eero: Customer


def build_world() -> World:
    satama = Organisation.objects.create(name="Satama", slug="satama")
    toinen = Organisation.objects.create(name="Toinen", slug="toinen")
    with working_for(toinen):
        outi = member(toinen, "Outi", Member.Role.ADMINISTRATOR)
    with working_for(satama):
        unit = Unit.objects.create(organisation=satama, name="Asiakaspalvelu")
        onni = member(satama, "Onni", Member.Role.AGENT)
        journey, stage, moment = a_journey(satama)
        phone = Touchpoint.objects.create(
            organisation=satama, name="Puhelinpalvelu", kind="channel", form="physical", owner=onni, unit=unit
        )
        desk = Touchpoint.objects.create(
            organisation=satama, name="Palvelupiste", kind="channel", form="physical"
        )
        for position, touchpoint in enumerate((phone, desk)):
            Placement.objects.create(
                organisation=satama, moment=moment, touchpoint=touchpoint, position=position
            )
        return World(
            satama=satama,
            toinen=toinen,
            aino=member(satama, "Aino", Member.Role.MANAGER),
            onni=onni,
            helmi=member(satama, "Helmi", Member.Role.DESIGNER),
            root=member(satama, "Ritva", Member.Role.ADMINISTRATOR),
            outi=outi,
            unit=unit,
            journey=journey,
            stage=stage,
            moment=moment,
            phone=phone,
            desk=desk,
            eero=Customer.objects.create(organisation=satama, key="C-1", name="Eero", segment="kotitalous"),
        )


def member(organisation: Organisation, name: str, role: Member.Role) -> Member:
    user = User.objects.create_user(f"{name.lower()}@example.org", "salasana-1234", name=name, language="fi")
    return Member.objects.create(organisation=organisation, user=user, name=name, role=role)


def a_journey(organisation: Organisation) -> tuple[Journey, Stage, Moment]:
    service = Service.objects.create(organisation=organisation, name="Liittymä")
    journey = Journey.objects.create(
        organisation=organisation, service=service, name="Liittymäasiakkaan polku"
    )
    stage = Stage.objects.create(
        organisation=organisation, journey=journey, name="Apua ongelmaan", phase="core"
    )
    return journey, stage, Moment.objects.create(organisation=organisation, stage=stage)
