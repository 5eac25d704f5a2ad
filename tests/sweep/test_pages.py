"""Every address, whoever wrote it: it opens for those who may, hides from others, and costs the same for more rows.

Each test walks all addresses with the same rows and lists every fault, since the rows are what takes time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from babel.messages import pofile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.organisation.access import EVERY_PERMISSION, may
from kohtaamo.organisation.models import Member
from tests.sweep.addresses import Address, addresses
from tests.sweep.reading import whole
from tests.sweep.rows import Subjects, fill
from tests.world import World
from tools.words import catalogue

Browse = Callable[[Member], Client]

OWNED = [one for one in addresses() if getattr(one.view, "permission", "") in EVERY_PERMISSION]
WITH_ROWS = [one for one in OWNED if one.parameters and one.parameters != ("key",)]
READABLE = {200, 204, 302}
PLACES = ("", "journeys/", "feedback/", "insight/", "cases/", "improvement/", "feedback/imports/")


def path_of(address: Address, subjects: Subjects, slug: str) -> str:
    filled = re.sub(r"<\w+:(\w+)>", lambda found: str(subjects.of(address.route, found[1])), address.route)
    return f"/o/{slug}/{filled}"


def answers(client: Client, subjects: Subjects, slug: str) -> Iterator[tuple[Address, Any]]:
    for address in OWNED:
        yield address, whole(client, path_of(address, subjects, slug))


@pytest.fixture
def filled(world: World) -> Subjects:
    return fill(world.satama, world.root, range(1))


def test_each_page_opens_or_takes_only_what_is_sent(world: World, filled: Subjects, browse: Browse) -> None:
    found = answers(browse(world.root), filled, "satama")
    assert {
        str(one): answer.status_code for one, answer in found if answer.status_code not in READABLE | {405}
    } == {}


def test_rows_of_another_organisation_are_not_found(world: World, filled: Subjects, browse: Browse) -> None:
    """Outi rules Toinen; in her own organisation the numbers of Satama's rows lead nowhere, read or written."""
    outi = browse(world.outi)
    faults = {}
    for address in WITH_ROWS:
        own, foreign = (path_of(address, filled, slug) for slug in ("toinen", "satama"))
        within = {outi.get(own).status_code, outi.post(own, {}).status_code}
        outside = {outi.get(foreign).status_code, outi.post(foreign, {}).status_code}
        if not ({404} <= within <= {404, 405} and outside == {404}):
            faults[str(address)] = (within, outside)
    assert faults == {}


def test_strangers_are_sent_to_sign_in(world: World, filled: Subjects) -> None:
    found = answers(Client(), filled, "satama")
    assert [str(one) for one, answer in found if "/account/login/" not in answer.get("Location", "")] == []


def test_a_role_without_the_permission_is_told_so(world: World, filled: Subjects, browse: Browse) -> None:
    for member in (world.onni, world.helmi, world.aino):
        for address, answer in answers(browse(member), filled, "satama"):
            allowed = may(member, address.view.permission)  # type: ignore[attr-defined]
            assert (answer.status_code == 403) is not allowed, (member.role, str(address))


def cost(client: Client, path: str) -> int:
    whole(client, path)  # what is kept after a first visit is not the page's cost
    with CaptureQueriesContext(connection) as queries:
        whole(client, path)
    return len(queries)


def test_three_rows_cost_the_queries_of_one(world: World, browse: Browse) -> None:
    client = browse(world.root)
    subjects = fill(world.satama, world.root, range(1))
    paths = {str(address): path_of(address, subjects, "satama") for address in OWNED}
    one = {name: cost(client, path) for name, path in paths.items()}
    fill(world.satama, world.root, range(1, 3))
    three = {name: cost(client, path) for name, path in paths.items()}
    assert {name: (one[name], three[name]) for name in paths if one[name] != three[name]} == {}


def english_sentences() -> list[str]:
    """Sentences long enough that no Finnish page has them by chance."""
    with catalogue("fi").open("rb") as text:
        messages = pofile.read_po(text, locale="fi")
    texts = [one.id if isinstance(one.id, str) else one.id[0] for one in messages if one.id]
    return [text for text in texts if len(text.split()) > 2 and "%" not in text and "{" not in text]


def test_finnish_pages_have_no_english_sentence(world: World, filled: Subjects, browse: Browse) -> None:
    client = browse(world.root)
    client.cookies["django_language"] = "fi"
    sentences = english_sentences()
    assert len(sentences) > 100
    faults = {}
    for address, answer in answers(client, filled, "satama"):
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            page = re.sub(r"\s+", " ", answer.content.decode())
            if left := [text for text in sentences if f">{text}<" in page or f'"{text}"' in page]:
                faults[str(address)] = left
    assert faults == {}


def test_each_place_of_an_empty_organisation_says_what_will_be_there(world: World, browse: Browse) -> None:
    outi = browse(world.outi)
    pages = {path: outi.get(f"/o/toinen/{path}").content.decode() for path in PLACES}
    assert [path for path, page in pages.items() if 'class="empty' not in page] == []
