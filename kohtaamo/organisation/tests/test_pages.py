from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext, pgettext

from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import ApiToken, Event, Member, Organisation, Unit, User, Webhook
from kohtaamo.organisation.panel import _panels, offers
from kohtaamo.organisation.services import (
    add_webhook,
    authenticate_token,
    issue_token,
    make_unit,
    rename_unit,
)
from kohtaamo.organisation.tenancy import working_for
from tests.world import World, member

Browse = Callable[[Member], Client]
AT = "/o/satama/settings/"


@pytest.mark.parametrize("page", ["", "members/", "units/", "log/"])
def test_pages_that_leaders_may_read(world: World, browse: Browse, page: str) -> None:
    assert browse(world.root).get(AT + page).status_code == 200
    assert browse(world.aino).get(AT + page).status_code == 200
    assert browse(world.onni).get(AT + page).status_code == (302 if page == "" else 403)
    assert browse(world.outi).get(AT + page).status_code == 404
    assert Client().get(AT + page).status_code == 302


@pytest.mark.parametrize("page", ["members/new/", "tokens/", "webhooks/"])
def test_pages_of_administrators_only(world: World, browse: Browse, page: str) -> None:
    assert browse(world.root).get(AT + page).status_code == 200
    assert browse(world.aino).get(AT + page).status_code == 403
    assert browse(world.outi).get(AT + page).status_code == 404


@pytest.mark.parametrize("page", ["", "units/"])
def test_who_only_reads_cannot_write(world: World, browse: Browse, page: str) -> None:
    words = {"name": "X", "language": "fi", "minimum_answers": 3}
    assert browse(world.aino).post(AT + page, words).status_code == 403
    assert Organisation.objects.get(pk=world.satama.pk).name == "Satama"


def test_rows_of_another_organisation_are_not_found(world: World, browse: Browse) -> None:
    with working_for(world.toinen):
        unit = make_unit(name="Myymälä", actor=None)
        token, _ = issue_token(name="Kassa", permissions=["feedback.read"], actor=None)
        webhook = add_webhook(url="https://example.org/", actor=None)
    ours = browse(world.root)
    assert ours.get(f"{AT}members/{world.outi.pk}/").status_code == 404
    for to in (
        f"members/{world.outi.pk}/deactivation/",
        f"members/{world.outi.pk}/activation/",
        f"members/{world.outi.pk}/link/",
        f"units/{unit.pk}/",
        f"tokens/{token.pk}/revocation/",
        f"webhooks/{webhook.pk}/removal/",
    ):
        assert ours.post(AT + to, {"name": "X"}).status_code == 404, to


def test_settings_are_changed(world: World, browse: Browse) -> None:
    client = browse(world.root)
    words = {"name": "Satama Oy", "language": "en", "minimum_answers": 5}
    words |= {"minimum_people": 6, "minimum_comments": 9}
    assert client.post(AT, words).status_code == 302
    kept = Organisation.objects.get(pk=world.satama.pk)
    assert (kept.name, kept.slug, kept.language, kept.minimum_answers) == ("Satama Oy", "satama", "en", 5)
    assert (kept.minimum_people, kept.minimum_comments) == (6, 9)
    for wrong in ({"minimum_answers": 0}, {"minimum_people": 2}, {"minimum_comments": 2}):
        assert client.post(AT, {**words, **wrong}).status_code == 422


def test_settings_show_what_others_offer(
    world: World, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_panels, "settings", [])

    @offers("settings", order=1, permission="organisation.write")
    def card(request: HttpRequest, subjects: Sequence[Organisation]) -> dict[int, str]:
        return {one.pk: f"<p>card of {one.name}</p>" for one in subjects}

    assert "card of Satama" in browse(world.root).get(AT).content.decode()
    assert "card of Satama" not in browse(world.aino).get(AT).content.decode()


def test_invitation_gives_a_link_that_works(world: World, browse: Browse) -> None:
    words = {"name": "Vesa", "email": "Vesa@example.org", "role": "agent", "unit": world.unit.pk}
    page = browse(world.root).post(f"{AT}members/new/", words)
    assert "no-store" in page["Cache-Control"]
    found = re.search(r'value="http://testserver(/sign-in/[\w-]+/)"', page.content.decode())
    assert found
    theirs = Client()
    assert theirs.post(found[1]).status_code == 302
    assert theirs.get("/o/satama/settings/me/").status_code == 200


