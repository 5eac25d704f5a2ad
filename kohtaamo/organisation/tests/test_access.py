from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from kohtaamo.organisation.models import Member
from tests.world import World

Browse = Callable[[Member], Client]


def test_page_asks_a_stranger_to_sign_in_and_brings_her_back(world: World) -> None:
    answer = Client().get("/o/satama/journeys/?metric=nps")
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": ["/o/satama/journeys/?metric=nps"]}


@pytest.mark.parametrize("method", ["get", "post"])
def test_fragment_of_an_ended_session_sends_the_whole_page_to_sign_in(world: World, method: str) -> None:
    standing = "http://testserver/o/satama/journeys/7/?days=90"
    headers = {"HX-Request": "true", "HX-Current-URL": standing}
    answer = getattr(Client(), method)("/o/satama/journeys/7/cards/", headers=headers)
    assert answer.status_code == 200
    assert not answer.content
    address = urlsplit(answer["HX-Redirect"])
    assert address.path.endswith("/account/login/")
    assert parse_qs(address.query) == {"next": ["/o/satama/journeys/7/?days=90"]}


def test_form_of_an_ended_session_leads_back_to_its_page_not_to_its_address(world: World) -> None:
    standing = "http://testserver/o/satama/settings/members/3/"
    answer = Client().post("/o/satama/settings/members/3/deactivation/", headers={"Referer": standing})
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": ["/o/satama/settings/members/3/"]}


def test_pages_of_a_member_are_hers_alone(world: World, browse: Browse) -> None:
    page = browse(world.aino).get("/o/satama/journeys/")
    assert page["Cache-Control"] == "private, no-cache"
    # the same address gives a page or a fragment: the browser's way back must not mix them
    assert "HX-Request" in page["Vary"]


def test_what_a_page_says_of_its_own_keeping_stands(world: World, browse: Browse) -> None:
    page = browse(world.root).get("/o/satama/settings/tokens/")
    assert "no-store" in page["Cache-Control"]
