from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kohtaamo.insight.models import Correction, Reading
from kohtaamo.insight.tests.test_correcting import said
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]


def address(pk: int, value: str) -> str:
    return f"/o/satama/insight/comments/{pk}/tone/{value}/"


@pytest.fixture
def pk(in_satama: World) -> int:
    return said(in_satama).pk


def test_a_corrected_comment_is_drawn_anew_with_who_did_it_and_a_way_back(
    in_satama: World, browse: Browse, pk: int
):
    page = browse(in_satama.aino).post(address(pk, "negative"), HTTP_HX_REQUEST="true").content.decode()
    assert f'<figure class="quote" id="comment-{pk}" hx-swap-oob="true">' in page
    assert "Aino" in page
    assert 'aria-pressed="true"' in page
    assert address(pk, "machine") in page
    assert (Reading.objects.get().label, Correction.objects.get().member) == ("negative", in_satama.aino)


def test_undo_puts_back_what_was_said_before(in_satama: World, browse: Browse, pk: int):
    client = browse(in_satama.aino)
    client.post(address(pk, "negative"), HTTP_HX_REQUEST="true")
    page = client.post(address(pk, "neutral"), HTTP_HX_REQUEST="true").content.decode()
    assert f'action="{address(pk, "negative")}"' in page
    client.post(address(pk, "machine"))
    assert Reading.objects.get().label == "positive"


def test_without_javascript_it_leads_back_to_the_comments(in_satama: World, browse: Browse, pk: int):
    answer = browse(in_satama.aino).post(address(pk, "neutral"))
    assert (answer.status_code, answer["Location"]) == (302, "/o/satama/insight/comments/")


def test_only_those_who_may_change_insight_correct(in_satama: World, browse: Browse, pk: int):
    client = browse(in_satama.onni)
    assert client.post(address(pk, "negative")).status_code == 403
    assert "tone-acts" not in client.get("/o/satama/insight/comments/").content.decode()
    assert "tone-acts" in browse(in_satama.aino).get("/o/satama/insight/comments/").content.decode()
    assert browse(in_satama.outi).post(address(pk, "negative")).status_code == 404


def test_other_tones_and_employees_comments_are_not_found(in_satama: World, browse: Browse, pk: int):
    client = browse(in_satama.aino)
    assert client.post(address(pk, "lovely")).status_code == 404
    theirs = said(in_satama, uid="staff", is_from_staff=True)
    assert client.post(address(theirs.pk, "negative")).status_code == 404


def test_comments_take_as_many_queries_however_many_are_corrected(in_satama: World, browse: Browse, pk: int):
    client, counted = browse(in_satama.aino), []
    client.post(address(pk, "negative"), HTTP_HX_REQUEST="true")
    for more in ("", "bc"):
        with working_for(in_satama.satama):
            for uid in more:
                client.post(address(said(in_satama, uid=uid).pk, "negative"), HTTP_HX_REQUEST="true")
        client.get("/o/satama/insight/comments/")  # what is looked up seldom is known from now on
        with CaptureQueriesContext(connection) as queries:
            client.get("/o/satama/insight/comments/")
        counted.append(len(queries))
    assert counted[0] == counted[1]