def test_invitation_of_a_member_is_refused(world: World, browse: Browse) -> None:
    words = {"name": "Onni", "email": "onni@example.org", "role": "agent", "unit": ""}
    assert browse(world.root).post(f"{AT}members/new/", words).status_code == 422


def test_units_of_another_organisation_cannot_be_chosen(world: World, browse: Browse) -> None:
    with working_for(world.toinen):
        theirs = Unit.objects.create(name="Myymälä")
    words = {"name": "Vesa", "email": "vesa@example.org", "role": "agent", "unit": theirs.pk}
    assert browse(world.root).post(f"{AT}members/new/", words).status_code == 422


def test_member_is_changed(world: World, browse: Browse) -> None:
    words = {"name": "Onni K.", "role": "analyst", "unit": world.unit.pk}
    assert browse(world.root).post(f"{AT}members/{world.onni.pk}/", words).status_code == 302
    with working_for(world.satama):
        changed = Member.objects.get(pk=world.onni.pk)
    assert (changed.name, changed.role, changed.unit_id) == ("Onni K.", "analyst", world.unit.pk)


def test_last_administrator_is_kept_with_a_word(world: World, browse: Browse) -> None:
    client, to = browse(world.root), f"{AT}members/{world.root.pk}/"
    page = client.post(to, {"name": "Ritva", "role": "agent", "unit": ""})
    assert page.status_code == 422
    assert "errorlist" in page.content.decode() or "errors" in page.content.decode()
    assert client.post(f"{to}deactivation/")["Location"] == to
    with working_for(world.satama):
        assert Member.objects.get(pk=world.root.pk).is_active


def test_deactivation_ends_access_and_can_be_undone(world: World, browse: Browse) -> None:
    onni, root = browse(world.onni), browse(world.root)
    assert onni.get("/o/satama/settings/me/").status_code == 200
    after = root.post(f"{AT}members/{world.onni.pk}/deactivation/")
    page = root.get(after["Location"]).content.decode()
    assert f"{AT}members/{world.onni.pk}/activation/" in page
    assert onni.get("/o/satama/settings/me/").status_code == 404
    root.post(f"{AT}members/{world.onni.pk}/activation/")
    assert onni.get("/o/satama/settings/me/").status_code == 200


@pytest.mark.parametrize("left", ["x", "-1", "9" * 40, "²"])
def test_members_page_takes_any_address(world: World, browse: Browse, left: str) -> None:
    assert browse(world.root).get(f"{AT}members/", {"left": left}).status_code == 200


def test_token_is_shown_once_and_revoked(world: World, browse: Browse) -> None:
    client = browse(world.root)
    page = client.post(f"{AT}tokens/", {"name": "Kassa", "permissions": ["feedback.write"]})
    found = re.search(r'value="(kt_[\w-]+)"', page.content.decode())
    assert found
    again = client.get(f"{AT}tokens/").content.decode()
    assert found[1] not in again
    assert 'value="http://testserver/api/v1/"' in again
    assert client.get("/api/v1/openapi.json").status_code == 200
    token = authenticate_token(found[1])
    assert token is not None
    client.post(f"{AT}tokens/{token.pk}/revocation/")
    assert authenticate_token(found[1]) is None
    assert (
        client.post(f"{AT}tokens/", {"name": "X", "permissions": ["organisation.write"]}).status_code == 422
    )


def test_webhook_is_added_and_removed(world: World, browse: Browse) -> None:
    client = browse(world.root)
    client.post(f"{AT}webhooks/", {"url": "https://example.org/in", "verbs": ["feedback.*"]})
    with working_for(world.satama):
        webhook = Webhook.objects.get()
    assert webhook.verbs == ["feedback.*"]
    client.post(f"{AT}webhooks/{webhook.pk}/removal/")
    with working_for(world.satama):
        assert not Webhook.objects.exists()
    assert client.post(f"{AT}webhooks/", {"url": "ftp://example.org/"}).status_code == 422


