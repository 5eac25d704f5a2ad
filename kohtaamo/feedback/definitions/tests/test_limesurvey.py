from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from kohtaamo.feedback.definitions import Definition, read_definition
from kohtaamo.feedback.questionnaire import Element, check_for_publication


def table(name: str, rows: list[dict[str, Any]]) -> str:
    cells = ["".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in row.items()) for row in rows]
    return f"<{name}><rows>{''.join(f'<row>{row}</row>' for row in cells)}</rows></{name}>"


def question(qid: int, kind: str, code: str, **fields: Any) -> dict[str, Any]:
    return {
        "qid": qid,
        "parent_qid": 0,
        "gid": 1,
        "type": kind,
        "title": code,
        "question_order": qid,
        **fields,
    }


def document(
    tables: dict[str, list[dict[str, Any]]], *, kind: str = "Survey", languages: str = "fi en"
) -> bytes:
    spoken = "".join(f"<language>{one}</language>" for one in languages.split())
    body = "".join(table(name, rows) for name, rows in tables.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>{kind}</LimeSurveyDocType>'
        f"<languages>{spoken}</languages>{body}</document>"
    ).encode()


def said(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Words for each question: its code, in Finnish."""
    return [{"qid": row["qid"], "question": f"Kysymys {row['title']}", "language": "fi"} for row in rows]


def read(questions: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> Definition:
    found: dict[str, list[dict[str, Any]]] = {
        "groups": [{"gid": 1, "group_order": 0}],
        "questions": questions,
        "question_l10ns": said([*questions, *tables.get("subquestions", [])]),
        "surveys": [{"sid": 1, "language": "fi"}],
        **tables,
    }
    return read_definition(document(found))


def elements(definition: Definition) -> dict[str, Element]:
    return definition.questionnaire.named()


ROWS = [
    {"qid": 91, "parent_qid": 1, "title": "SQ001", "question_order": 1, "scale_id": 0},
    {"qid": 92, "parent_qid": 1, "title": "SQ002", "question_order": 2, "scale_id": 0},
]
ANSWERS = [
    {"aid": 1, "qid": 1, "code": "A1", "sortorder": 1, "scale_id": 0},
    {"aid": 2, "qid": 1, "code": "A2", "sortorder": 0, "scale_id": 0},
]
SPOKEN = [
    {"aid": 1, "answer": "Toinen", "language": "fi"},
    {"aid": 2, "answer": "Eka", "language": "fi"},
]


def one(kind: str, **fields: Any) -> list[Element]:
    made = read([question(1, kind, "Q1", **fields)], subquestions=ROWS, answers=ANSWERS, answer_l10ns=SPOKEN)
    assert (made.questions, made.imported) == (1, 1)
    return list(made.questionnaire.elements())


def test_choices_come_in_their_order_with_their_codes() -> None:
    for kind in "L!":
        (element,) = one(kind, mandatory="Y", other="Y")
        assert element.type == "single_choice"
        assert [(choice.value, choice.text) for choice in element.choices] == [
            ("A2", {"fi": "Eka"}),
            ("A1", {"fi": "Toinen"}),
        ]
        assert (element.required, element.other, element.title) == (True, True, {"fi": "Kysymys Q1"})


def test_kinds_of_one_field_become_ours() -> None:
    kinds = {"Y": "yes_no", "D": "date", "N": "number", "S": "open_text", "T": "open_text", "U": "open_text"}
    assert {kind: one(kind)[0].type for kind in kinds} == kinds
    assert one("|")[0].type == "file"
    five = one("5")[0]
    assert (five.type, five.at_least, five.at_most) == ("slider", 1, 5)
    assert [choice.value for choice in one("G")[0].choices] == ["F", "M"]
    assert (one("R")[0].type, len(one("R")[0].choices)) == ("ranking", 2)


def test_tables_keep_their_rows_and_get_the_scale_of_their_kind() -> None:
    columns = {"A": ["1", "2", "3", "4", "5"], "C": ["Y", "U", "N"], "E": ["I", "S", "D"], "F": ["A2", "A1"]}
    for kind, codes in columns.items():
        (element,) = one(kind)
        assert element.type == "matrix"
        assert [row.value for row in element.rows] == ["SQ001", "SQ002"]
        assert [column.value for column in element.columns] == codes
    assert len(one("B")[0].columns) == 10
    assert [column.value for column in one("H")[0].columns] == ["A2", "A1"]


def test_fields_and_comments_become_questions_of_their_own() -> None:
    assert [element.name for element in one("Q")] == ["q1_sq001", "q1_sq002"]
    assert [element.type for element in one("K")] == ["number", "number"]
    assert [element.type for element in one("O")] == ["single_choice", "open_text"]
    many, first, second = one("P")
    assert (many.type, first.type, second.type) == ("multiple_choice", "open_text", "open_text")
    assert first.visible_if == {"in": ["SQ001", {"var": "q1"}]}
    assert [element.type for element in one("1")] == ["single_choice"] * 4


def test_relevance_becomes_rules() -> None:
    rules = {
        'Q1.NAOK == "A1"': {"==": [{"var": "q1"}, "A1"]},
        '((1X1X1.NAOK != "A2"))': {"!=": [{"var": "q1"}, "A2"]},
        'Q2_SQ001.NAOK == "Y"': {"in": ["SQ001", {"var": "q2"}]},
        'Q2_SQ002 == ""': {"!": [{"in": ["SQ002", {"var": "q2"}]}]},
        "!is_empty(Q3.NAOK) and Q3 ge 3": {"and": [{"!": [{"missing": ["q3"]}]}, {">=": [{"var": "q3"}, 3]}]},
        'Q1 eq "A1" or (Q3 > 2 && Q3 < 9)': {
            "or": [
                {"==": [{"var": "q1"}, "A1"]},
                {"and": [{">": [{"var": "q3"}, 2]}, {"<": [{"var": "q3"}, 9]}]},
            ]
        },
        'Q4.NAOK == "N"': {"==": [{"var": "q4"}, False]},
        "1": None,
    }
    for written, rule in rules.items():
        questions = [
            question(1, "L", "Q1"),
            question(2, "M", "Q2"),
            question(3, "N", "Q3"),
            question(4, "Y", "Q4"),
            question(5, "T", "Q5", relevance=written),
        ]
        rows = [{**row, "parent_qid": 2} for row in ROWS]
        definition = read(questions, subquestions=rows, answers=ANSWERS, answer_l10ns=SPOKEN)
        assert elements(definition)["q5"].visible_if == rule, written
        assert definition.losses == ()


def test_what_a_rule_cannot_say_is_told_and_not_half_said() -> None:
    for written in (
        "count(Q1) > 2",
        "Q1 == ",
        'regexMatch("/a/", Q1)',
        "Q9 == 1",
        'Q1 == "A7"',
        "((((",
        "1 +",
    ):
        definition = read(
            [question(1, "L", "Q1"), question(5, "T", "Q5", relevance=written)],
            answers=ANSWERS,
            answer_l10ns=SPOKEN,
        )
        assert elements(definition)["q5"].visible_if is None
        assert [(loss.element, loss.why) for loss in definition.losses] == [("Q5", "condition")], written


def test_a_condition_of_one_row_is_told() -> None:
    rows = [{**ROWS[0], "relevance": "Q9 > 1"}, ROWS[1]]
    definition = read([question(1, "C", "Q1")], subquestions=rows)
    assert [row.value for row in elements(definition)["q1"].rows] == ["SQ001", "SQ002"]
    assert [(loss.element, loss.why) for loss in definition.losses] == [("Q1 SQ001", "row_condition")]


def test_the_older_table_of_conditions_is_read_where_there_is_no_relevance() -> None:
    conditions = [
        {"qid": 5, "cqid": 1, "cfieldname": "1X1X1", "method": "==", "value": code, "scenario": 1}
        for code in ("A1", "A2")
    ]
    definition = read(
        [question(1, "L", "Q1"), question(5, "T", "Q5")],
        answers=ANSWERS,
        answer_l10ns=SPOKEN,
        conditions=conditions,
    )
    assert elements(definition)["q5"].visible_if == {
        "or": [{"==": [{"var": "q1"}, "A1"]}, {"==": [{"var": "q1"}, "A2"]}]
    }


def test_groups_become_pages_with_their_conditions_quotas_and_ends() -> None:
    definition = read(
        [question(1, "Y", "Q1"), question(2, "T", "Q2", gid=2), question(3, "X", "Q3", gid=2)],
        groups=[
            {"gid": 2, "group_order": 2, "grelevance": 'Q1 == "Y"'},
            {"gid": 1, "group_order": 1, "grelevance": "1"},
        ],
        group_l10ns=[{"gid": 2, "group_name": "Lisää", "description": "Tarkemmin", "language": "fi"}],
        quota=[{"id": 1, "name": "Kyllä", "qlimit": 20, "active": 1}],
        quota_members=[{"quota_id": 1, "qid": 1, "code": "Y"}],
        surveys_languagesettings=[
            {"surveyls_language": "fi", "surveyls_title": "Nimi", "surveyls_endtext": "<b>Kiitos</b>"}
        ],
    )
    first, second = definition.questionnaire.pages
    assert definition.name == "Nimi"
    assert (first.visible_if, second.visible_if) == (None, {"==": [{"var": "q1"}, True]})
    assert (second.title, second.description) == ({"fi": "Lisää"}, {"fi": "Tarkemmin"})
    quota = definition.questionnaire.quotas[0]
    assert (quota.name, quota.when, quota.most) == ("kylla", {"==": [{"var": "q1"}, True]}, 20)
    assert definition.questionnaire.thanks == {"fi": "Kysymys Q3\n\nKiitos"}
    check = definition.questionnaire.model_copy(update={"languages": ["fi"]})
    check_for_publication(check)


def test_old_files_keep_words_in_the_rows_themselves() -> None:
    questions = [
        {**question(1, "L", "Q1"), "question": text, "help": "", "language": language}
        for language, text in (("en", "How?"), ("fi", "Miten?"))
    ]
    answers = [
        {"qid": 1, "code": "A1", "answer": text, "sortorder": 1, "language": language}
        for language, text in (("en", "Well"), ("fi", "Hyvin"))
    ]
    data = document({"questions": questions, "answers": answers, "groups": [{"gid": 1, "group_order": 0}]})
    (element,) = read_definition(data).questionnaire.elements()
    assert element.title == {"en": "How?", "fi": "Miten?"}
    assert [(one.value, one.text) for one in element.choices] == [("A1", {"en": "Well", "fi": "Hyvin"})]


def test_one_question_of_three_languages_is_read_from_an_lsq() -> None:
    questions = [question(1, "F", "LangQ")]
    words = [
        {"qid": qid, "question": f"{what} {language}", "language": language}
        for qid, what in ((1, "Question"), (91, "Row"))
        for language in ("en", "de", "fi")
    ]
    answers = [{"aid": 5, "answer": f"Answer {language}", "language": language} for language in ("en", "fi")]
    tables = {
        "questions": questions,
        "subquestions": ROWS[:1],
        "question_l10ns": words,
        "answers": [{"aid": 5, "qid": 1, "code": "A1", "sortorder": 0, "scale_id": 0}],
        "answer_l10ns": answers,
    }
    definition = read_definition(document(tables, kind="Question", languages="en de fi"))
    (element,) = definition.questionnaire.elements()
    assert definition.name == "LangQ"
    assert definition.questionnaire.languages == ["en", "fi"]
    assert element.title == {"en": "Question en", "fi": "Question fi"}
    assert element.rows[0].text == {"en": "Row en", "fi": "Row fi"}
    assert [(loss.element, loss.why) for loss in definition.losses] == [("de", "language_left_out")]


def test_a_survey_in_another_language_is_kept_under_english_and_it_is_told() -> None:
    questions = [question(1, "T", "Q1")]
    words = [{"qid": 1, "question": "Wie geht es?", "language": "de"}]
    data = document({"questions": questions, "question_l10ns": words}, languages="de")
    definition = read_definition(data)
    (element,) = definition.questionnaire.elements()
    assert element.title == {"en": "Wie geht es?"}
    assert [(loss.element, loss.why) for loss in definition.losses] == [("de", "language_stands_in")]
