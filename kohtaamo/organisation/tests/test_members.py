from __future__ import annotations

import pytest

from kohtaamo.organisation.models import Event, Member, Organisation, SignInLink, User
from kohtaamo.organisation.queries import first_administrator
from kohtaamo.organisation.services import (
    LastAdministratorError,
    change_member,
    create_organisation,
    deactivate_member,
    invite_member,
    make_sign_in_link,
    reactivate_member,
    renew_sign_in_link,
    use_sign_in_link,
)
from kohtaamo.organisation.tenancy import working_for
from tests.world import World


def found(name: str) -> Organisation:
    return create_organisation(name=name, email="Ylva@Example.org", person="Ylva")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Pääkaupungin Sähkö Öy", "paakaupungin-sahko-oy"),
        ("Åbo & Co.", "abo-co"),
        ("???", "organisation"),
        ("Rød grød_test", "rod-grod-test"),
    ],
)
def test_slug_is_made_of_the_name(name: str, slug: str) -> None:
    assert found(name).slug == slug


@pytest.mark.django_db
def test_slug_of_a_taken_name_gets_a_number() -> None:
    assert [found("Satama").slug for _ in range(3)] == ["satama", "satama-2", "satama-3"]


@pytest.mark.django_db
def test_create_organisation_has_an_administrator_who_can_sign_in() -> None:
    made = create_organisation(name="Uusi", email=" Ylva@Example.org", person="Ylva")
    person = first_administrator()
    assert person is not None
    assert (person.email, person.language) == ("ylva@example.org", "fi")
    assert use_sign_in_link(make_sign_in_link(person)) == person
    assert not person.has_usable_password()
    with working_for(made):
        verbs = list(Event.objects.values_list("verb", flat=True))
    assert verbs == ["organisation.organisation_created", "organisation.member_invited"]


def test_invite_member_records_who_and_gives_a_link(in_satama: World) -> None:
    invited = invite_member(
        name="Vesa", email="vesa@example.org", role="agent", unit=in_satama.unit, actor=in_satama.root
    )
    event = Event.objects.get(verb="organisation.member_invited")
    assert (event.subject_id, event.actor) == (invited.member.pk, in_satama.root)
    assert event.data == {"name": "Vesa", "role": "agent", "unit_id": in_satama.unit.pk}
    assert invited.link is not None
    assert use_sign_in_link(invited.link) == invited.member.user


def test_invite_member_refuses_one_who_is_in(in_satama: World) -> None:
    with pytest.raises(ValueError, match="already"):
        invite_member(name="Onni", email="ONNI@example.org", role="agent", actor=in_satama.root)


def test_invite_member_brings_back_one_who_left(in_satama: World) -> None:
    deactivate_member(member=in_satama.onni, actor=in_satama.root)
    back = invite_member(name="Onni K", email="onni@example.org", role="analyst", actor=in_satama.root).member
    assert (back.pk, back.is_active, back.role, back.name) == (in_satama.onni.pk, True, "analyst", "Onni K")


def test_invite_member_of_another_organisation_gets_no_link_to_hand_out(in_satama: World) -> None:
    """Else an administrator here could sign in there as that person."""
    invited = invite_member(name="Outi", email="outi@example.org", role="agent", actor=in_satama.root)
    assert invited.link is None
    assert not SignInLink.objects.exists()
    assert renew_sign_in_link(member=invited.member, actor=in_satama.root) is None


def test_invite_member_withdraws_links_others_hold(in_satama: World) -> None:
    first = invite_member(name="Vesa", email="vesa@example.org", role="agent", actor=in_satama.root)
    with working_for(in_satama.toinen):
        invite_member(name="Vesa", email="vesa@example.org", role="administrator", actor=in_satama.outi)
    assert first.link is not None
    assert use_sign_in_link(first.link) is None


def test_renew_sign_in_link_ends_the_old_one(in_satama: World) -> None:
    first = invite_member(name="Vesa", email="vesa@example.org", role="agent", actor=in_satama.root)
    second = renew_sign_in_link(member=first.member, actor=in_satama.root)
    assert first.link
    assert second
    assert use_sign_in_link(first.link) is None
    assert use_sign_in_link(second) == User.objects.get(email="vesa@example.org")


def test_change_member_keeps_what_was_before(in_satama: World) -> None:
    change_member(
        member=in_satama.onni, name="Onni", role="manager", unit=in_satama.unit, actor=in_satama.root
    )
    event = Event.objects.get(verb="organisation.member_changed")
    assert event.data["before"]["role"] == "agent"
    assert event.data["role"] == "manager"


def test_last_administrator_stays(in_satama: World) -> None:
    root = in_satama.root
    with pytest.raises(LastAdministratorError):
        deactivate_member(member=root, actor=root)
    with pytest.raises(LastAdministratorError):
        change_member(member=root, name="Ritva", role="agent", unit=None, actor=root)
    root.refresh_from_db()
    assert (root.is_active, root.role) == (True, "administrator")
    change_member(member=in_satama.aino, name="Aino", role="administrator", unit=None, actor=root)
    deactivate_member(member=root, actor=root)
    with pytest.raises(LastAdministratorError):
        deactivate_member(member=in_satama.aino, actor=in_satama.aino)


def test_deactivated_member_can_be_brought_back(in_satama: World) -> None:
    deactivate_member(member=in_satama.onni, actor=in_satama.root)
    assert not Member.objects.get(pk=in_satama.onni.pk).is_active
    reactivate_member(member=in_satama.onni, actor=in_satama.root)
    assert Member.objects.get(pk=in_satama.onni.pk).is_active
