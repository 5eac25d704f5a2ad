"""SurveyJS, Typeform, XLSForm, and what the real Qualtrics files have none of."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl

from kohtaamo.feedback.definitions import Definition, read_definition
from kohtaamo.feedback.questionnaire import Element

Rows = list[list[Any]]


def read(raw: Any) -> Definition:
    return read_definition(json.dumps(raw).encode())


def elements(definition: Definition) -> dict[str, Element]:
    return definition.questionnaire.named()


def losses(definition: Definition) -> list[tuple[str, str]]:
    return [(loss.element, loss.why) for loss in definition.losses]


def surveyjs(*parts: dict[str, Any], **fields: Any) -> Definition:
    return read({"locale": "en", "pages": [{"name": "p1", "elements": list(parts)}], **fields})


def test_surveyjs_kinds_become_ours() -> None:
    definition = surveyjs(
        {"type": "rating", "name": "nps_score", "rateMin": 0, "rateMax": 10},
        {"type": "rating", "name": "stars"},
        {
            "type": "checkbox",
            "name": "many",
            "choices": ["a", {"value": "b", "text": "B"}],
            "maxSelectedChoices": 1,
        },
        {"type": "ranking", "name": "rank", "choices": ["a", "b", "c"]},
        {"type": "boolean", "name": "ok", "isRequired": True},
        {"type": "text", "name": "age", "inputType": "number", "min": 0, "max": 120},
        {"type": "text", "name": "day", "inputType": "date", "min": "2026-01-01"},
        {"type": "file", "name": "photo", "acceptedTypes": "image/*,.pdf"},
        {"type": "matrix", "name": "m", "rows": ["r1", "r2"], "columns": [1, 2, 3]},
        {"type": "multipletext", "name": "who", "items": [{"name": "first"}, {"name": "last"}]},
    )
    found = elements(definition)
    assert {name: one.type for name, one in found.items()} == {
        "nps_score": "nps",
        "stars": "slider",
        "many": "multiple_choice",
        "rank": "ranking",
        "ok": "yes_no",
        "age": "number",
        "day": "date",
        "photo": "file",
        "m": "matrix",
        "who_first": "open_text",
        "who_last": "open_text",
    }
    assert (found["stars"].at_least, found["stars"].at_most) == (1, 5)
    assert [one.value for one in found["m"].columns] == ["1", "2", "3"]
    assert (found["age"].at_most, found["day"].at_least, found["many"].at_most) == (120, "2026-01-01", 1)
    assert found["photo"].accept == ["image/*", ".pdf"]
    assert (definition.questions, definition.imported) == (10, 10)
    assert losses(definition) == [("who", "table_split")]


def test_surveyjs_expressions_become_rules() -> None:
    first: list[dict[str, Any]] = [
        {"type": "radiogroup", "name": "a", "choices": ["x", "y"]},
        {"type": "checkbox", "name": "b", "choices": ["p", "q"]},
        {"type": "text", "name": "n", "inputType": "number"},
        {"type": "matrix", "name": "m", "rows": ["r"], "columns": ["1", "2"]},
    ]
    rules = {
        "{a} = 'x'": {"==": [{"var": "a"}, "x"]},
        "{a} <> 'x' and {n} >= 3.5": {"and": [{"!=": [{"var": "a"}, "x"]}, {">=": [{"var": "n"}, 3.5]}]},
        "{b} contains 'p'": {"in": ["p", {"var": "b"}]},
        "{b} anyof ['p', 'q']": {"or": [{"in": ["p", {"var": "b"}]}, {"in": ["q", {"var": "b"}]}]},
        "{a} notempty": {"!": [{"missing": ["a"]}]},
        "{m.r} = 2": {"==": [{"var": "m.r"}, "2"]},
        "!({a} = 'x')": {"!=": [{"var": "a"}, "x"]},
    }
    for written, rule in rules.items():
        definition = surveyjs(*first, {"type": "comment", "name": "last", "visibleIf": written})
        assert elements(definition)["last"].visible_if == rule, written
        assert losses(definition) == []


def test_surveyjs_panels_give_their_condition_and_words_to_what_is_in_them() -> None:
    panel = {
        "type": "panel",
        "name": "more",
        "title": {"default": "More", "fi": "Lisää"},
        "visibleIf": "{a} = true",
        "elements": [
            {"type": "comment", "name": "b", "title": {"default": "Hi {a}", "fi": "Moi {a} {{x}"}},
            {"type": "comment", "name": "c", "visibleIf": "{b} notempty"},
        ],
    }
    definition = surveyjs({"type": "boolean", "name": "a"}, panel)
    found = elements(definition)
    shown = {"==": [{"var": "a"}, True]}
    assert found["b"].visible_if == shown
    assert found["c"].visible_if == {"and": [shown, {"!": [{"missing": ["b"]}]}]}
    assert found["b"].title["en"] == "Hi {a}"
    assert found["b"].title["fi"].startswith("Moi {a} {{")
    assert found["b"].description == {"en": "More", "fi": "Lisää"}


TYPEFORM = {
    "title": "Palaute",
    "settings": {"language": "fi"},
    "hidden": ["kanava"],
    "fields": [
        {"ref": "reco", "type": "nps", "title": "Suosittelisitko?", "validations": {"required": True}},
        {
            "ref": "why",
            "type": "multiple_choice",
            "title": "Miksi {{field:reco}} ({{hidden:kanava}})?",
            "properties": {
                "choices": [{"ref": "c1", "label": "Hinta"}, {"ref": "c2", "label": "Palvelu"}],
                "allow_multiple_selection": True,
                "allow_other_choice": True,
                "randomize": True,
            },
        },
        {"ref": "text", "type": "long_text", "title": "Kerro lisää", "validations": {"max_length": 500}},
        {"ref": "pay", "type": "payment", "title": "Maksa"},
        {"ref": "stars", "type": "rating", "title": "Arvosana", "properties": {"steps": 7}},
    ],
    "logic": [
        {
            "type": "field",
            "ref": "reco",
            "actions": [
                {
                    "action": "jump",
                    "details": {"to": {"type": "field", "value": "text"}},
                    "condition": {
                        "op": "greater_equal_than",
                        "vars": [{"type": "field", "value": "reco"}, {"type": "constant", "value": 9}],
                    },
                }
            ],
        },
        {
            "type": "field",
            "ref": "text",
            "actions": [
                {
                    "action": "jump",
                    "details": {"to": {"type": "field", "value": "reco"}},
                    "condition": {"op": "always", "vars": []},
                }
            ],
        },
    ],
    "thankyou_screens": [{"ref": "t", "title": "Kiitos"}],
}


def test_typeform_fields_jumps_and_hidden_values_come_along() -> None:
    definition = read(TYPEFORM)
    found = elements(definition)
    assert (definition.name, definition.questions, definition.imported) == ("Palaute", 5, 4)
    assert {name: one.type for name, one in found.items()} == {
        "reco": "nps", "why": "multiple_choice", "text": "open_text", "stars": "slider",
    }  # fmt: skip
    assert found["why"].title == {"fi": "Miksi {reco} ({kanava})?"}
    assert [one.value for one in found["why"].choices] == ["Hinta", "Palvelu"]
    assert (found["why"].other, found["why"].shuffle, found["text"].longest) == (True, True, 500)
    assert (found["stars"].at_least, found["stars"].at_most) == (1, 7)
    pages = {page.elements[0].name: page for page in definition.questionnaire.pages if page.elements}
    assert pages["why"].visible_if == {"!": [{">=": [{"var": "reco"}, 9]}]}
    assert pages["text"].visible_if is None
    assert definition.questionnaire.hidden == ["kanava"]
    assert definition.questionnaire.thanks == {"fi": "Kiitos"}
    assert losses(definition) == [("text", "skip_backwards"), ("pay", "kind_unknown")]


def workbook(survey: Rows, choices: Rows, settings: Rows) -> bytes:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


CHOICES: Rows = [
    ["list_name", "name", "label::Suomi (fi)", "label::English (en)"],
    ["tapa", "soitto", "Soitto", "Call"],
    ["tapa", "kaynti", "Käynti", "Visit"],
]
HEADS = ["type", "name", "label::Suomi (fi)", "label::English (en)", "required", "relevant", "constraint"]
SURVEY: Rows = [
    HEADS,
    ["start", "alku"],
    ["begin_group", "perus", "Perustiedot", "Basics"],
    ["select_one tapa", "tapa", "Miten asioit?", "How?", "yes"],
    ["select_multiple tapa or_other", "muut", "Entä muuten?", "What else?"],
    ["end_group"],
    ["begin group", "lisa", "Lisää", "More", None, "${tapa} = 'soitto'"],
    ["integer", "kertaa", "Montako?", "How many?", None, "selected(${muut}, 'kaynti')", ". >= 1 and . <= 9"],
    ["range", "nps", "Suosittelisitko?", "Recommend?"],
    ["text", "koodi", "Koodi", "Code", None, "not(${kertaa} > 3) or ${tapa} != ''", "regex(., '[A-Z]{3}')"],
    ["geopoint", "paikka", "Missä?", "Where?"],
    ["calculate", "summa"],
    ["end group"],
    ["note", "loppu", "Kiitos ${tapa}", "Thanks"],
]


def test_xlsform_sheets_become_pages_questions_and_rules() -> None:
    settings: Rows = [["form_title", "default_language"], ["Asiointi", "Suomi (fi)"]]
    definition = read_definition(workbook(SURVEY, CHOICES, settings))
    found = elements(definition)
    assert (definition.name, definition.questionnaire.languages) == ("Asiointi", ["fi", "en"])
    assert {name: one.type for name, one in found.items()} == {
        "tapa": "single_choice", "muut": "multiple_choice", "kertaa": "number", "nps": "nps", "koodi": "open_text",
    }  # fmt: skip
    assert found["tapa"].title == {"fi": "Miten asioit?", "en": "How?"}
    assert [(one.value, one.text) for one in found["tapa"].choices] == [
        ("soitto", {"fi": "Soitto", "en": "Call"}),
        ("kaynti", {"fi": "Käynti", "en": "Visit"}),
    ]
    assert (found["tapa"].required, found["muut"].other, found["muut"].required) == (True, True, False)
    assert (found["kertaa"].at_least, found["kertaa"].at_most, found["kertaa"].step) == (1, 9, 1)
    assert found["kertaa"].visible_if == {"in": ["kaynti", {"var": "muut"}]}
    assert found["koodi"].pattern == "[A-Z]{3}"
    assert found["koodi"].visible_if == {
        "or": [{"!": [{">": [{"var": "kertaa"}, 3]}]}, {"!": [{"missing": ["tapa"]}]}]
    }
    assert definition.questionnaire.pages[1].visible_if == {"==": [{"var": "tapa"}, "soitto"]}
    assert definition.questionnaire.thanks == {"fi": "Kiitos {tapa}", "en": "Thanks"}
    assert (definition.questions, definition.imported) == (6, 5)
    assert losses(definition) == [
        ("alku", "setting"),
        ("paikka", "kind_unknown"),
        ("summa", "calculation"),
    ]


def qsf(
    *questions: dict[str, Any], flow: list[Any] | None = None, blocks: list[Any] | None = None
) -> Definition:
    made = [{"Element": "SQ", "Payload": {"DataExportTag": one["QuestionID"], **one}} for one in questions]
    if blocks:
        made.append({"Element": "BL", "Payload": blocks})
        made.append({"Element": "FL", "Payload": {"Flow": flow}})
    return read({"SurveyEntry": {"SurveyName": "S", "SurveyLanguage": "FI"}, "SurveyElements": made})


def test_qualtrics_nps_recodes_own_words_and_piping() -> None:
    definition = qsf(
        {"QuestionID": "QID1", "QuestionType": "MC", "Selector": "NPS", "QuestionText": "Suosittelisitko?"},
        {
            "QuestionID": "QID2",
            "QuestionType": "MC",
            "Selector": "MAVR",
            "QuestionText": "Annoit ${q://QID1/ChoiceGroup/SelectedChoices}. Miksi?",
            "Choices": {"1": {"Display": "Hinta"}, "2": {"Display": "Muu", "TextEntry": "true"}},
            "ChoiceOrder": [2, 1],
            "RecodeValues": {"1": "10", "2": "99"},
            "Validation": {"Settings": {"ForceResponse": "ON"}},
            "Language": {"EN": {"QuestionText": "Why?", "Choices": {"1": {"Display": "Price"}}}},
        },
    )
    found = elements(definition)
    assert found["qid1"].type == "nps"
    assert found["qid2"].title == {"fi": "Annoit {qid1}. Miksi?", "en": "Why?"}
    assert [one.value for one in found["qid2"].choices] == ["99", "10"]
    assert found["qid2"].choices[1].text == {"fi": "Hinta", "en": "Price"}
    assert found["qid2"].required
    assert found["qid2_99_text"].visible_if == {"in": ["99", {"var": "qid2"}]}
    assert losses(definition) == []


def test_qualtrics_branches_and_embedded_data_become_rules_and_hidden_values() -> None:
    question = {"QuestionType": "TE", "Selector": "SL", "QuestionText": "Q"}
    blocks = [
        {"ID": "B1", "BlockElements": [{"Type": "Question", "QuestionID": "QID1"}]},
        {"ID": "B2", "BlockElements": [{"Type": "Question", "QuestionID": "QID2"}]},
        {"ID": "B3", "BlockElements": [{"Type": "Question", "QuestionID": "QID3"}]},
    ]
    logic = {
        "LogicType": "EmbeddedField",
        "LeftOperand": "Segment",
        "Operator": "EqualTo",
        "RightOperand": "vip",
    }
    branch = {
        "Type": "Branch",
        "BranchLogic": {"0": {"0": logic, "Type": "If"}},
        "Flow": [{"Type": "Block", "ID": "B2"}, {"Type": "EndSurvey"}],
    }
    flow = [
        {"Type": "EmbeddedData", "EmbeddedData": [{"Field": "Segment"}]},
        {"Type": "Block", "ID": "B1"},
        branch,
        {"Type": "Block", "ID": "B3"},
    ]
    definition = qsf(*({**question, "QuestionID": f"QID{n}"} for n in (1, 2, 3)), flow=flow, blocks=blocks)
    assert definition.questionnaire.hidden == ["segment"]
    assert [page.visible_if for page in definition.questionnaire.pages] == [
        None,
        {"==": [{"var": "segment"}, "vip"]},
        {"!=": [{"var": "segment"}, "vip"]},
    ]
    assert losses(definition) == []
