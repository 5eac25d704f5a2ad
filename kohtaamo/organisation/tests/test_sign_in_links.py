from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from kohtaamo.organisation.models import SignInLink, User
from kohtaamo.organisation.services import make_sign_in_link, person_of_link, use_sign_in_link


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("eeva@example.org", name="Eeva")


def test_link_signs_in_once(person: User) -> None:
    secret = make_sign_in_link(person)
    assert person_of_link(secret) == person
    assert person_of_link(secret) == person
    assert use_sign_in_link(secret) == person
    assert use_sign_in_link(secret) is None
    assert person_of_link(secret) is None


def test_link_expires(person: User) -> None:
    assert use_sign_in_link(make_sign_in_link(person, valid=timedelta(seconds=-1))) is None


def test_link_of_a_closed_account_does_nothing(person: User) -> None:
    secret = make_sign_in_link(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert use_sign_in_link(secret) is None


def test_link_is_kept_as_a_digest_only(person: User) -> None:
    secret = make_sign_in_link(person)
    kept = SignInLink.objects.values().get()
    assert secret not in repr(kept)
    assert use_sign_in_link(kept["digest"]) is None


@pytest.mark.django_db(transaction=True)
def test_link_used_twice_at_once_signs_in_one() -> None:
    person = User.objects.create_user("eeva@example.org")
    secret = make_sign_in_link(person)

    def use(_: int) -> User | None:
        try:
            return use_sign_in_link(secret)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        signed_in = [found for found in threads.map(use, range(8)) if found]
    assert signed_in == [person]
