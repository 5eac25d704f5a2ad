from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.services import create_survey, publish_survey, save_draft
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

RULE = {"<=": [{"var": "nps"}, 6]}
RICH = {"if": [{">": [{"var": "nps"}, 3]}, True, {"var": "nps"}]}
ELEMENTS: list[dict[str, Any]] = [
    {"name": "nps", "type": "nps", "title": {"fi": "Suosittelisitko?"}},
    {
        "name": "matter",
        "type": "single_choice",
        "title": {"fi": "Mitä asia koski?"},
        "visibleIf": RULE,
        "choices": [{"value": "bill", "text": {"fi": "Laskua"}}, {"value": "fault", "text": {"fi": "Vikaa"}}],
    },
]
BASE = "/o/satama/feedback/surveys/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def survey(world: World) -> Survey:
    with working_for(world.satama):
        questionnaire = Questionnaire.model_validate({"pages": [{"elements": [one]} for one in ELEMENTS]})
        return create_survey(name="Kysely", touchpoint=world.phone, questionnaire=questionnaire)


@pytest.fixture
def helmi(world: World, browse: Callable[[Member], Client]) -> Client:
    return browse(world.helmi)


@pytest.fixture
def aino(world: World, browse: Callable[[Member], Client]) -> Client:
    return browse(world.aino)


def draft_of(survey: Survey) -> Questionnaire:
    survey.refresh_from_db()
    return Questionnaire.model_validate(survey.draft)


def names(survey: Survey) -> list[list[str]]:
    return [[element.name for element in page.elements] for page in draft_of(survey).pages]


def sent(client: Client, survey: Survey, name: str, base: Any = None, **said: Any) -> Any:
    """The form of one question as the page has it, with what was changed."""
    element = draft_of(survey).named().get(name)
    stood = base or (
        element.model_dump(mode="json", by_alias=True, exclude_defaults=True) if element else None
    )
    form = {"at": name, "base": json.dumps(stood)} | said
    return client.post(f"{BASE}{survey.pk}/", form, headers=HTMX)


def test_page_shows_the_outline_and_the_first_question(helmi: Client, survey: Survey) -> None:
    page = helmi.get(f"{BASE}{survey.pk}/").content.decode()
    assert page.count("data-name=") == 2
    assert 'name="at" value="nps"' in page


def test_rule_is_said_in_words(helmi: Client, survey: Survey) -> None:
    page = helmi.get(f"{BASE}{survey.pk}/?at=matter").content.decode()
    assert "kun ”Suosittelisitko?” on enintään 6" in page


def test_texts_are_kept_and_escaped(helmi: Client, survey: Survey) -> None:
    page = sent(helmi, survey, "nps", **{"title-fi": "<b>Uusi</b>", "has-needs": "1", "required": "on"})
    element = draft_of(survey).named()["nps"]
    assert (element.title, element.required) == ({"fi": "<b>Uusi</b>"}, True)
    assert "<b>Uusi</b>" not in page.content.decode()


def test_without_scripts_the_form_leads_back_to_its_question(helmi: Client, survey: Survey) -> None:
    element = json.dumps(ELEMENTS[1])
    answer = helmi.post(
        f"{BASE}{survey.pk}/", {"at": "matter", "base": element, "title-fi": "Mikä?", "act": "save"}
    )
    assert answer.headers["Location"] == f"{BASE}{survey.pk}/?at=matter"
    assert draft_of(survey).named()["matter"].title == {"fi": "Mikä?"}


def test_rule_is_built_of_rows(helmi: Client, survey: Survey) -> None:
    rows = {
        "has-needs": "1",
        "visibleIf-name": ["nps", "nps", ""],
        "visibleIf-comparison": ["at_most", "is_not", "is"],
        "visibleIf-value": ["8", "0", ""],
        "visibleIf-join": "and",
    }
    sent(helmi, survey, "matter", **rows)
    assert draft_of(survey).named()["matter"].visible_if == {
        "and": [{"<=": [{"var": "nps"}, 8]}, {"!=": [{"var": "nps"}, 0]}]
    }


def test_richer_rule_stays_as_it_is_written(helmi: Client, survey: Survey) -> None:
    with working_for(survey.organisation):
        raw = [ELEMENTS[0], {**ELEMENTS[1], "visibleIf": RICH}]
        save_draft(survey=survey, questionnaire=Questionnaire.model_validate({"pages": [{"elements": raw}]}))
    page = helmi.get(f"{BASE}{survey.pk}/?at=matter").content.decode()
    assert "visibleIf-json" in page
    sent(
        helmi, survey, "matter", **{"has-needs": "1", "visibleIf-json": json.dumps(RICH), "title-fi": "Uusi"}
    )
    after = draft_of(survey).named()["matter"]
    assert (after.visible_if, after.title) == (RICH, {"fi": "Uusi"})


