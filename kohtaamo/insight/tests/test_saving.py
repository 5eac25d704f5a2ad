from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from kohtaamo.insight.models import SavedView, SharedLink
from kohtaamo.insight.saving import save_view, views_for
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import hear
from tests.world import World

Browse = Callable[[Member], Client]
SAVED = "/o/satama/insight/saved/"


def kept(world: World) -> SavedView:
    with working_for(world.satama):
        return SavedView.objects.get()


def given(**more: str) -> dict[str, str]:
    return {"name": "Puhelin", "page": "heat", "query": "metric=nps&days=28&journey=", **more}


def test_view_keeps_its_page_and_choices_and_opens_there(world: World, browse: Browse):
    with working_for(world.satama):
        hear(world.phone, {10: 20, 0: 30}, timezone.now())
    client = browse(world.onni)
    assert (
        'name="query" value="metric=nps"' in client.get("/o/satama/insight/heat/?metric=nps").content.decode()
    )
    response = client.post(f"{SAVED}new/", given())
    assert response["Location"] == "/o/satama/insight/heat/?days=28&metric=nps"
    assert kept(world).parameters == {"metric": "nps", "days": "28"}
    assert (
        'href="/o/satama/insight/heat/?days=28&amp;metric=nps">Puhelin<' in client.get(SAVED).content.decode()
    )


def test_view_of_a_metric_opens_at_the_metric(world: World, browse: Browse):
    response = browse(world.aino).post(f"{SAVED}new/", given(page="metric", query="metric=csat_mean&days=28"))
    assert response["Location"] == "/o/satama/insight/metrics/csat_mean/?days=28"


def test_own_view_is_seen_by_its_owner_and_a_common_one_by_everybody(world: World):
    with working_for(world.satama):
        for name, is_common in (("Oma", False), ("Yhteinen", True)):
            save_view(name=name, page="heat", parameters={}, is_common=is_common, actor=world.aino)
        assert [one.name for one in views_for(world.aino)] == ["Oma", "Yhteinen"]
        assert [one.name for one in views_for(world.onni)] == ["Yhteinen"]


def test_only_the_owner_changes_or_removes_a_view(world: World, browse: Browse):
    with working_for(world.satama):
        view = save_view(name="Yhteinen", page="heat", parameters={}, is_common=True, actor=world.aino)
    stranger = browse(world.root)
    for address in ("", "removal/", "restoration/"):
        assert stranger.post(f"{SAVED}{view.pk}/{address}", {"name": "Uusi"}).status_code == 404
    browse(world.aino).post(f"{SAVED}{view.pk}/", {"name": "  Uusi  nimi "})
    assert (kept(world).name, kept(world).is_common) == ("Uusi nimi", False)


def test_removed_view_comes_back_when_undone(world: World, browse: Browse):
    client = browse(world.aino)
    client.post(f"{SAVED}new/", given())
    pk = kept(world).pk
    page = client.post(f"{SAVED}{pk}/removal/", follow=True).content.decode()
    assert f'action="{SAVED}{pk}/restoration/"' in page
    assert ">Puhelin<" not in page
    assert client.post(f"{SAVED}{pk}/restoration/", headers={"HX-Request": "true"})["HX-Redirect"] == SAVED
    assert ">Puhelin<" in client.get(SAVED).content.decode()


def test_nothing_is_kept_without_a_name_or_of_a_page_there_is_not(world: World, browse: Browse):
    client = browse(world.aino)
    client.post(f"{SAVED}new/", given(name="  "))
    for wrong in (given(page="settings"), given(query="&".join(f"a:{n}=x" for n in range(40)))):
        assert client.post(f"{SAVED}new/", wrong).status_code == 400
    assert client.post(f"{SAVED}new/", given(page="metric", query="metric=none")).status_code == 400
    with working_for(world.satama):
        assert not SavedView.objects.exists()


def test_link_is_shown_once_to_its_maker_and_can_be_taken_back_and_opened_again(world: World, browse: Browse):
    client = browse(world.aino)
    page = client.post(f"{SAVED}new/", given(share="1", days="7"), follow=True).content.decode()
    address = page.split('id="new-link"')[1].split('value="http://testserver')[1].split('"')[0]
    assert address.startswith("/shared/")
    assert address not in client.get(SAVED).content.decode()
    assert Client().get(address).status_code == 200
    with working_for(world.satama):
        pk = SharedLink.objects.get().pk
    links = "/o/satama/insight/links"
    assert (
        f"{links}/{pk}/reopening/" in client.post(f"{links}/{pk}/revocation/", follow=True).content.decode()
    )
    assert Client().get(address).status_code == 410
    client.post(f"{links}/{pk}/reopening/")
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize(
    ("page", "query", "name"),
    [("heat", "metric=nps", "Lämpökartta"), ("metric", "metric=nps", "Suositteluhalu (NPS)")],
)
def test_link_needs_no_name(world: World, browse: Browse, page: str, query: str, name: str):
    with working_for(world.satama):
        hear(world.phone, {10: 20, 0: 30}, timezone.now())
    client = browse(world.aino)
    shown = client.get("/o/satama/insight/heat/?metric=nps").content.decode()
    assert re.search(r'<button[^>]*name="share"[^>]*\bformnovalidate\b', shown)
    client.post(f"{SAVED}new/", {"page": page, "query": query, "days": "7", "share": "1"})
    with working_for(world.satama):
        assert SharedLink.objects.get().name == name


def test_one_who_may_only_read_makes_no_link(world: World, browse: Browse):
    client = browse(world.onni)
    assert client.post(f"{SAVED}new/", given(share="1")).status_code == 403
    with working_for(world.satama):
        assert not SharedLink.objects.exists()
