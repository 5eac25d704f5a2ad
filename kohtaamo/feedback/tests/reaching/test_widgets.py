from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from kohtaamo.feedback.models import Survey, Widget
from kohtaamo.feedback.reaching import (
    Rules,
    UnfitSiteError,
    change_widget,
    close_link,
    make_widget,
    site_of,
    sites_of,
)
from kohtaamo.feedback.services import close_survey
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

SITE = "https://www.example.org"


@pytest.fixture
def widget(world: World, survey: Survey) -> Widget:
    with working_for(world.satama):
        return make_widget(survey=survey, name="Etusivu", sites=[SITE], rules=Rules(after_seconds=5))


def given_in(script: str) -> dict[str, Any]:
    begin = script.index("([{") + 2
    given: dict[str, Any] = json.JSONDecoder().raw_decode(script[begin:])[0]
    return given


def ancestors(address: str) -> str:
    policy = Client().get(address).headers["Content-Security-Policy"]
    return next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("www.example.org", SITE),
        ("https://WWW.example.org/shop?x=1", SITE),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://*.example.org", "https://*.example.org"),
        ("https://nimi:salasana@www.example.org", SITE),
        ("münchen.de", "https://xn--mnchen-3ya.de"),
    ],
)
def test_a_site_is_an_origin(written: str, site: str) -> None:
    assert site_of(written) == site


@pytest.mark.parametrize(
    "written",
    ["*", "https://*", "javascript:alert(1)", "a b", "https://x.org; script-src *", "'self'", "https://"],
)
def test_what_is_no_site_is_refused(written: str) -> None:
    with pytest.raises(UnfitSiteError):
        site_of(written)


def test_respondents_pages_stand_on_listed_sites_only(survey: Survey, world: World, widget: Widget) -> None:
    assert ancestors(f"/s/{survey.token}/") == f"frame-ancestors 'self' {SITE}"
    assert ancestors(f"/s/{survey.token}/thanks/") == f"frame-ancestors 'self' {SITE}"
    with working_for(world.satama):
        close_link(link=widget.link)
        assert sites_of(survey) == []
    assert ancestors(f"/s/{survey.token}/") == "frame-ancestors 'self'"


def test_pages_of_members_stand_nowhere(world: World) -> None:
    assert ancestors("/account/login/") == "frame-ancestors 'none'"


def test_the_script_carries_what_the_widget_needs(survey: Survey, widget: Widget) -> None:
    answer = Client().get(f"/widget/{widget.token}.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=604800"
    assert "Set-Cookie" not in answer.headers
    given = given_in(answer.content.decode())
    assert given["address"] == f"http://testserver/s/{survey.token}/?via={widget.link.code}"
    assert (given["sites"], given["rules"]["after_seconds"]) == ([SITE], 5)
    assert {language: words["open"] for language, words in given["words"].items()} == {
        "fi": "Anna palautetta",
        "en": "Give feedback",
    }


def test_the_script_is_sent_again_only_when_it_changed(world: World, widget: Widget) -> None:
    address = f"/widget/{widget.token}.js"
    mark = Client().get(address).headers["ETag"]
    assert Client().get(address, headers={"if-none-match": f"W/{mark}"}).status_code == 304
    with working_for(world.satama):
        change_widget(widget=widget, name="Etusivu", place="bar", sites=[SITE], words={}, rules=Rules())
    again = Client().get(address, headers={"if-none-match": mark})
    assert (again.status_code, given_in(again.content.decode())["place"]) == (200, "bar")


def test_the_script_of_a_closed_survey_draws_nothing(world: World, survey: Survey, widget: Widget) -> None:
    with working_for(world.satama):
        close_survey(survey=survey)
    answer = Client().get(f"/widget/{widget.token}.js")
    assert given_in(answer.content.decode()) == {"token": widget.token, "shut": True}


def test_an_unknown_script_is_not_found(db: None) -> None:
    assert Client().get("/widget/nothing.js").status_code == 404


def test_a_widget_that_opens_itself_is_another_way(world: World, widget: Widget) -> None:
    assert widget.link.way == "popover"
    with working_for(world.satama):
        change_widget(widget=widget, name="Etusivu", place="bar", sites=[SITE], words={}, rules=Rules())
    assert widget.link.way == "widget"
