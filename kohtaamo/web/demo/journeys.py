"""The journeys of Satama, drawn through the same services that people use."""

from __future__ import annotations

from collections.abc import Mapping

from kohtaamo.journeys.models import Journey, Moment, Placement, Stage, Touchpoint
from kohtaamo.journeys.services import (
    NewStage,
    add_moment,
    change_touchpoint,
    copy_as_ideal,
    draw_journey,
    find_or_create_touchpoint,
    mark_moment_of_truth,
    name_moment,
    place_touchpoint,
    unplace,
)
from kohtaamo.organisation.models import Member, Unit

from .places import PLACES

# Stage, phase, and its moments: name, touchpoints, whether it is a moment of truth.
Moments = tuple[tuple[str, tuple[str, ...], bool], ...]
Drawing = tuple[tuple[str, str, Moments], ...]

SUBSCRIBER_NAME, SUBSCRIBER_SERVICE = "Liittymäasiakkaan palvelupolku", "Liittymä"
SUBSCRIBER: Drawing = (
    ("Tarve herää", "pre", (("", ("website", "friends"), False),)),
    ("Vertailu ja valinta", "pre", (("", ("app", "chatbot"), False),)),
    (
        "Sopimus",
        "core",
        (("Sopimus syntyy", ("form",), False), ("Käynti palvelupisteessä", ("desk",), True)),
    ),
    (
        "Apua ongelmaan",
        "core",
        (
            ("Yhteys ihmiseen", ("phone",), True),
            ("Vika korjataan", ("transfer", "guide", "installer"), False),
        ),
    ),
    ("Jatko ja loppu", "post", (("", ("invoice", "exit"), False),)),
)
COMPANY_NAME, COMPANY_SERVICE = "Yritysasiakkaan vikapolku", "Yritysliittymä"
COMPANY: Drawing = (
    ("Vika havaitaan", "pre", (("", ("app", "guide"), False),)),
    ("Vika ilmoitetaan", "core", (("", ("phone", "transfer"), True),)),
    ("Vika korjataan", "core", (("", ("installer",), False),)),
    ("Jälkihoito", "post", (("", ("invoice",), False),)),
)
CALL_BACK_NAME = "Takaisinsoitto"


def make_touchpoints(members: Mapping[str, Member], units: Mapping[str, Unit]) -> dict[str, Touchpoint]:
    """By the key of the place."""
    made = {}
    for place in PLACES:
        touchpoint, _ = find_or_create_touchpoint(name=place.name)
        made[place.key] = change_touchpoint(
            touchpoint=touchpoint,
            name=place.name,
            kind=place.kind,
            form=place.form,
            icon=place.icon,
            owner=members[place.owner],
            unit=units.get(place.unit),
            description=place.description,
        )
    return made


def draw_journeys(touchpoints: Mapping[str, Touchpoint], actor: Member) -> None:
    subscriber = draw(SUBSCRIBER_NAME, SUBSCRIBER_SERVICE, SUBSCRIBER, touchpoints, actor)
    draw(COMPANY_NAME, COMPANY_SERVICE, COMPANY, touchpoints, actor)
    improve(copy_as_ideal(journey=subscriber, actor=actor), touchpoints, actor)


def draw(
    name: str, service: str, drawing: Drawing, touchpoints: Mapping[str, Touchpoint], actor: Member
) -> Journey:
    journey = draw_journey(
        name=name,
        service_name=service,
        stages=[NewStage(stage, phase) for stage, phase, _ in drawing],
        actor=actor,
    )
    stages = Stage.objects.filter(journey=journey).order_by("position")
    for stage, (_, _, moments) in zip(stages, drawing, strict=True):
        fill(stage, moments, touchpoints, actor)
    return journey


def fill(stage: Stage, moments: Moments, touchpoints: Mapping[str, Touchpoint], actor: Member) -> None:
    for number, (name, keys, is_moment_of_truth) in enumerate(moments):
        moment = (
            add_moment(stage=stage, name=name, actor=actor) if number else first_moment(stage, name, actor)
        )
        for key in keys:
            place_touchpoint(moment=moment, touchpoint=touchpoints[key], actor=actor)
        if is_moment_of_truth:
            mark_moment_of_truth(moment=moment, is_moment_of_truth=True, actor=actor)


def first_moment(stage: Stage, name: str, actor: Member) -> Moment:
    """A stage is born with a nameless moment."""
    moment = Moment.objects.get(stage=stage)
    return name_moment(moment=moment, name=name, actor=actor) if name else moment


def improve(ideal: Journey, touchpoints: Mapping[str, Touchpoint], actor: Member) -> None:
    """In the ideal state nobody is passed on: whoever answers calls back with the solution."""
    transfer = Placement.objects.get(moment__stage__journey=ideal, touchpoint=touchpoints["transfer"])
    unplace(placement=transfer, actor=actor)
    phone = Placement.objects.get(moment__stage__journey=ideal, touchpoint=touchpoints["phone"])
    placed = place_touchpoint(moment=phone.moment, name=CALL_BACK_NAME, actor=actor)
    change_touchpoint(
        touchpoint=placed.placement.touchpoint,
        name=CALL_BACK_NAME,
        kind=Touchpoint.Kind.OPERATING_MODEL,
        icon="phone-incoming",
        owner=touchpoints["phone"].owner,
        actor=actor,
    )
