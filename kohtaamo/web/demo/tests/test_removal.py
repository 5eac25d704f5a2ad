from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled

from kohtaamo.feedback.models import Answer
from kohtaamo.feedback.services import GivenValue, IncomingAnswer, record_answers
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.journeys.services import draw_journey
from kohtaamo.organisation.models import Member, Organisation, User
from kohtaamo.organisation.services import invite_member
from kohtaamo.organisation.tenancy import Owned, working_for
from kohtaamo.web.demo.added import added
from kohtaamo.web.demo.people import ADMINISTRATOR_ADDRESS
from kohtaamo.web.demo.queries import demo_organisation, is_demo
from kohtaamo.web.demo.services import NotDemoError, ensure_demo, remove_demo
from tests.world import World

SMALL = 0.04
OWNED = [model for model in apps.get_models() if issubclass(model, Owned)]


def rows_of(organisation_id: int) -> dict[str, list[Any]]:
    """Every row of an organisation, table by table."""
    with scopes_disabled():
        return {
            model._meta.label: list(
                model._base_manager.filter(organisation_id=organisation_id).order_by("pk").values()
            )
            for model in OWNED
        }


def administrator() -> User:
    return User.objects.get(email=ADMINISTRATOR_ADDRESS)


def test_removal_leaves_nothing_of_the_demo_and_everything_of_others(
    world: World, small_demo: Organisation
) -> None:
    before = {one.pk: rows_of(one.pk) for one in (world.satama, world.toinen)}
    assert sum(len(rows) for rows in rows_of(small_demo.pk).values()) > 1_000
    remove_demo(organisation=small_demo)
    assert not any(rows_of(small_demo.pk).values())
    assert {one.pk: rows_of(one.pk) for one in (world.satama, world.toinen)} == before
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"satama", "toinen"}
    assert not User.objects.filter(email=ADMINISTRATOR_ADDRESS).exists()


def test_removal_takes_what_people_have_added(small_demo: Organisation) -> None:
    with working_for(small_demo):
        Touchpoint.objects.create(organisation=small_demo, name="Oma lisäys")
        invite_member(name="Outi", email="outi@example.org", role=Member.Role.AGENT, actor=None)
    remove_demo(organisation=small_demo)
    assert not any(rows_of(small_demo.pk).values())
    assert User.objects.filter(email="outi@example.org").exists()


def test_own_organisation_is_never_removed(world: World) -> None:
    with pytest.raises(NotDemoError):
        remove_demo(organisation=world.satama)
    assert Organisation.objects.filter(pk=world.satama.pk).exists()


def test_person_without_another_organisation_gets_a_fresh_one(small_demo: Organisation) -> None:
    person = administrator()
    fresh = remove_demo(organisation=small_demo, person=person)
    assert fresh is not None
    assert not is_demo(fresh)
    with working_for(fresh):
        assert [(member.user, member.role) for member in Member.objects.all()] == [(person, "administrator")]
        assert not Answer.objects.exists()


def test_person_with_another_organisation_goes_there(world: World, small_demo: Organisation) -> None:
    with working_for(small_demo):
        assert world.outi.user is not None
        invite_member(name="Outi", email=world.outi.user.email, role="administrator", actor=None)
    assert remove_demo(organisation=small_demo, person=world.outi.user) == world.toinen


def test_demo_can_be_made_again_after_removal(small_demo: Organisation) -> None:
    remove_demo(organisation=small_demo, person=administrator())
    assert ensure_demo(share=SMALL) == administrator()
    again = demo_organisation()
    assert again is not None
    assert again.slug == "satama"


def signed_in() -> Client:
    client = Client()
    client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_button_removes_and_leads_on(small_demo: Organisation) -> None:
    client = signed_in()
    response = client.post("/o/esittely/demo-removal/")
    assert response.status_code == 302
    assert not Organisation.objects.filter(pk=small_demo.pk).exists()
    assert client.get(response["Location"]).status_code == 200


def test_button_names_first_what_the_person_added(small_demo: Organisation) -> None:
    with working_for(small_demo):
        here = Touchpoint.objects.order_by("pk").first()
        assert here is not None
        draw_journey(name="Oma polku", service_name="Oma palvelu")
        record_answers([said(here, f"oma-{number}") for number in range(3)])
    assert {model.__name__: count for model, count in added(small_demo).items()} == {
        "Journey": 1,
        "Answer": 3,
    }
    client = signed_in()
    asked = client.post("/o/esittely/demo-removal/")
    assert asked["Location"] == "/o/esittely/demo-removal/"
    assert Organisation.objects.filter(pk=small_demo.pk).exists()
    assert 'name="everything"' in client.get("/o/esittely/demo-removal/").content.decode()
    client.post("/o/esittely/demo-removal/", {"everything": "yes"})
    assert not Organisation.objects.filter(pk=small_demo.pk).exists()


def test_nothing_of_the_demo_itself_counts_as_added(small_demo: Organisation) -> None:
    assert added(small_demo) == {}
    assert signed_in().get("/o/esittely/demo-removal/")["Location"] == "/o/esittely/settings/"


def said(here: Touchpoint, uid: str) -> IncomingAnswer:
    return IncomingAnswer(
        uid=uid, touchpoint=here, happened_at=timezone.now(), content=(GivenValue("nps", "nps", 9),)
    )


def test_button_stands_in_the_settings_of_the_demo_only(
    world: World, small_demo: Organisation, browse: Callable[[Member], Client]
) -> None:
    shown = signed_in().get(f"/o/{small_demo.slug}/settings/").content.decode()
    assert f'action="/o/{small_demo.slug}/demo-removal/"' in shown
    assert "demo-removal" not in browse(world.root).get("/o/satama/settings/").content.decode()


def test_button_does_nothing_to_an_own_organisation(world: World, browse: Callable[[Member], Client]) -> None:
    assert browse(world.root).post("/o/satama/demo-removal/").status_code == 404
    assert Organisation.objects.filter(pk=world.satama.pk).exists()


def test_only_a_ruler_may_remove(small_demo: Organisation) -> None:
    with working_for(small_demo):
        invited = invite_member(name="Outi", email="outi@example.org", role="manager", actor=None)
    client = Client()
    assert invited.member.user is not None
    client.force_login(invited.member.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/o/{small_demo.slug}/demo-removal/").status_code == 403
    assert Organisation.objects.filter(pk=small_demo.pk).exists()


def test_line_at_home_stays_away_once_put_away(small_demo: Organisation) -> None:
    client = signed_in()
    assert "demo-note-dismissal" in client.get("/o/esittely/").content.decode()
    client.post("/o/esittely/demo-note-dismissal/")
    assert "demo-note-dismissal" not in client.get("/o/esittely/").content.decode()
