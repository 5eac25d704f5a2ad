"""The archive of a whole LimeSurvey survey: its questions come along, the rest stays, hostile ones are refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from kohtaamo.feedback.definitions import read_definition, told
from kohtaamo.feedback.question import UnfitError

LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><languages><language>fi</language></languages>
<groups><rows><row><gid>5</gid><group_order>0</group_order><group_name>Käynti</group_name><language>fi</language>
</row></rows></groups>
<questions><rows>
<row><qid>11</qid><parent_qid>0</parent_qid><gid>5</gid><type>L</type><title>tapa</title>
<question>Miten asioit?</question><question_order>1</question_order><language>fi</language></row>
<row><qid>12</qid><parent_qid>0</parent_qid><gid>5</gid><type>T</type><title>miksi</title>
<question>Miksi?</question><question_order>2</question_order><relevance>tapa.NAOK == "A2"</relevance>
<language>fi</language></row></rows></questions>
<answers><rows>
<row><qid>11</qid><code>A1</code><answer>Verkossa</answer><sortorder>1</sortorder><language>fi</language></row>
<row><qid>11</qid><code>A2</code><answer>Puhelimella</answer><sortorder>2</sortorder><language>fi</language></row>
</rows></answers>
<surveys><rows><row><sid>7</sid><language>fi</language></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_language>fi</surveyls_language>
<surveyls_title>Asiointi</surveyls_title></row></rows></surveys_languagesettings></document>"""
ANSWERS = "<document><LimeSurveyDocType>Responses</LimeSurveyDocType></document>"
WHOLE = {"survey_7_responses.lsr": ANSWERS, "survey_7.lss": LSS, "survey_7_tokens.lst": ANSWERS}


def archive(parts: dict[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, contents in parts.items():
            made.writestr(name, contents)
    return kept.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(UnfitError) as problem:
        read_definition(data)
    assert told(problem.value) != problem.value.code
    return problem.value.code


def test_questions_of_an_archive_are_those_of_its_definition() -> None:
    found, alone = read_definition(archive({**WHOLE})), read_definition(LSS.encode())
    assert found.questionnaire == alone.questionnaire
    assert (found.format, found.name, found.questions, found.imported) == ("limesurvey", "Asiointi", 2, 2)
    way, why = found.questionnaire.elements()
    assert [(one.value, one.text) for one in way.choices] == [
        ("A1", {"fi": "Verkossa"}),
        ("A2", {"fi": "Puhelimella"}),
    ]
    assert why.visible_if == {"==": [{"var": "tapa"}, "A2"]}


def test_what_else_is_in_the_archive_is_told_as_left() -> None:
    losses = {loss.element: loss.why for loss in read_definition(archive({**WHOLE})).losses}
    assert losses == {"survey_7_responses.lsr": "beside_questions", "survey_7_tokens.lst": "beside_questions"}


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "..\\x", "/etc/passwd", "C:\\x", "a/../../x"])
def test_an_archive_whose_paths_climb_is_refused(name: str) -> None:
    assert refusal(archive({**WHOLE, name: "x"})) == "definition_climbs"


def test_an_archive_that_swells_is_refused_whichever_part_does() -> None:
    zeros = b"0" * (60 << 20)
    assert refusal(archive({**WHOLE, "survey_7_timings.lsi": zeros})) == "definition_dangerous"
    assert refusal(archive({"survey_7.lss": zeros})) == "definition_dangerous"
    assert refusal(archive({**WHOLE, **{f"part{n}": "x" for n in range(300)}})) == "definition_dangerous"


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/passwd">']
)
def test_entities_are_not_expanded(entity: str) -> None:
    bent = LSS.replace("<document>", f"<!DOCTYPE d [{entity}]><document>", 1).replace("Miksi?", "&b;")
    assert refusal(archive({"survey_7.lss": bent})) == "definition_dangerous"


def test_a_locked_archive_is_told_to_be_locked() -> None:
    data = bytearray(archive({"survey_7.lss": LSS}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "definition_locked"


def test_a_broken_archive_is_told_to_be_broken() -> None:
    whole = archive({**WHOLE})
    assert refusal(whole[: len(whole) // 2]) == "definition_broken"
    assert refusal(archive({"survey_7.lss": "not xml at all"})) == "definition_broken"
    assert refusal(archive({"survey_7.lss": ""})) == "definition_broken"
    at = whole.index(b"survey_7.lss") + 40
    assert refusal(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :]) == "definition_broken"


def test_an_archive_without_a_definition_is_not_known() -> None:
    assert refusal(archive({"readme.txt": "hello"})) == "definition_unknown"