def test_row_without_a_value_yet_takes_the_first(helmi: Client, survey: Survey) -> None:
    rows = {"visibleIf-name": "nps", "visibleIf-comparison": "is", "visibleIf-value": "", "has-needs": "1"}
    sent(helmi, survey, "matter", **rows)
    assert draft_of(survey).named()["matter"].visible_if == {"==": [{"var": "nps"}, 0]}


def test_choice_keeps_its_value_when_its_text_is_mended(helmi: Client, survey: Survey) -> None:
    said = {"has-choices": "1", "choices": ["bill", "fault", ""], "choices-0-fi": "Laskutusta"}
    sent(helmi, survey, "matter", **said, **{"choices-1-fi": "Vikaa", "choices-2-fi": "Muuta"})
    choices = draft_of(survey).named()["matter"].choices
    assert [(one.value, one.text["fi"]) for one in choices] == [
        ("bill", "Laskutusta"),
        ("fault", "Vikaa"),
        ("Muuta", "Muuta"),
    ]


@pytest.mark.parametrize(
    ("act", "at", "after"),
    [
        ("add:effort", "nps", [["nps"], ["effort"], ["matter"]]),
        ("add:page", "matter", [["nps"], ["matter"], []]),
        ("move:down", "nps", [["matter"], ["nps"]]),
        ("move:up", "nps", [["nps"], ["matter"]]),
        ("copy", "nps", [["nps", "nps_2"], ["matter"]]),
        ("remove", "nps", [["matter"]]),
        ("add:mood", "nps", [["nps"], ["matter"]]),
    ],
)
def test_each_act_and_its_undoing(
    helmi: Client, survey: Survey, act: str, at: str, after: list[list[str]]
) -> None:
    sent(helmi, survey, at, act=act)
    assert names(survey) == after
    helmi.post(f"{BASE}{survey.pk}/", {"act": "undo"}, headers=HTMX)
    assert names(survey) == [["nps"], ["matter"]]


def test_undoing_a_removal_keeps_what_was_written_meanwhile(helmi: Client, survey: Survey) -> None:
    sent(helmi, survey, "nps", act="remove")
    sent(helmi, survey, "matter", **{"title-fi": "Uusi"})
    helmi.post(f"{BASE}{survey.pk}/", {"act": "undo"}, headers=HTMX)
    assert names(survey) == [["nps"], ["matter"]]
    assert draft_of(survey).named()["matter"].title == {"fi": "Uusi"}


def test_question_written_in_is_not_undone_away(helmi: Client, survey: Survey) -> None:
    assert sent(helmi, survey, "matter", act="add:effort").context["can_undo"]
    page = sent(helmi, survey, "effort", **{"title-fi": "Oliko helppoa?"})
    assert page.context["can_undo"] is None
    helmi.post(f"{BASE}{survey.pk}/", {"act": "undo"}, headers=HTMX)
    assert draft_of(survey).named()["effort"].title["fi"] == "Oliko helppoa?"


def test_undoing_that_brings_the_writing_along_keeps_it(helmi: Client, survey: Survey) -> None:
    sent(helmi, survey, "matter", act="add:effort")
    sent(helmi, survey, "effort", **{"title-fi": "Oliko helppoa?"}, act="undo")
    assert draft_of(survey).named()["effort"].title["fi"] == "Oliko helppoa?"


def test_page_opened_again_offers_no_undoing(helmi: Client, survey: Survey) -> None:
    sent(helmi, survey, "nps", act="remove")
    assert helmi.get(f"{BASE}{survey.pk}/?at=matter", headers=HTMX).context["can_undo"]
    assert helmi.get(f"{BASE}{survey.pk}/").context["can_undo"] is None
    helmi.post(f"{BASE}{survey.pk}/", {"act": "undo"}, headers=HTMX)
    assert names(survey) == [["matter"]]


def test_undoing_is_offered_without_scripts_too(helmi: Client, survey: Survey) -> None:
    form = {"at": "nps", "base": json.dumps(ELEMENTS[0]), "act": "remove"}
    page = helmi.post(f"{BASE}{survey.pk}/", form, follow=True)
    assert page.context["can_undo"]
    assert helmi.get(f"{BASE}{survey.pk}/").context["can_undo"] is None


