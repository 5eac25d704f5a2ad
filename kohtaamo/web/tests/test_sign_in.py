from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from kohtaamo.organisation.models import Member, SignInLink, User
from kohtaamo.organisation.services import make_sign_in_link
from kohtaamo.web.jobs import send_sign_in_link
from tests.world import World


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def person(member: Member) -> User:
    assert member.user is not None
    return member.user


def test_opening_a_link_does_not_use_it_up(world: World) -> None:
    address = f"/sign-in/{make_sign_in_link(person(world.onni))}/"
    client = Client()
    for _ in range(2):
        page = client.get(address)
        assert page.status_code == 200
        assert "Onni" in page.content.decode()
    assert signed_in_as(client) is None
    answer = client.post(address)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in_as(client) == str(person(world.onni).pk)
    assert client.get("/")["Location"] == "/o/satama/"


def test_used_link_offers_a_new_one(world: World) -> None:
    address = f"/sign-in/{make_sign_in_link(person(world.onni))}/"
    Client().post(address)
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code == 410
        assert 'action="/sign-in/link/"' in answer.content.decode()


def test_link_does_not_go_round_the_second_step(world: World) -> None:
    TOTP.activate(person(world.onni), generate_totp_secret())
    client = Client()
    answer = client.post(f"/sign-in/{make_sign_in_link(person(world.onni))}/")
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert signed_in_as(client) is None


def queued() -> list[list[str]]:
    return [task.args_kwargs["args"] for task in DBTaskResult.objects.order_by("enqueued_at")]


def test_asking_for_a_link_answers_the_same_whoever_asks(world: World) -> None:
    answers = []
    for email in ("onni@example.org", "nobody@example.org"):
        client = Client()
        answer = client.post("/sign-in/link/", {"email": email})
        page = client.get(answer["Location"]).content.decode()
        answers.append((answer.status_code, answer["Location"], page.replace(email, "")))
    first, second = ((status, to, re.sub(r'value="\w{64}"', "", page)) for status, to, page in answers)
    assert first == second
    assert [args[0] for args in queued()] == ["onni@example.org", "nobody@example.org"]


