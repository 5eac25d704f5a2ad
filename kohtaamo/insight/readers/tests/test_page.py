from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.models import OutsideReading, ReaderDay, ReaderSettings
from kohtaamo.insight.readers.form import ReaderForm
from kohtaamo.insight.readers.telling import who_read
from kohtaamo.organisation.models import Event, Member
from kohtaamo.organisation.tenancy import working_for
from tests.loopback import Server, Told, completion, serving, tone
from tests.world import World

Browse = Callable[[Member], Client]
PAGE = "/o/satama/insight/readers/"
KEY = "sk-salainen-123"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(lambda _body: completion([tone(1, "negative", -0.4)], tokens=77)) as running:
        yield running


@pytest.fixture
def ruler(world: World) -> Member:
    world.aino.role = Member.Role.ADMINISTRATOR
    with working_for(world.satama):
        world.aino.save()
    return world.aino


def filled(address: str, **changes: str) -> dict[str, str]:
    return {
        "address": address, "model": "small", "key": KEY, "sentiment": "cascade", "themes": "local_only",
        "emotions": "local_only", "tokens_a_day": "5000", "timeout_seconds": "5", "price": "2.5", **changes,
    }  # fmt: skip


def told(world: World) -> ReaderSettings:
    with working_for(world.satama):
        return ReaderSettings.objects.get()


def test_without_a_reader_the_page_says_that_nothing_leaves(ruler: Member, browse: Browse) -> None:
    page = browse(ruler).get(PAGE)
    assert page.status_code == 200
    assert "Nothing leaves it" in page.content.decode() or "Mitään ei lähde" in page.content.decode()


def test_settings_are_kept_and_the_key_is_never_shown(
    world: World, ruler: Member, browse: Browse, server: Server
) -> None:
    client = browse(ruler)
    assert client.post(PAGE, filled(server.address)).status_code == 302
    kept = told(world)
    assert (kept.model, kept.key, kept.is_on, kept.price) == ("small", KEY, False, 2.5)
    assert kept.policies == {"sentiment": "cascade", "themes": "local_only", "emotions": "local_only"}
    assert KEY not in client.get(PAGE).content.decode()
    client.post(PAGE, filled(server.address, key="", model="large"))
    assert (told(world).model, told(world).key) == ("large", KEY)
    client.post(PAGE, filled(server.address, key="", forgets_key="on"))
    assert told(world).key == ""
    with working_for(world.satama):
        assert KEY not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_reader_is_turned_on_and_off(world: World, ruler: Member, browse: Browse, server: Server) -> None:
    client = browse(ruler)
    assert client.post(PAGE + "state/", {"on": "1"}).status_code == 404
    client.post(PAGE, filled(server.address))
    client.post(PAGE + "state/", {"on": "1"})
    assert told(world).is_on
    client.post(PAGE + "state/", {"on": "0"})
    assert not told(world).is_on
    assert server.received == []


def test_who_may_only_look_changes_nothing(
    world: World, ruler: Member, browse: Browse, server: Server
) -> None:
    browse(ruler).post(PAGE, filled(server.address))
    ruler.role = Member.Role.MANAGER
    with working_for(world.satama):
        ruler.save()
    client = browse(ruler)
    page = client.get(PAGE).content.decode()
    assert "small" in page
    assert 'name="key"' not in page
    assert [client.post(PAGE + end).status_code for end in ("", "state/", "trial/")] == [403, 403, 403]
    assert browse(world.onni).get(PAGE).status_code == 403


