from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.jobs import fetch_comment_vectors
from kohtaamo.insight.models import CommentVector, EmbeddingSettings
from kohtaamo.insight.readers.meaning_setting import space_of
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
PAGE = "/o/satama/insight/readers/"
GIVEN = {
    "meanings-address": "http://127.0.0.1:9/v1", "meanings-model": "e5", "meanings-key": "sk-salainen",
    "meanings-timeout_seconds": "5",
}  # fmt: skip


@pytest.fixture
def ruler(world: World) -> Member:
    world.aino.role = Member.Role.ADMINISTRATOR
    with working_for(world.satama):
        world.aino.save()
    return world.aino


def kept(world: World) -> EmbeddingSettings:
    with working_for(world.satama):
        return EmbeddingSettings.objects.get()


def test_a_reader_of_meanings_is_set_up_turned_on_and_off(
    world: World, ruler: Member, browse: Browse
) -> None:
    client = browse(ruler)
    assert client.post(f"{PAGE}meanings/", GIVEN).status_code == 302
    row = kept(world)
    assert (row.address, row.model, row.key, row.is_on) == (
        GIVEN["meanings-address"],
        "e5",
        "sk-salainen",
        False,
    )
    client.post(f"{PAGE}meanings/state/", {"on": "1"})
    assert kept(world).is_on
    waiting = [one.task_path for one in DBTaskResult.objects.filter(status="READY")]
    assert waiting == [fetch_comment_vectors.module_path]
    page = client.get(PAGE).content.decode()
    assert "sk-salainen" not in page
    # an empty key keeps the one there is, at the same server
    client.post(f"{PAGE}meanings/", {**GIVEN, "meanings-key": "", "meanings-model": "other"})
    assert (kept(world).key, kept(world).model) == ("sk-salainen", "other")
    client.post(
        f"{PAGE}meanings/", {**GIVEN, "meanings-key": "", "meanings-address": "http://localhost:8/v1"}
    )
    assert kept(world).key == ""
    client.post(f"{PAGE}meanings/state/", {"on": "0"})
    assert not kept(world).is_on


def test_an_address_outside_needs_https_and_a_folder_is_none(
    world: World, ruler: Member, browse: Browse
) -> None:
    client = browse(ruler)
    for address in ("http://example.com/v1", "folder:finbert", "http://169.254.169.254/v1"):
        answer = client.post(f"{PAGE}meanings/", {**GIVEN, "meanings-address": address})
        assert answer.status_code == 422
        with working_for(world.satama):
            assert not EmbeddingSettings.objects.exists()


def test_others_may_not_change_it(world: World, browse: Browse) -> None:
    client = browse(world.onni)
    assert client.post(f"{PAGE}meanings/", GIVEN).status_code == 403
    assert client.post(f"{PAGE}meanings/state/", {"on": "1"}).status_code == 403


def test_without_settings_there_is_nothing_to_turn_on(ruler: Member, browse: Browse) -> None:
    assert browse(ruler).post(f"{PAGE}meanings/state/", {"on": "1"}).status_code == 404


def test_the_page_tells_how_many_have_vectors_in_as_many_queries(
    world: World, ruler: Member, browse: Browse
) -> None:
    client, counted = browse(ruler), []
    client.post(f"{PAGE}meanings/", GIVEN)
    for numbers in (range(2), range(2, 6)):
        with working_for(world.satama):
            for number in numbers:
                answer = Answer.objects.create(
                    uid=f"m{number}", touchpoint=world.phone, happened_at=timezone.now(), language="fi"
                )
                comment = Comment.objects.create(
                    answer=answer, question="why", text="Hyvä", touchpoint=world.phone,
                    happened_at=answer.happened_at,
                )  # fmt: skip
                if number % 2:
                    CommentVector.objects.create(
                        comment=comment, space=space_of(kept(world)), digest="x", vector=b"\0\0"
                    )
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(PAGE, headers={"accept-language": "en"}).content.decode()
        counted.append(len(queries))
        half, whole = (max(numbers) + 1) // 2, max(numbers) + 1
        assert f"{half} of {whole} comments" in page or f"{half} / {whole} kommenttia" in page
    assert counted[0] == counted[1]