def test_question_is_dragged_onto_another_page(helmi: Client, survey: Survey) -> None:
    said = {"act": "move:onto", "moved": "matter", "onto": "1", "place": "0"}
    page = helmi.post(f"{BASE}{survey.pk}/", said, headers=HTMX).content.decode()
    assert names(survey) == [["matter", "nps"]]
    assert "”Mitä asia koski?” on nyt sivulla 1 paikassa 1." in page or "page 1, place 1" in page


def test_two_people_at_different_fields_lose_nothing(helmi: Client, aino: Client, survey: Survey) -> None:
    stood = dict(ELEMENTS[0])
    sent(helmi, survey, "nps", stood, **{"has-needs": "1", "required": "on", "title-fi": "Suosittelisitko?"})
    sent(aino, survey, "nps", stood, **{"title-fi": "Kertoisitko meistä?"})
    element = draft_of(survey).named()["nps"]
    assert (element.required, element.title) == (True, {"fi": "Kertoisitko meistä?"})


def test_two_people_at_the_same_text_are_told_and_the_first_stays(
    helmi: Client, aino: Client, survey: Survey
) -> None:
    stood = dict(ELEMENTS[0])
    sent(helmi, survey, "nps", stood, **{"title-fi": "Ensimmäinen"})
    page = sent(aino, survey, "nps", stood, **{"title-fi": "Toinen"}).content.decode()
    assert draft_of(survey).named()["nps"].title == {"fi": "Ensimmäinen"}
    assert "Ensimmäinen" in page
    assert page.count('id="clashes"><div') == 1


def test_nobody_clashes_with_her_own_earlier_writing(helmi: Client, survey: Survey) -> None:
    stood = dict(ELEMENTS[1])
    said = {"has-choices": "1", "choices": ["bill", "fault", ""], "choices-2-fi": "Muu"}
    said |= {"choices-0-fi": "Laskua", "choices-1-fi": "Vikaa", "title-fi": "Mikä?"}
    sent(helmi, survey, "matter", stood, **said)
    later = said | {"choices-2-fi": "Muuta", "choices-2-en": "Something else", "title-fi": "Mikä se oli?"}
    answer = sent(helmi, survey, "matter", stood, **later)
    element = draft_of(survey).named()["matter"]
    assert element.title == {"fi": "Mikä se oli?"}
    assert element.choices[-1].text == {"fi": "Muuta", "en": "Something else"}
    assert answer.context["clashes"] == []


def test_what_another_wrote_over_mine_is_still_told(helmi: Client, aino: Client, survey: Survey) -> None:
    stood = dict(ELEMENTS[0])
    sent(helmi, survey, "nps", stood, **{"title-fi": "Minun"})
    sent(aino, survey, "nps", **{"title-fi": "Toisen"})
    answer = sent(helmi, survey, "nps", stood, **{"title-fi": "Minun taas"})
    assert draft_of(survey).named()["nps"].title == {"fi": "Toisen"}
    assert len(answer.context["clashes"]) == 1


def test_question_removed_by_another_comes_back_to_who_writes_in_it(helmi: Client, survey: Survey) -> None:
    stood = dict(ELEMENTS[0])
    sent(helmi, survey, "nps", act="remove")
    sent(helmi, survey, "nps", stood, **{"title-fi": "Yhä täällä"})
    assert draft_of(survey).named()["nps"].title == {"fi": "Yhä täällä"}


def test_new_type_takes_a_new_name_so_that_answers_never_mix(
    helmi: Client, world: World, survey: Survey
) -> None:
    with working_for(world.satama):
        publish_survey(survey=survey)
    sent(helmi, survey, "matter", type="multiple_choice")
    assert names(survey) == [["nps"], ["multiple_choice"]]
    sent(helmi, survey, "nps", act="add:single_choice")
    assert names(survey) == [["nps"], ["single_choice"], ["multiple_choice"]]


def test_name_changes_in_the_rules_too(helmi: Client, survey: Survey) -> None:
    sent(helmi, survey, "nps", **{"new-name": "recommends"})
    after = draft_of(survey).named()
    assert list(after) == ["recommends", "matter"]
    assert after["matter"].visible_if == {"<=": [{"var": "recommends"}, 6]}


def test_too_long_text_is_told_and_the_draft_stays(helmi: Client, survey: Survey) -> None:
    page = sent(helmi, survey, "nps", **{"title-fi": "x" * 2001}).content.decode()
    assert draft_of(survey).named()["nps"].title == {"fi": "Suosittelisitko?"}
    assert "circle-alert" in page or "note worse" in page


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"act": "remove"},
        {"act": "move:onto"},
        {"act": "undo"},
        {"at": "ghost", "base": "{"},
        {"page": "9", "base": ""},
    ],
)
def test_bare_or_strange_requests_lose_nothing(helmi: Client, survey: Survey, said: dict[str, str]) -> None:
    assert helmi.post(f"{BASE}{survey.pk}/", said).status_code == 302
    assert names(survey) == [["nps"], ["matter"]]


