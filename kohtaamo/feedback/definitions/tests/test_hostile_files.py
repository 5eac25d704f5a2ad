"""Files that are broken, dangerous, far too large or something else altogether."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.utils.translation import override

from kohtaamo.feedback.definitions import FORMATS, Definition, read_definition, told
from kohtaamo.feedback.definitions.problems import REFUSALS
from kohtaamo.feedback.question import UnfitError

SCRIPTED = (
    '<p>Hyvä <b>palvelu</b>&nbsp;&amp; hinta</p><script>alert("x")</script><img src=x onerror=alert(1)>'
)


def survey(**fields: Any) -> dict[str, Any]:
    return {"locale": "en", "pages": [{"elements": [{"type": "comment", "name": "a", **fields}]}]}


def read(raw: Any) -> Definition:
    return read_definition(json.dumps(raw).encode())


def refusal(data: bytes) -> str:
    with pytest.raises(UnfitError) as problem:
        read_definition(data)
    sentence = told(problem.value)
    assert sentence != problem.value.code
    assert "%(" not in sentence
    return problem.value.code


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">'
    b'<!ENTITY lol3 "&lol2;&lol2;&lol2;">]><document><LimeSurveyDocType>&lol3;</LimeSurveyDocType></document>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType><a>&f;</a></document>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "definition_empty"),
        (b"\xef\xbb\xbf  \r\n", "definition_empty"),
        (b"name;value\n1;2\n", "definition_unknown"),
        (b"\x89PNG\r\n\x1a\n", "definition_unknown"),
        (b"%PDF-1.7", "definition_unknown"),
        (b"{}", "definition_unknown"),
        (b"[]", "definition_unknown"),
        (b'{"pages": []}', "definition_unknown"),
        (b"<html><body>no</body></html>", "definition_unknown"),
        (b"<?xml version='1.0'?><feed></feed>", "definition_unknown"),
        (b"<document><LimeSurveyDocType>Survey</LimeSurveyDoc", "definition_broken"),
        (b'{"SurveyEntry": {"SurveyName": "x"}, "SurveyEle', "definition_broken"),
        (b"PK\x03\x04 not a zip", "definition_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "definition_old_excel"),
        (b"[" * 5000 + b"]" * 5000, "definition_broken"),
        (b'{"a":' * 300 + b"1" + b"}" * 300, "definition_too_deep"),
        (BOMB, "definition_dangerous"),
        (OUTSIDE, "definition_dangerous"),
        (b'{"SurveyEntry": {}, "SurveyElements": []}', "definition_no_questions"),
        (b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>", "definition_no_questions"),
    ],
)
def test_what_is_no_survey_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_an_archive_that_unpacks_into_far_more_is_not_opened() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (101 << 20))
    assert refusal(kept.getvalue()) == "definition_dangerous"


def test_a_workbook_that_is_no_form_is_not_known() -> None:
    assert refusal(workbook({"Sheet1": [["Päivä", "Arvosana"], ["1.1.2026", 5]]})) == "definition_unknown"


def test_two_thousand_questions_are_told_as_too_many() -> None:
    elements = [{"type": "comment", "name": f"q{number}"} for number in range(2000)]
    with pytest.raises(UnfitError) as problem:
        read({"pages": [{"elements": elements}]})
    assert problem.value.facts == {"count": 2000, "most": 200}
    with override("en"):
        assert told(problem.value).startswith("There are 2000 questions; 200 fit in one survey.")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_of_unicode_is_read(encoding: str) -> None:
    data = json.dumps(survey(title="Mitä – ääntä?"), ensure_ascii=False).encode(encoding)
    assert next(read_definition(data).questionnaire.elements()).title == {"en": "Mitä – ääntä?"}


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8"])
def test_a_definition_in_an_old_encoding_keeps_its_letters(encoding: str) -> None:
    data = json.dumps(survey(title="Mitä ääntä, åke?"), ensure_ascii=False).encode(encoding)
    assert next(read_definition(data).questionnaire.elements()).title == {"en": "Mitä ääntä, åke?"}


QSF = {
    "SurveyEntry": {"SurveyName": f"Nimi {SCRIPTED}", "SurveyLanguage": "FI"},
    "SurveyElements": [
        {
            "Element": "SQ",
            "Payload": {
                "QuestionID": "QID1",
                "QuestionType": "MC",
                "Selector": "SAVR",
                "QuestionText": SCRIPTED,
                "QuestionJS": "alert(2)",
                "Choices": {"1": {"Display": SCRIPTED}, "2": {"Display": "<script>alert(3)</script>Muu"}},
            },
        }
    ],
}
SCRIPTED_CELL = f"<![CDATA[{SCRIPTED}]]>"
LSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><languages><language>fi</language></languages>
<questions><rows><row><qid>11</qid><gid>5</gid><type>L</type><title>q</title>
<question>{SCRIPTED_CELL}</question><help>{SCRIPTED_CELL}</help><language>fi</language></row></rows></questions>
<answers><rows>
<row><qid>11</qid><code>A1</code><answer>{SCRIPTED_CELL}</answer><language>fi</language></row>
<row><qid>11</qid><code>A2</code><answer>Muu</answer><language>fi</language></row></rows></answers>
<surveys><rows><row><sid>7</sid><language>fi</language></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_language>fi</surveyls_language>
<surveyls_title>{SCRIPTED_CELL}</surveyls_title></row></rows></surveys_languagesettings></document>"""


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "byte order mark"])
@pytest.mark.parametrize("text", [json.dumps(QSF), LSS], ids=["qsf", "lss"])
def test_a_mark_before_the_file_is_passed_over_and_scripts_are_left_out(text: str, mark: bytes) -> None:
    definition = read_definition(mark + text.encode())
    (element,) = definition.questionnaire.elements()
    assert element.title == {"fi": "Hyvä palvelu & hinta"}
    assert [choice.text for choice in element.choices] == [{"fi": "Hyvä palvelu & hinta"}, {"fi": "Muu"}]
    whole = json.dumps(definition.questionnaire.stored()) + definition.name
    assert "alert" not in whole
    assert "<" not in whole


