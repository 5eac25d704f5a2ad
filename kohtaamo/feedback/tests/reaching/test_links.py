from __future__ import annotations

import re

from django.test import Client

from kohtaamo.feedback.models import Answer, NamedLink, Survey
from kohtaamo.feedback.reaching import answers_by_way, change_link, close_link, make_link
from kohtaamo.organisation.tenancy import working_for
from tests.world import World


def linked(world: World, survey: Survey, **facts: object) -> NamedLink:
    with working_for(world.satama):
        return make_link(survey=survey, name="Kampin kassa", **facts)  # type: ignore[arg-type]


def answer_by(address: str) -> None:
    respondent = Client(headers={"accept-language": "fi"})
    page = respondent.get(address, follow=True)
    assert page.status_code == 200
    for value in ("9", "Hyvä"):
        form = re.search(r'action="([^"]+)"', page.content.decode())
        assert form
        page = respondent.post(form[1], {"value": value}, follow=True)
    assert "Kiitos" in page.content.decode()


def answer_in(world: World) -> Answer:
    with working_for(world.satama):
        return Answer.objects.select_related("unit", "touchpoint").get()


def test_an_answer_says_by_which_link_it_came(world: World, survey: Survey) -> None:
    link = linked(
        world,
        survey,
        unit=world.unit,
        touchpoint=world.desk,
        channel="face_to_face",
        hidden={"site": "Kamppi"},
    )
    answer_by(f"/q/{link.code}/")
    answer = answer_in(world)
    assert (answer.unit, answer.touchpoint, answer.channel) == (world.unit, world.desk, "face_to_face")
    assert answer.attributes == {"link": "Kampin kassa", "site": "Kamppi"}
    assert answer.is_complete


def test_the_address_cannot_speak_for_another_place(world: World, survey: Survey) -> None:
    link = linked(world, survey, hidden={"site": "Kamppi"})
    answer_by(f"/q/{link.code}/?site=Pasila&unit=Asiakaspalvelu")
    answer = answer_in(world)
    assert (answer.attributes["site"], answer.unit) == ("Kamppi", None)


def test_a_made_up_code_leads_nowhere_and_says_nothing(world: World, survey: Survey) -> None:
    assert Client().get("/q/zzzzzzzz/").status_code == 404
    answer_by(f"/s/{survey.token}/?via=zzzzzzzz")
    assert answer_in(world).attributes == {}


def test_a_code_of_another_survey_says_nothing(world: World, survey: Survey) -> None:
    with working_for(world.satama):
        other = Survey.objects.create(name="Toinen", touchpoint=world.desk, token="toinen-kysely")
        link = make_link(survey=other, name="Muualla", unit=world.unit)
    answer_by(f"/s/{survey.token}/?via={link.code}")
    assert (answer_in(world).unit, answer_in(world).attributes) == (None, {})


def test_a_code_is_typed_in_capitals_too(world: World, survey: Survey) -> None:
    link = linked(world, survey)
    answer = Client().get(f"/q/{link.code.upper()}/?lang=en")
    assert answer.headers["Location"] == f"/s/{survey.token}/?lang=en&via={link.code}"


def test_a_closed_link_still_leads_to_the_survey(world: World, survey: Survey) -> None:
    link = linked(world, survey, unit=world.unit)
    with working_for(world.satama):
        close_link(link=link)
    answer_by(f"/q/{link.code}/")
    assert (answer_in(world).unit, answer_in(world).attributes) == (None, {})


def test_a_changed_link_keeps_its_address_and_its_answers(world: World, survey: Survey) -> None:
    link = linked(world, survey)
    answer_by(f"/q/{link.code}/")
    with working_for(world.satama):
        change_link(link=link, name="Kamppi, kassa 2", unit=world.unit)
        assert NamedLink.objects.get(pk=link.pk).code == link.code
        assert Answer.objects.get().attributes == {"link": "Kampin kassa"}
        assert answers_by_way(survey).by_link == {link.pk: 1}


def test_answers_are_counted_by_way_and_by_link(world: World, survey: Survey) -> None:
    newsletter, poster = linked(world, survey), linked(world, survey, way="qr")
    for address in (
        f"/s/{survey.token}/",
        f"/q/{newsletter.code}/",
        f"/q/{newsletter.code}/",
        f"/q/{poster.code}/",
    ):
        answer_by(address)
    with working_for(world.satama):
        came = answers_by_way(survey)
    assert came.by_link == {newsletter.pk: 2, poster.pk: 1}
    assert dict(came.by_way) == {"link": 3, "qr": 1}