def test_unit_is_made_and_renamed(world: World, browse: Browse) -> None:
    client = browse(world.root)
    client.post(f"{AT}units/", {"name": "Myymälä"})
    assert client.post(f"{AT}units/", {"name": "Myymälä"}).status_code == 422
    client.post(f"{AT}units/{world.unit.pk}/", {"name": "Myymälä"})
    client.post(f"{AT}units/{world.unit.pk}/", {"name": "Neuvonta"})
    with working_for(world.satama):
        assert sorted(unit.name for unit in Unit.objects.all()) == ["Myymälä", "Neuvonta"]


def test_log_is_of_one_verb_and_has_pages(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        for number in range(55):
            record("journeys.journey_drawn", data={"name": f"Polku {number}"}, actor=world.helmi)
        record("organisation.unit_made", data={"name": "Myymälä"})
    client = browse(world.aino)
    first = client.get(f"{AT}log/", {"verb": "journeys.journey_drawn"}).content.decode()
    assert "Polku 54" in first
    assert "Polku 4<" not in first
    assert "Myymälä" not in first
    second = client.get(f"{AT}log/", {"verb": "journeys.journey_drawn", "page": "2"}).content.decode()
    assert "Polku 4<" in second
    assert client.get(f"{AT}log/", {"page": "x", "verb": "no.such"}).status_code == 200


def test_own_page_changes_only_oneself(world: World, browse: Browse) -> None:
    client = browse(world.onni)
    assert client.post(f"{AT}me/", {"name": "Onni K.", "language": "en", "theme": "dark"}).status_code == 302
    user = User.objects.get(email="onni@example.org")
    assert (user.name, user.language, user.theme) == ("Onni K.", "en", "dark")
    with working_for(world.satama):
        assert Member.objects.get(user=user).name == "Onni K."
        assert Member.objects.get(pk=world.aino.pk).name == "Aino"


def add_row(world: World, number: int) -> None:
    person = member(world.satama, f"Jäsen{number}", Member.Role.AGENT)
    person.unit = make_unit(name=f"Yksikkö {number}", actor=world.root)
    person.save()
    issue_token(name=f"Avain {number}", permissions=["feedback.read"], actor=world.root)
    add_webhook(url=f"https://example.org/{number}", actor=world.root)


@pytest.mark.parametrize("page", ["members/", "units/", "tokens/", "webhooks/", "log/"])
def test_queries_do_not_grow_with_rows(world: World, browse: Browse, page: str) -> None:
    client = browse(world.root)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(AT + page).status_code == 200
        return len(seen)

    with working_for(world.satama):
        add_row(world, 1)
    one = queries()
    with working_for(world.satama):
        add_row(world, 2)
        add_row(world, 3)
        assert ApiToken.objects.count() == 3
        assert Event.objects.count() == 9
    assert queries() == one


def test_log_hides_what_the_machine_counted_until_asked(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        record("insight.measurements_recorded", data={"name": "Laskenta"})
        record("organisation.unit_made", data={"name": "Myymälä"})
    client = browse(world.root)
    usual = client.get(f"{AT}log/").content.decode()
    assert "Myymälä" in usual
    assert "Laskenta" not in usual
    assert "Laskenta" in client.get(f"{AT}log/", {"machine": "1"}).content.decode()
    assert "Laskenta" in client.get(f"{AT}log/", {"verb": "insight.measurements_recorded"}).content.decode()


def test_log_tells_what_it_was_called_then_and_who_did_it(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        unit = make_unit(name="Länsi", actor=world.root)
        rename_unit(unit=unit, name="Etelä", actor=world.aino)
        rename_unit(unit=unit, name="Itä", actor=world.aino)
        record("encounters.customer_erased", subject_id=4711, actor=world.root)
        record("encounters.encounters_recorded", data={"encounters": list(range(1200))})
    page = browse(world.root).get(f"{AT}log/").content.decode()
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", page)]
    about_and_who = [(cells[at + 2], cells[at + 3]) for at in range(0, len(cells), 4)]
    with translation.override("fi"):
        number = gettext("customer number %(number)s") % {"number": 4711}
        alone = pgettext("of an event", "by itself")
    assert about_and_who[:5] == [
        ("1\N{NO-BREAK SPACE}200", alone),
        (number, "Ritva"),
        ("Etelä → Itä", "Aino"),
        ("Länsi → Etelä", "Aino"),
        ("Länsi", "Ritva"),
    ]