@pytest.mark.parametrize("whole", [json.dumps(QSF), LSS, json.dumps(survey(title="Miten?"))])
def test_half_a_definition_is_told_wherever_it_ends(whole: str) -> None:
    data = whole.encode()
    for end in range(1, len(data) - 1, 7):
        assert refusal(data[:end]) in {"definition_broken", "definition_unknown", "definition_empty"}


def test_every_refusal_is_a_finnish_and_an_english_sentence() -> None:
    for code in REFUSALS:
        problem = UnfitError(code, most=20, format="QSF")
        with override("fi"):
            finnish = told(problem)
        with override("en"):
            english = told(problem)
        assert finnish != english
        assert finnish.endswith(".")


def test_scripts_and_marks_leave_nothing_but_the_words() -> None:
    element = next(read(survey(title=SCRIPTED)).questionnaire.elements())
    assert element.title == {"en": "Hyvä palvelu & hinta"}


@pytest.mark.parametrize(
    "text",
    [
        "&lt;script&gt;alert(1)&lt;/script&gt;Moi",
        "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Moi",
        "<scr<script>ipt>alert(1)</script>Moi",
        "<svg onload=alert(1)>Moi",
        "Moi<!-- <script>alert(1)</script> -->",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>Moi",
        "<a href='javascript:alert(1)'>Moi</a>",
    ],
)
def test_hidden_scripts_are_undone_too(text: str) -> None:
    title = next(read(survey(title=text)).questionnaire.elements()).title.get("en", "")
    assert "<" not in title
    assert "script" not in title
    assert "onload" not in title


@pytest.mark.parametrize("text", ["1 < 2 ja 3 > 2", "Hinta < 10 €", "A & B", "<3", "x <- y"])
def test_signs_that_are_no_marks_stay(text: str) -> None:
    assert next(read(survey(title=text)).questionnaire.elements()).title == {"en": text}


def test_conditions_in_a_circle_are_told_and_left_out() -> None:
    elements = [
        {"type": "boolean", "name": "a", "visibleIf": "{b} = true"},
        {"type": "boolean", "name": "b", "visibleIf": "{a} = true"},
    ]
    definition = read({"pages": [{"elements": elements}]})
    a, b = definition.questionnaire.elements()
    assert a.visible_if is None
    assert b.visible_if == {"==": [{"var": "a"}, True]}
    assert [(loss.element, loss.why, loss.facts) for loss in definition.losses] == [
        ("a", "rule_names_later", {"name": "b"})
    ]


def test_a_condition_on_a_question_that_was_deleted_is_told() -> None:
    definition = read(survey(visibleIf="{gone} = 1"))
    assert next(definition.questionnaire.elements()).visible_if is None
    assert [(loss.element, loss.why) for loss in definition.losses] == [("a", "condition")]


def test_two_questions_of_one_name_both_come_along() -> None:
    elements = [{"type": "comment", "name": "Sama"}, {"type": "comment", "name": "Sama"}]
    names = [one.name for one in read({"pages": [{"elements": elements}]}).questionnaire.elements()]
    assert len(set(names)) == len(names) == 2


WRONG: list[Any] = [None, 1, "x", True, [], {}, [1], {"a": 1}, [[]], [None], -1.5]


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
@pytest.mark.parametrize(
    "key", ["type", "name", "title", "choices", "rows", "visibleIf", "validators", "max"]
)
def test_parts_of_another_shape_never_break_the_reading(key: str, wrong: Any) -> None:
    fields = {"type": "radiogroup", "choices": ["x", "y"], key: wrong}
    try:
        definition = read(
            {"pages": [{"elements": [{"type": "comment", "name": "b"}, {"name": "a", **fields}]}]}
        )
    except UnfitError as problem:
        assert told(problem) != problem.code  # noqa: PT017
    else:
        assert definition.questions >= 1


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
@pytest.mark.parametrize(
    "key", ["QuestionText", "Choices", "ChoiceOrder", "Validation", "Language", "DisplayLogic"]
)
def test_bent_parts_of_qualtrics_never_break_the_reading(key: str, wrong: Any) -> None:
    payload = {
        "QuestionID": "QID1",
        "QuestionType": "MC",
        "Selector": "SAVR",
        "QuestionText": "Q",
        "Choices": {"1": {"Display": "A"}},
        key: wrong,
    }
    raw = {"SurveyEntry": {"SurveyName": "S"}, "SurveyElements": [{"Element": "SQ", "Payload": payload}]}
    try:
        definition = read(raw)
    except UnfitError as problem:
        assert told(problem) != problem.code  # noqa: PT017
    else:
        assert definition.questions == 1


def test_every_form_tells_its_own_key_and_label() -> None:
    assert set(FORMATS) == {
        "fhir_r4", "fhir_r5", "kohtaamo", "limesurvey", "qualtrics", "surveyjs", "typeform", "xlsform",
    }  # fmt: skip
    assert all(form.read is None or form.knows is not None for form in FORMATS.values())
