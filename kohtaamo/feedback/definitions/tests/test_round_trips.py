"""Ours goes out and comes back the same; to other forms it goes with what they have words for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kohtaamo.feedback.definitions import read_definition, write_definition
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.questions import QUESTIONS

LANGUAGES = ("fi", "en")
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
texts = st.dictionaries(st.sampled_from(LANGUAGES), lines)
values = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
rules = st.none() | st.recursive(
    st.builds(
        lambda operator, name, value: {operator: [{"var": name}, value]},
        st.sampled_from(["==", "!=", "<", ">="]),
        names,
        st.integers(-5, 5) | values,
    ),
    lambda inner: st.builds(
        lambda operator, parts: {operator: parts},
        st.sampled_from(["and", "or"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)
choices = st.lists(
    st.fixed_dictionaries({"value": values, "text": texts}, optional={"visibleIf": rules}),
    max_size=3,
    unique_by=lambda one: str(one["value"]),
)
rows = st.lists(
    st.fixed_dictionaries({"value": values, "text": texts}),
    max_size=3,
    unique_by=lambda one: str(one["value"]),
)
OWN = {
    "choices": choices,
    "rows": rows,
    "columns": rows,
    "other": st.booleans(),
    "shuffle": st.booleans(),
    "step": st.sampled_from([0.5, 1, 2]),
    "longest": st.integers(1, 500),
    "pattern": st.sampled_from(["", "[a-z]+", r"\d{2}"]),
    "accept": st.lists(st.sampled_from([".pdf", "image/*"]), unique=True),
}


@st.composite
def elements(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(QUESTIONS)))
    own = {key: draw(made) for key, made in OWN.items() if key in QUESTIONS[kind].takes}
    common = {"name": name, "type": kind, "title": draw(texts), "description": draw(texts)}
    flags = {"required": draw(st.booleans()), "noteSpace": draw(st.booleans())}
    return {**common, **flags, "visibleIf": draw(rules), "requiredIf": draw(rules), **own}


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    given_names = draw(st.lists(names, min_size=1, max_size=6, unique=True))
    pages, left = [], given_names[1:]
    while left:
        count = draw(st.integers(1, len(left)))
        pages.append({"elements": [draw(elements(name)) for name in left[:count]], "title": draw(texts)})
        left = left[count:]
    raw = {
        "languages": draw(st.permutations(LANGUAGES)),
        "pages": pages,
        "hidden": given_names[:1],
        "thanks": draw(texts),
        "guide": draw(st.booleans()),
        "shufflePages": draw(st.booleans()),
        "quotas": [{"name": "most", "when": draw(rules), "most": draw(st.integers(1, 99))}],
    }
    return Questionnaire.model_validate(raw)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questionnaires(), lines)
def test_any_questionnaire_comes_back_as_it_went(questionnaire: Questionnaire, name: str) -> None:
    definition = read_definition(write_definition("kohtaamo", questionnaire, name))
    assert definition.questionnaire == questionnaire
    assert definition.losses == ()
    assert definition.name == " ".join(name.split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questionnaires())
def test_any_questionnaire_goes_to_every_form(questionnaire: Questionnaire) -> None:
    count = sum(1 for _ in questionnaire.elements())
    for release in ("r4", "r5"):
        resource = json.loads(write_definition(f"fhir_{release}", questionnaire, "x"))
        links = list(link_ids(resource))
        assert len(links) == len(set(links))
        assert {one.name for one in questionnaire.elements()} <= set(links)
    raw = json.loads(write_definition("surveyjs", questionnaire, "x"))
    assert sum(len(page["elements"]) for page in raw["pages"]) == count


def link_ids(part: Any) -> Any:
    for item in part.get("item", []):
        yield item["linkId"]
        yield from link_ids(item)


PAGES = [
    {
        "elements": [
            {"name": "nps", "type": "nps", "title": {"fi": "Suosittelisitko?", "en": "Recommend?"}},
            {
                "name": "syy",
                "type": "single_choice",
                "title": {"fi": "Miksi {{{nps}}?", "en": "Why?"},
                "visibleIf": {"<=": [{"var": "nps"}, 6]},
                "choices": [
                    {"value": "a", "text": {"fi": "Hinta", "en": "Price"}},
                    {"value": "b", "text": {"fi": "Palvelu", "en": "Service"}},
                ],
                "other": True,
            },
        ]
    },
    {
        "visibleIf": {"or": [{"==": [{"var": "syy"}, "a"]}, {"!": [{"missing": ["syy"]}]}]},
        "elements": [
            {
                "name": "taulu",
                "type": "matrix",
                "title": {"fi": "Arvioi", "en": "Rate"},
                "required": True,
                "rows": [{"value": "r1", "text": {"fi": "Nopeus", "en": "Speed"}}],
                "columns": [
                    {"value": "1", "text": {"fi": "Huono", "en": "Poor"}},
                    {"value": "2", "text": {"fi": "Hyvä", "en": "Good"}},
                ],
            },
            {"name": "ika", "type": "number", "title": {"fi": "Ikä", "en": "Age"}, "atLeast": 18, "step": 1},
        ],
    },
]
WHOLE = read_questionnaire({"languages": ["fi", "en"], "pages": PAGES, "hidden": ["kanava"]})


def test_fhir_r5_has_groups_conditions_options_and_translations() -> None:
    resource = json.loads(write_definition("fhir_r5", WHOLE, "Kysely"))
    first, second = resource["item"]
    assert (resource["status"], resource["title"]) == ("draft", "Kysely")
    assert resource["description"] == "Not carried over: kanava"
    nps, why = first["item"]
    assert nps["type"] == "integer"
    assert [one.get("valueInteger") for one in nps["extension"]] == [0, 10]
    assert why["enableWhen"] == [{"question": "nps", "operator": "<=", "answerInteger": 6}]
    assert (why["type"], why["answerConstraint"]) == ("coding", "optionsOrString")
    assert why["text"] == "Miksi {{nps}}?"
    assert why["answerOption"][0]["valueCoding"]["code"] == "a"
    assert why["answerOption"][0]["valueCoding"]["display"] == "Hinta"
    english = why["answerOption"][0]["valueCoding"]["_display"]["extension"][0]["extension"]
    assert english == [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "Price"}]
    assert second["enableBehavior"] == "any"
    assert second["enableWhen"] == [
        {"question": "syy", "operator": "=", "answerCoding": {"code": "a"}},
        {"question": "syy", "operator": "exists", "answerBoolean": True},
    ]
    table, age = second["item"]
    assert (table["type"], table["item"][0]["linkId"], table["item"][0]["required"]) == (
        "group",
        "taulu.r1",
        True,
    )
    assert (age["type"], age["extension"][0]["valueInteger"]) == ("integer", 18)


def test_fhir_r4_has_the_older_names_of_types() -> None:
    first = json.loads(write_definition("fhir_r4", WHOLE, "Kysely"))["item"][0]
    assert first["item"][1]["type"] == "open-choice"
    assert "answerConstraint" not in first["item"][1]


def test_what_goes_to_surveyjs_comes_back_with_its_choices_and_conditions() -> None:
    back = read_definition(write_definition("surveyjs", WHOLE, "Kysely"))
    elements = {one.name: one for one in back.questionnaire.elements()}
    before = WHOLE.named()
    assert back.name == "Kysely"
    assert list(elements) == list(before)
    assert elements["syy"].choices == before["syy"].choices
    assert elements["syy"].other
    assert elements["syy"].visible_if == before["syy"].visible_if
    assert elements["taulu"].rows == before["taulu"].rows
    assert elements["taulu"].columns == before["taulu"].columns
    assert elements["nps"].type == "nps"
    assert (elements["ika"].type, elements["ika"].at_least) == ("number", 18)
    assert back.questionnaire.pages[1].visible_if == {
        "or": [{"==": [{"var": "syy"}, "a"]}, {"!": [{"missing": ["syy"]}]}]
    }


def test_a_file_of_ours_that_was_bent_by_hand_is_refused_as_any_questionnaire() -> None:
    raw = json.loads(write_definition("kohtaamo", WHOLE, "Kysely"))
    raw["questionnaire"]["pages"][0]["elements"][0]["type"] = "telepathy"
    with pytest.raises(UnfitError) as problem:
        read_definition(json.dumps(raw).encode())
    assert problem.value.code == "questionnaire_unfit"