def test_page_says_so_when_mail_is_not_connected(world: World, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = Client().post("/sign-in/link/", {"email": "onni@example.org"}, follow=True).content.decode()
    assert "kohtaamo link onni@example.org" in page
    assert "junk mail" not in page


def test_link_by_mail_signs_in(world: World) -> None:
    Client().post("/sign-in/link/", {"email": "ONNI@example.org"})
    send_sign_in_link.call(*queued()[0])
    assert mail.outbox[0].to == ["onni@example.org"]
    found = re.search(r"http://testserver(/sign-in/[\w-]+/)", str(mail.outbox[0].body))
    assert found
    client = Client()
    client.post(found[1])
    assert signed_in_as(client) == str(person(world.onni).pk)


def test_no_mail_to_an_address_nobody_has(world: World) -> None:
    send_sign_in_link.call("nobody@example.org", "http://testserver/sign-in/", "fi")
    assert not mail.outbox
    assert not SignInLink.objects.exists()


def test_link_in_a_mail_leads_to_the_origin_the_operator_named(world: World, settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://kokemus.example.org"]
    Client().post("/sign-in/link/", {"email": "onni@example.org"}, headers={"host": "evil.example"})
    assert queued()[0][1] == "https://kokemus.example.org/sign-in/"
    Client().post("/account/password/reset/", {"email": "onni@example.org"}, headers={"host": "evil.example"})
    assert "https://kokemus.example.org/account/password/reset/key/" in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body


def test_asking_is_limited_by_address(world: World) -> None:
    for _ in range(7):
        assert Client().post("/sign-in/link/", {"email": "onni@example.org"}).status_code == 302
    Client().post("/sign-in/link/", {"email": "aino@example.org"})
    assert [args[0] for args in queued()] == ["onni@example.org"] * 5 + ["aino@example.org"]


def test_password_signs_in(world: World) -> None:
    client = Client()
    wrong = client.post("/account/login/", {"login": "onni@example.org", "password": "wrong-1234"})
    assert wrong.status_code == 200
    assert signed_in_as(client) is None
    right = client.post("/account/login/", {"login": "onni@example.org", "password": "salasana-1234"})
    assert right["Location"] == "/"
    assert signed_in_as(client) == str(person(world.onni).pk)


def test_password_reset_writes_only_to_members(world: World) -> None:
    for email in ("nobody@example.org", "onni@example.org"):
        answer = Client().post("/account/password/reset/", {"email": email})
        assert answer["Location"] == "/account/password/reset/done/"
    assert [message.to for message in mail.outbox] == [["onni@example.org"]]
    found = re.search(r"http://testserver(/account/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert found
    client = Client()
    page = client.get(found[1], follow=True)
    to = page.redirect_chain[-1][0]
    words = {"password1": "uusi-pitka-salasana", "password2": "uusi-pitka-salasana"}
    assert client.post(to, words)["Location"] == "/account/password/reset/key/done/"
    user = User.objects.get(email="onni@example.org")
    assert user.check_password("uusi-pitka-salasana")


@pytest.mark.parametrize("address", ["/account/signup/", "/account/email/", "/account/confirm-email/"])
def test_pages_we_do_not_use_are_not_there(world: World, address: str) -> None:
    assert Client().get(address).status_code == 404


OPEN = [
    "/account/login/",
    "/account/inactive/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/done/",
    "/account/password/reset/key/1-abc-def/",
    "/sign-in/link/",
    "/sign-in/link/sent/",
]


@pytest.mark.parametrize("address", OPEN)
@pytest.mark.parametrize("prefix", ["", "/o/satama"])
def test_open_pages_open(world: World, address: str, prefix: str) -> None:
    page = Client().get(prefix + address)
    assert page.status_code == 200
    assert no_inline_code(page.content.decode())


OWN = [
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/reauthenticate/",
]


@pytest.mark.parametrize("address", OWN)
@pytest.mark.parametrize("prefix", ["", "/o/satama"])
def test_own_pages_open_after_signing_in(world: World, address: str, prefix: str) -> None:
    client = Client()
    assert client.get(prefix + address).status_code == 302
    client.post("/account/login/", {"login": "onni@example.org", "password": "salasana-1234"})
    page = client.get(prefix + address, follow=True)
    assert page.status_code == 200
    assert no_inline_code(page.content.decode())


def test_recovery_codes_come_with_the_code_app(world: World) -> None:
    client = Client()
    client.post("/account/login/", {"login": "onni@example.org", "password": "salasana-1234"})
    TOTP.activate(person(world.onni), generate_totp_secret())
    codes = RecoveryCodes.activate(person(world.onni)).get_unused_codes()
    client.post("/account/reauthenticate/", {"password": "salasana-1234"})
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    assert all(code in page for code in codes)
    addresses = ("", "totp/deactivate/", "recovery-codes/generate/", "recovery-codes/download/")
    assert [client.get(f"/account/2fa/{to}").status_code for to in addresses] == [200] * 4


def no_inline_code(page: str) -> bool:
    scripts = re.findall(r"<script([^>]*)>", page)
    return all("src=" in one or "application/json" in one for one in scripts) and " style=" not in page


def test_language_is_kept_on_the_device_and_the_person(
    world: World, browse: Callable[[Member], Client]
) -> None:
    client = browse(world.onni)
    answer = client.post("/o/satama/language/", {"language": "en", "next": "/o/satama/settings/me/"})
    assert answer["Location"] == "/o/satama/settings/me/"
    assert client.cookies["django_language"].value == "en"
    assert User.objects.get(pk=person(world.onni).pk).language == "en"
    client.post("/language/", {"language": "xx"})
    assert User.objects.get(pk=person(world.onni).pk).language == "en"


def test_theme_is_kept_on_the_device_and_the_person(world: World, browse: Callable[[Member], Client]) -> None:
    client = browse(world.onni)
    client.post("/theme/", {"theme": "dark"})
    assert client.cookies["theme"].value == "dark"
    assert User.objects.get(pk=person(world.onni).pk).theme == "dark"
    client.post("/theme/", {"theme": "pink"})
    assert User.objects.get(pk=person(world.onni).pk).theme == "dark"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
@pytest.mark.django_db
def test_preferences_never_lead_to_another_site(elsewhere: str) -> None:
    assert Client().post("/theme/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize(
    "away",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\elsewhere.example"],
)
def test_signing_in_leads_nowhere_else(world: World, away: str) -> None:
    given = {"login": "onni@example.org", "password": "salasana-1234", "next": away}
    answer = Client().post("/account/login/", given)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_signing_in_leads_back_to_the_page_asked_for(world: World) -> None:
    given = {"login": "onni@example.org", "password": "salasana-1234", "next": "/o/satama/journeys/"}
    assert Client().post("/account/login/", given)["Location"] == "/o/satama/journeys/"
