"""What goes out as XLSForm comes back the same: kinds, choices, tables, limits and rules."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kohtaamo.feedback.definitions import Definition, read_definition, write_definition
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.questions import QUESTIONS

Rows = list[dict[str, Any]]
LISTED = ("choices", "rows", "columns")


def both(text: str) -> dict[str, str]:
    return {"fi": f"{text} (suomeksi)", "en": f"{text} in English"}


def choices(*values: str) -> Rows:
    return [{"value": value, "text": both(value)} for value in values]


def question(name: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": both(name), **fields}


def whole(*pages: dict[str, Any], **fields: Any) -> Questionnaire:
    return read_questionnaire({"languages": ["fi", "en"], "pages": list(pages), **fields})


def back(questionnaire: Questionnaire) -> Definition:
    return read_definition(write_definition("xlsform", questionnaire, "Kysely"))


def sheets(questionnaire: Questionnaire) -> dict[str, Rows]:
    book = openpyxl.load_workbook(io.BytesIO(write_definition("xlsform", questionnaire, "Kysely")))
    found: dict[str, Rows] = {}
    for sheet in book.worksheets:
        head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    book.close()
    return found


SPLIT = ("a b", "ääni", "c'd", 'e"f', "x=1", "plain")
WHOLE = whole(
    {
        "title": both("Start"),
        "description": both("Hello"),
        "elements": [
            question("nps", "nps", required=True),
            question("matter", "single_choice", choices=choices(*SPLIT), other=True, shuffle=True),
            question("ways", "multiple_choice", choices=choices(*SPLIT), atLeast=1, atMost=2),
            question("done", "yes_no", visibleIf={"in": ["ääni", {"var": "ways"}]}),
            question("agreed", "consent", visibleIf={"==": [{"var": "done"}, True]}),
        ],
    },
    {
        "visibleIf": {"or": [{"==": [{"var": "matter"}, "c'd"]}, {"!": [{"missing": ["matter"]}]}]},
        "elements": [
            question(
                "table",
                "matrix",
                required=True,
                description=both("Each row"),
                rows=choices("speed", "own words"),
                columns=choices("1", "2"),
            ),
            question(
                "age", "number", atLeast=18, step=1, visibleIf={"==": [{"var": "table.own words"}, "2"]}
            ),
            question("euros", "number", atMost=0.5, requiredIf={">": [{"var": "nps"}, 3]}),
            question("day", "date", atLeast="2024-01-01", atMost="2026-12-31"),
            question("text", "open_text", pattern=r"[a-z]+ \d|it's", longest=20),
            question("order", "ranking", choices=choices("x y", "z")),
            question("how_well", "slider", atLeast=0, atMost=10, step=0.5),
            question("feature", "kano"),
            question("picture", "file", accept=["image/*"]),
            question("ease", "effort", visibleIf={"in": ["abc", {"var": "text"}]}),
            question("met", "expectation", visibleIf={"<": [{"var": "ease"}, 0]}),
            question("last", "open_text", visibleIf={"==": [{"var": "agreed"}, True]}),
        ],
    },
    hidden=["store"],
    thanks={"fi": "Kiitos, {nps} {{", "en": "Thanks"},
)


def test_a_survey_comes_back_as_it_went() -> None:
    definition = back(WHOLE)
    assert definition.questionnaire == WHOLE
    assert definition.losses == ()
    assert (definition.name, definition.questions, definition.imported) == ("Kysely", 17, 17)


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_each_kind_comes_back_as_itself(kind: str) -> None:
    listed = {key: choices("a", "b") for key in LISTED if key in QUESTIONS[kind].takes}
    only = whole({"elements": [question("q", kind, **listed)]})
    (element,) = back(only).questionnaire.elements()
    assert (element.type, element.name, element.title) == (kind, "q", both("q"))


def test_sheets_say_what_the_standard_says() -> None:
    found = sheets(WHOLE)
    rows = {row["name"]: row for row in found["survey"] if row["name"]}
    assert rows["matter"]["type"] == "select_one matter_choices or_other"
    assert rows["ways"]["constraint"] == "count-selected(.) >= 1 and count-selected(.) <= 2"
    assert rows["done"]["relevant"] == "selected(${ways}, 'aani')"
    assert rows["age"]["relevant"] == "${table_own_words} = '2'"
    assert (rows["age"]["type"], rows["euros"]["required"]) == ("integer", "${nps} > 3")
    assert rows["day"]["constraint"] == ". >= date('2024-01-01') and . <= date('2026-12-31')"
    assert rows["nps"]["parameters"] == "start=0 end=10 step=1"
    assert rows["table"]["appearance"] == "table-list"
    assert rows["thanks"]["label::Suomi (fi)"] == "Kiitos, ${nps} {"
    names = [row["name"] for row in found["choices"] if row["list_name"] == "ways_choices"]
    assert names == ["a_b", "aani", "c_d", "e_f", "x_1", "plain"]
    assert found["settings"] == [
        {"form_title": "Kysely", "form_id": "kysely", "default_language": "Suomi (fi)"}
    ]
    assert "not_carried_over" not in found


def test_what_the_form_has_no_words_for_is_named() -> None:
    lost = whole(
        {
            "shuffle": True,
            "elements": [
                question("a", "number", step=0.5),
                question("b", "ranking", choices=choices("x", "y"), atMost=1),
                question("c", "file", accept=[".pdf", "image/*"]),
                question("d", "open_text", pattern="[ab] and c"),
                question("e", "open_text", visibleIf={"==": [{"var": "points"}, 1]}),
            ],
        },
        calculated=[{"name": "points", "value": {"+": [{"var": "a"}, 1]}}],
        quotas=[{"name": "most", "most": 10}],
        shufflePages=True,
    )
    told = {row["name"] for row in sheets(lost)["not_carried_over"]}
    of_questions = {"a.step", "b.atMost", "c.accept", "d.pattern", "e.visibleIf"}
    assert told == {"points", "most", "shufflePages", "page_1.shuffle", *of_questions}


def test_a_reason_asked_for_becomes_a_question_of_its_own() -> None:
    why = whole({"elements": [question("ease", "ces_1_5", askWhy=[1, 2])]})
    ease, reason = back(why).questionnaire.elements()
    assert (ease.type, reason.name, reason.type) == ("ces_1_5", "ease_why", "open_text")
    assert reason.visible_if == {"or": [{"==": [{"var": "ease"}, 1]}, {"==": [{"var": "ease"}, 2]}]}


def test_what_looks_like_a_formula_stays_text() -> None:
    formula = whole({"elements": [{"name": "q", "type": "open_text", "title": {"fi": "=1+1", "en": "@x"}}]})
    book = openpyxl.load_workbook(io.BytesIO(write_definition("xlsform", formula, "=2+2")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    book.close()
    assert next(back(formula).questionnaire.elements()).title == {"fi": "=1+1", "en": "@x"}


def workbook(survey: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    listed = [["list_name", "name", "label"], ["grade", "1", "Poor"], ["grade", "2", "Good"]]
    for title, rows in (("survey", survey), ("choices", listed)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


TABLE = [
    ["type", "name", "label", "appearance", "relevant"],
    ["begin_group", "rate", "Rate us", "table-list", ""],
    ["select_one grade", "speed", "Speed", "", ""],
    ["select_one grade", "price", "Price", "", ""],
    ["end_group"],
    ["text", "why", "Why?", "", "${speed} = '1'"],
]


def test_a_table_of_another_program_is_one_question_with_rows() -> None:
    table, why = read_definition(workbook(TABLE)).questionnaire.elements()
    assert (table.type, table.name, table.title) == ("matrix", "rate", {"en": "Rate us"})
    assert [(row.value, row.text["en"]) for row in table.rows] == [("speed", "Speed"), ("price", "Price")]
    assert [column.value for column in table.columns] == ["1", "2"]
    assert why.visible_if == {"==": [{"var": "rate.speed"}, "1"]}


def test_a_table_whose_rows_differ_stays_questions_of_their_own() -> None:
    mixed = [row.copy() for row in TABLE]
    mixed[3] = ["text", "price", "Price", "", ""]
    assert [one.type for one in read_definition(workbook(mixed)).questionnaire.elements()] == [
        "single_choice",
        "open_text",
        "open_text",
    ]


names = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
words = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=12)
texts = st.fixed_dictionaries({"fi": words, "en": words})
values = st.text(
    st.characters(categories=["L", "Nd", "Zs", "Po"], exclude_characters="\\"), min_size=1, max_size=8
)
listed = st.lists(
    st.builds(lambda value, text: {"value": value, "text": text}, values.map(str.strip).filter(bool), texts),
    min_size=1,
    max_size=4,
    unique_by=lambda one: str(one["value"]),
)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    elements: Rows = []
    for name in draw(st.lists(names, min_size=1, max_size=6, unique=True)):
        kind = draw(st.sampled_from(sorted(QUESTIONS)))
        own: dict[str, Any] = {key: draw(listed) for key in LISTED if key in QUESTIONS[kind].takes}
        if kind == "slider":
            own |= {"at_least": 0, "at_most": 10, "step": 1.0}
        needed = draw(st.booleans())
        rule = shown_after(elements[0]) if elements else None
        elements.append(
            {"name": name, "type": kind, "title": draw(texts), "visible_if": rule, "required": needed, **own}
        )
    pages = [{"elements": elements[:1]}, {"elements": elements[1:], "title": draw(texts)}]
    return Questionnaire.model_validate({"languages": ["fi", "en"], "pages": pages[: len(elements)]})


def shown_after(first: dict[str, Any]) -> Any:
    if first["type"] != "single_choice":
        return None
    return {"==": [{"var": first["name"]}, first["choices"][0]["value"]]}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questionnaires())
def test_any_survey_comes_back_as_it_went(questionnaire: Questionnaire) -> None:
    definition = back(questionnaire)
    assert definition.questionnaire == questionnaire
    assert definition.losses == ()