def test_trying_shows_what_left_and_what_came(
    world: World, ruler: Member, browse: Browse, server: Server
) -> None:
    client = browse(ruler)
    client.post(PAGE, filled(server.address))
    waiting = client.post(PAGE + "trial/", headers={"HX-Request": "true"}).content.decode()
    assert "<progress" in waiting
    assert server.received == []
    shown = client.post(PAGE + "trial/", {"ask": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert len(server.received) == 1
    body = server.received[0].decode()
    assert [one for one in ("Meikäläi", "131052", "555 0100") if one in body] == []
    assert "&lt;PUHELIN_1&gt;" in shown
    assert "77" in shown
    with working_for(world.satama):
        assert (ReaderDay.objects.get().tokens, ReaderDay.objects.get().sent) == (77, 1)
    assert client.post(PAGE + "trial/").status_code == 200  # a whole page without scripts


def test_a_good_trial_ends_the_pause_and_a_bad_one_says_why(
    world: World, ruler: Member, browse: Browse, server: Server
) -> None:
    client = browse(ruler)
    client.post(PAGE, filled(server.address))
    with working_for(world.satama):
        ReaderSettings.objects.update(failures=3, until=timezone.now().timestamp() + 300, is_on=True)
    assert client.get(PAGE).status_code == 200
    client.post(PAGE + "trial/")
    assert (told(world).failures, told(world).until) == (0, None)
    server.script = lambda _body: Told(status=401)
    shown = client.post(PAGE + "trial/", {"ask": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "text-worse" in shown
    assert told(world).trouble == "rejected"


def test_more_days_take_no_more_queries(world: World, ruler: Member, browse: Browse, server: Server) -> None:
    client = browse(ruler)
    client.post(PAGE, filled(server.address))
    counts = []
    for days in (1, 3):
        with working_for(world.satama):
            ReaderDay.objects.all().delete()
            for number in range(days):
                day = timezone.localdate() - timedelta(days=number)
                ReaderDay.objects.create(day=day, tokens=2_000_000, sent=9, organisation=world.satama)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get(PAGE).content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert page.count("5.00") + page.count("5,00") == 3  # 2 million tokens at 2.50 a million


@pytest.mark.parametrize(
    ("address", "is_good"),
    [
        ("https://api.example.com/v1", True),
        ("http://127.0.0.1:8080/v1", True),
        ("http://llm.internal/v1/", True),
        ("http://192.168.1.4:11434", True),
        ("http://api.example.com/v1", False),
        ("ftp://api.example.com", False),
        ("https://user:secret@api.example.com", False),
        ("https://api.example.com/v1?key=secret", False),
        ("http://169.254.169.254/latest", False),
        ("http://[fe80::1]/v1", False),
        ("http://[broken/v1", False),
        ("https://api.example.com:99999999/", False),
        ("just words", False),
    ],
)
def test_an_address_is_safe_to_send_to(address: str, is_good: bool) -> None:
    assert ReaderForm(filled(address), settings=None).is_valid() is is_good


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "ääkköset"])
def test_a_key_fits_a_header(key: str) -> None:
    assert not ReaderForm(filled("https://api.example.com/v1", key=key), settings=None).is_valid()


def test_a_comment_says_who_read_it(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        said = [
            Comment.objects.create(
                answer=Answer.objects.create(
                    uid=f"a{number}", touchpoint=world.phone, happened_at=timezone.now(),
                    organisation=world.satama,
                ),
                question="miksi", text="Soitin.", touchpoint=world.phone, happened_at=timezone.now(),
                organisation=world.satama,
            )
            for number in range(3)
        ]  # fmt: skip
        shared = {"organisation": world.satama, "digest": "0"}
        OutsideReading.objects.create(
            comment=said[0], task="sentiment", provider="llm", version="<b>big/model/1", found=[], **shared
        )
        OutsideReading.objects.create(
            comment=said[0], task="themes", provider="rules", version="1", why="dead", **shared
        )
        OutsideReading.objects.create(
            comment=said[1], task="sentiment", provider="lexicon", version="2", why="slow", **shared
        )
        with override("en"):
            told = who_read(said)
        assert told == {
            said[0].pk: '<span class="text-soft">read by &lt;b&gt;big/model</span>',
            said[1].pk: '<span class="text-soft">our own reading: the reader did not answer in time</span>',
        }
    page = browse(world.aino).get("/o/satama/insight/comments/").content.decode()
    assert "&lt;b&gt;big/model" in page
