"""The made-up organisation that the benchmarks measure: people, places, one long journey, an open survey."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

import msgspec
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.journeys.models import Journey, Moment, Placement, Stage, Touchpoint
from kohtaamo.journeys.services import NewStage, draw_journey
from kohtaamo.organisation.models import Member, Organisation, Unit, User
from kohtaamo.organisation.queries import first_administrator
from kohtaamo.organisation.services import create_organisation, issue_token
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.process.stream import stream_address

from .kinds import QUESTIONS

DATABASE = "kohtaamo.sqlite3"
FULL, BARE = "full", "bare"
DESCRIPTION = "world.json"
STAGES, TOUCHPOINTS, UNITS, AGENTS = 30, 200, 24, 100
ADDRESS = "bench@localhost"


@dataclass(frozen=True, slots=True)
class World:
    """What load and queries need to know of it; all of it is in the data folder as well."""

    organisation: int
    slug: str
    journey: int
    survey: int
    survey_version: int
    survey_token: str
    touchpoints: tuple[int, ...]
    units: tuple[int, ...]
    agents: tuple[int, ...]
    token: str
    session: str
    stream: str

    def page(self, path: str) -> str:
        return f"/o/{self.slug}{path}"


def build(folder: Path) -> World:
    """Into the data folder in force. A bare copy of it is kept beside, under `folder`."""
    organisation = create_organisation(name="Mitta", email=ADDRESS, person="Mittaaja", language="fi")
    person = first_administrator(organisation)
    if person is None:
        raise LookupError("the organisation was made without its administrator")
    with working_for(organisation), transaction.atomic():
        world = furnish(organisation, person)
    keep_bare(folder)
    (folder / DESCRIPTION).write_text(json.dumps(asdict(world)))
    return world


def is_built(folder: Path) -> bool:
    """Whether a world kept by an earlier run stands there."""
    return (folder / DESCRIPTION).exists()


def read_world(folder: Path) -> World:
    return msgspec.json.decode((folder / DESCRIPTION).read_bytes(), type=World)


@contextmanager
def at_work(world: World) -> Iterator[None]:
    """In the scope of its organisation."""
    with working_for(Organisation.objects.get(pk=world.organisation)):
        yield


def furnish(organisation: Organisation, person: User) -> World:
    units = Unit.objects.bulk_create(
        Unit(organisation=organisation, name=f"Yksikkö {number:02}") for number in range(UNITS)
    )
    agents = Member.objects.bulk_create(
        Member(organisation=organisation, name=f"Asiakaspalvelija {number:03}", unit=units[number % UNITS])
        for number in range(AGENTS)
    )
    touchpoints = Touchpoint.objects.bulk_create(
        Touchpoint(organisation=organisation, name=f"Kohtaamispiste {number:03}", unit=units[number % UNITS])
        for number in range(TOUCHPOINTS)
    )
    journey = a_long_journey(organisation, touchpoints)
    elements = [{"elements": [{"name": kind, "type": kind, "title": {"fi": kind}}]} for kind in QUESTIONS]
    survey = create_survey(
        name="Miten meni?",
        touchpoint=touchpoints[0],
        questionnaire=read_questionnaire({"languages": ["fi"], "pages": elements}),
        actor=None,
    )
    version = publish_survey(survey=survey, actor=None)
    _token, secret = issue_token(name="bench", permissions=["feedback.write", "feedback.read"], actor=None)
    return World(
        organisation=organisation.pk,
        slug=organisation.slug,
        journey=journey.pk,
        survey=survey.pk,
        survey_version=version.pk,
        survey_token=survey.token,
        touchpoints=tuple(row.pk for row in touchpoints),
        units=tuple(row.pk for row in units),
        agents=tuple(row.pk for row in agents),
        token=secret,
        session=signed_in(person),
        stream=stream_address(Member.objects.get(user=person)),
    )


def a_long_journey(organisation: Organisation, touchpoints: list[Touchpoint]) -> Journey:
    """Every touchpoint once, spread evenly over the moments of the stages."""
    journey = draw_journey(
        name="Pitkä polku",
        service_name="Palvelu",
        stages=[NewStage(f"Vaihe {number:02}") for number in range(STAGES)],
    )
    stages = list(Stage.objects.filter(journey=journey))
    Moment.objects.bulk_create(
        Moment(organisation=organisation, stage=stage, name=f"Hetki {stage.position:02}", position=1)
        for stage in stages
    )
    moments = list(Moment.objects.filter(stage__journey=journey).order_by("stage__position", "position"))
    Placement.objects.bulk_create(
        Placement(
            organisation=organisation,
            moment=moments[number * len(moments) // len(touchpoints)],
            touchpoint=touchpoint,
            position=number,
        )
        for number, touchpoint in enumerate(touchpoints)
    )
    return journey


def signed_in(person: User) -> str:
    """The value of a session cookie, as the sign-in page would give it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def keep_bare(folder: Path) -> None:
    full, bare = folder / FULL, folder / BARE
    bare.mkdir()
    copy_database(full / DATABASE, bare / DATABASE)
    shutil.copy(full / "secret.key", bare / "secret.key")


def copy_bare(folder: Path, name: str) -> Path:
    made = folder / name
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(folder / BARE, made)
    if (static := folder / FULL / "static").exists():
        shutil.copytree(static, made / "static")
    return made


def copy_database(source: Path, target: Path) -> None:
    """Through SQLite's own backup, so that what stands in the write-ahead log comes along."""
    with sqlite3.connect(source) as read, sqlite3.connect(target) as write:
        read.backup(write)
        write.execute("PRAGMA journal_mode=WAL")
    read.close()
    write.close()