def test_page_has_a_heading_and_a_rule(helmi: Client, survey: Survey) -> None:
    said = {"page": "2", "base": "", "title-fi": "Lopuksi", "visibleIf-name": "nps"}
    helmi.post(f"{BASE}{survey.pk}/", said | {"visibleIf-comparison": "at_least", "visibleIf-value": "9"})
    page = draft_of(survey).pages[1]
    assert (page.title, page.visible_if) == ({"fi": "Lopuksi"}, {">=": [{"var": "nps"}, 9]})


def test_publishing_from_the_editor_keeps_what_was_typed(helmi: Client, world: World, survey: Survey) -> None:
    form = {"at": "nps", "base": json.dumps(ELEMENTS[0]), "title-fi": "Juuri kirjoitettu"}
    helmi.post(f"{BASE}{survey.pk}/publication/", form)
    with working_for(world.satama):
        version = survey.versions.get()
    assert version.questionnaire["pages"][0]["elements"][0]["title"] == {"fi": "Juuri kirjoitettu"}


def test_refused_publishing_opens_the_question_at_fault(helmi: Client, world: World, survey: Survey) -> None:
    survey.draft["pages"][1]["elements"][0]["title"] = {"fi": " "}
    with working_for(world.satama):
        survey.save()
    sent = helmi.post(f"{BASE}{survey.pk}/publication/")
    assert sent.headers["Location"] == f"{BASE}{survey.pk}/?at=matter"


def test_refused_publishing_opens_the_page_or_the_settings_at_fault(
    helmi: Client, world: World, survey: Survey
) -> None:
    survey.draft["pages"][1]["title"] = {"fi": "Asioit: [palvelu]"}
    with working_for(world.satama):
        survey.save()
    sent = helmi.post(f"{BASE}{survey.pk}/publication/")
    assert sent.headers["Location"] == f"{BASE}{survey.pk}/?page=2"
    with translation.override("fi"):
        said = explain("page_placeholder", {"number": 2, "text": "[palvelu]"})
    assert said in helmi.get(sent.headers["Location"]).content.decode()
    survey.draft["pages"][1]["title"] = {}
    survey.draft["thanks"] = {"fi": "…"}
    with working_for(world.satama):
        survey.save()
    sent = helmi.post(f"{BASE}{survey.pk}/publication/")
    assert sent.headers["Location"] == f"{BASE}{survey.pk}/settings/"


def test_queries_do_not_grow_with_questions(
    helmi: Client, world: World, survey: Survey, django_assert_max_num_queries: Any
) -> None:
    with working_for(world.satama):
        raw = [{"name": f"q{n}", "type": "effort", "title": {"fi": "Vaivaa?"}} for n in range(200)]
        longest = Questionnaire.model_validate({"pages": [{"elements": [one]} for one in raw]})
        save_draft(survey=survey, questionnaire=longest)
    with django_assert_max_num_queries(14):
        assert helmi.get(f"{BASE}{survey.pk}/").status_code == 200


def test_preview_shows_a_hidden_question_and_keeps_no_answer(
    helmi: Client, world: World, survey: Survey
) -> None:
    page = helmi.get(f"{BASE}{survey.pk}/preview/?at=matter")
    assert "Mitä asia koski?" in page.content.decode()
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    first = helmi.get(f"{BASE}{survey.pk}/preview/").context["address"]
    onward = helmi.post(first, {"nps": "3"})
    assert "Laskua" in helmi.get(onward.headers["Location"]).content.decode()
    end = helmi.post(first, {"nps": "9"}, follow=True).content.decode()
    assert "esikatselu" in end.lower() or "preview" in end.lower()
    with working_for(world.satama):
        assert not Answer.objects.exists()


@pytest.mark.parametrize("page", ["", "settings/", "check/", "trial/", "versions/", "preview/"])
def test_who_may_not_write_does_not_edit(
    world: World, browse: Callable[[Member], Client], survey: Survey, page: str
) -> None:
    assert browse(world.onni).get(f"{BASE}{survey.pk}/{page}").status_code == 403
    assert browse(world.outi).get(f"/o/toinen/feedback/surveys/{survey.pk}/{page}").status_code == 404
