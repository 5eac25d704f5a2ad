from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import path
from django.utils import timezone
from ninja import NinjaAPI, Schema
from pytest_django import DjangoAssertNumQueries, Settings

from kohtaamo.organisation.models import ApiToken, Event, Member
from kohtaamo.organisation.services import authenticate_token, issue_token, revoke_token
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.organisation.token_auth import TokenAuth, api_scope
from tests.world import World


class Wanted(Schema):
    role: str


api = NinjaAPI(urls_namespace="token-test")


@api.post("/members", auth=TokenAuth("feedback.read"))
@api_scope
def names(request: HttpRequest, wanted: Wanted) -> list[str]:
    return [member.name for member in Member.objects.filter(role=wanted.role)]


urlpatterns = [path("api/", api.urls)]


def test_issue_token_keeps_no_secret(in_satama: World) -> None:
    token, secret = issue_token(name="Kassa", permissions=["feedback.write"], actor=in_satama.root)
    assert secret.startswith(token.prefix)
    assert secret not in repr(ApiToken.objects.values().get())
    assert secret not in repr(list(Event.objects.values()))


@pytest.mark.parametrize("permissions", [[], ["feedback.read", "everything"]])
def test_issue_token_refuses_permissions_not_ours(in_satama: World, permissions: list[str]) -> None:
    with pytest.raises(ValueError, match="permission"):
        issue_token(name="Kassa", permissions=permissions, actor=in_satama.root)


def test_authenticate_token_finds_the_organisation_outside_any_scope(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with working_for(world.satama):
        token, secret = issue_token(name="Kassa", permissions=["feedback.write"], actor=None)
    found = authenticate_token(secret)
    assert found is not None
    assert (found.pk, found.organisation) == (token.pk, world.satama)
    with django_assert_num_queries(1):
        authenticate_token(secret)
    with django_assert_num_queries(1):
        assert authenticate_token("kt_wrong") is None


def test_authenticate_token_notes_its_use_once_a_minute(in_satama: World) -> None:
    token, secret = issue_token(name="Kassa", permissions=["feedback.write"], actor=None)
    before = timezone.now() - timedelta(seconds=50)
    ApiToken.objects.filter(pk=token.pk).update(used_at=before)
    authenticate_token(secret)
    assert ApiToken.objects.get(pk=token.pk).used_at == before
    ApiToken.objects.filter(pk=token.pk).update(used_at=before - timedelta(seconds=20))
    authenticate_token(secret)
    used_at = ApiToken.objects.get(pk=token.pk).used_at
    assert used_at is not None
    assert used_at > before


def test_revoked_token_is_dead(in_satama: World) -> None:
    token, secret = issue_token(name="Kassa", permissions=["feedback.write"], actor=in_satama.root)
    revoke_token(token=token, actor=in_satama.root)
    revoke_token(token=token, actor=in_satama.root)
    assert authenticate_token(secret) is None
    assert Event.objects.filter(verb="organisation.token_revoked").count() == 1


def ask(secret: str | None) -> tuple[int, object]:
    headers = {} if secret is None else {"authorization": f"Bearer {secret}"}
    body = {"role": "agent"}
    answer = Client().post("/api/members", body, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_token_opens_its_own_organisation_only(world: World, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    with working_for(world.satama):
        _, ours = issue_token(name="Kassa", permissions=["feedback.read"], actor=None)
        _, narrow = issue_token(name="Toinen kassa", permissions=["journeys.read"], actor=None)
    with working_for(world.toinen):
        _, theirs = issue_token(name="Kassa", permissions=["feedback.read"], actor=None)
    assert ask(ours) == (200, ["Onni"])
    assert ask(theirs) == (200, [])
    assert ask(None)[0] == 401
    assert ask("kt_wrong")[0] == 401
    assert ask(narrow) == (403, {"detail": "This token lacks the permission feedback.read."})


def test_token_auth_knows_only_our_permissions() -> None:
    with pytest.raises(ValueError, match="everything"):
        TokenAuth("everything")
