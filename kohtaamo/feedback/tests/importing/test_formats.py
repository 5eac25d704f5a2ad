"""Small files of each form, written here, with what they must become worked out by hand."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kohtaamo.feedback.importing import ImportProblem, import_file
from kohtaamo.feedback.models import Answer
from tests.world import World


def brought(folder: Path, name: str, data: bytes | str) -> dict[str, Any]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return import_file(path, mapping=None)


def kinds(result: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["kind"] for one in result["asked"]}


def values(result: dict[str, Any]) -> list[dict[str, Any]]:
    answers = Answer.objects.filter(survey=result["survey"]).order_by("happened_at", "pk")
    return [{one["name"]: one["value"] for one in answer.content} for answer in answers]


INSIGHTS = (
    "StartDate,EndDate,Status,IPAddress,Finished,RecordedDate,ResponseId,Q1,Q1_NPS_GROUP,Q2,Q2_TEXT,dept\n"
    "Startdatum,Enddatum,Antworttyp,IP-Adresse,Beendet,Aufzeichnungsdatum,Antwort-ID,"
    "Wie wahrscheinlich würden Sie uns weiterempfehlen?,Gruppe,Grund,Grund - Text,dept\n"
    '"{""ImportId"":""startDate"",""timeZone"":""Europe/Berlin""}","{""ImportId"":""endDate""}",'
    '"{""ImportId"":""status""}","{""ImportId"":""ipAddress""}","{""ImportId"":""finished""}",'
    '"{""ImportId"":""recordedDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}",'
    '"{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID2""}","{""ImportId"":""QID2_TEXT""}",'
    '"{""ImportId"":""dept""}"\n'
    "2024-05-01 10:00:00,2024-05-01 10:05:00,0,10.0.0.1,1,2024-05-01 10:05:01,R_1,9,3,Preis,,A\n"
    "2024-05-02 10:00:00,2024-05-02 10:05:00,0,10.0.0.2,0,2024-05-02 10:05:01,R_2,0,1,-99,Zu langsam,B\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_insights_in_german_and_any_letters(in_satama: World, tmp_path: Path, encoding: str) -> None:
    result = brought(tmp_path, "umfrage.csv", INSIGHTS.encode(encoding))
    assert result["format"] == "qualtrics"
    assert (result["stored"], result["questions"], result["imported"]) == (2, 3, 2)
    assert kinds(result)["Q1"] == "nps"
    assert values(result) == [{"q1": 9, "q2": "Preis"}, {"q1": 0, "q2_text": "Zu langsam"}]
    first, second = Answer.objects.order_by("happened_at")
    assert first.attributes == {"dept": "A"}
    assert first.happened_at.isoformat() == "2024-05-01T08:05:01+00:00"
    assert (first.is_complete, second.is_complete) == (True, False)
    told = " ".join(loss["element"] for loss in result["losses"])
    assert "(IPAddress)" in told
    assert "(Q1_NPS_GROUP)" in told
    assert "Status" in told


def test_google_forms_with_joined_choices_and_labels(in_satama: World, tmp_path: Path) -> None:
    rows = [
        "Aikaleima;Kuinka tyytyväinen olet palveluun?;Mitä kanavia käytit?;Monta tuntia meni?;Vapaa sana",
        '1.5.2024 klo 10.15.32;5 - Erittäin tyytyväinen;"Puhelin, Verkko";1,5;Hyvin meni, kiitos',
        "2.5.2024 klo 9.00.00;1 - Erittäin tyytymätön;Verkko;2;=1+1",
        '13.5.2024 klo 9.00.00;3;"Verkko, Puhelin, Myymälä";0,25;',
    ]
    result = brought(tmp_path, "palaute.csv", "\n".join(rows))
    assert result["format"] == "google_forms"
    assert list(kinds(result).values()) == ["csat", "multiple_choice", "number", "open_text"]
    names = [*values(result)[0]]
    found = [[answer.get(name) for name in names] for answer in values(result)]
    assert found == [
        [5, ["Puhelin", "Verkko"], 1.5, "Hyvin meni, kiitos"],
        [1, ["Verkko"], 2, "=1+1"],
        [3, ["Verkko", "Puhelin", "Myymälä"], 0.25, None],
    ]


def test_typeform_csv_gathers_the_columns_of_choices(in_satama: World, tmp_path: Path) -> None:
    text = (
        "#,How likely are you to recommend us?,Phone,Web,Any words?,Start Date (UTC),Submit Date (UTC),Network ID\n"
        "aa1,10,Phone,,Good,2024-05-01 08:00:00,2024-05-01 08:01:00,x1\n"
        "aa2,3,Phone,Web,Slow,2024-05-01 09:00:00,2024-05-01 09:01:00,x2\n"
    )
    result = brought(tmp_path, "form.csv", text)
    assert list(kinds(result).values()) == ["nps", "multiple_choice", "open_text"]
    assert [answer["phone"] for answer in values(result)] == [["Phone"], ["Phone", "Web"]]


def test_typeform_json_reads_every_sort_of_an_answer(in_satama: World, tmp_path: Path) -> None:
    answers: list[dict[str, Any]] = [
        {"field": {"id": "f1", "ref": "score", "type": "nps"}, "type": "number", "number": 9},
        {
            "field": {"id": "f2", "type": "multiple_choice"},
            "type": "choices",
            "choices": {"labels": ["A, b", "C"]},
        },
        {"field": {"id": "f3", "type": "yes_no"}, "type": "boolean", "boolean": False},
        {"field": {"id": "f4", "type": "date"}, "type": "date", "date": "2024-05-01"},
    ]
    item: dict[str, Any] = {
        "response_id": "r1",
        "submitted_at": "2024-05-01T08:01:00Z",
        "hidden": {"store": "Espoo"},
        "answers": answers,
        "metadata": {"browser": "x"},
    }
    other = {
        **item,
        "response_id": "r2",
        "answers": [{**answers[0], "number": 2}, {**answers[2], "boolean": True}],
    }
    result = brought(tmp_path, "responses.json", json.dumps({"total_items": 2, "items": [item, other]}))
    assert kinds(result) == {"score": "nps", "f2": "multiple_choice", "f3": "yes_no", "f4": "date"}
    assert {"score": 9, "f2": ["A, b", "C"], "f3": False, "f4": "2024-05-01"} in values(result)
    assert [answer.attributes for answer in Answer.objects.all()] == [{"store": "Espoo"}] * 2
    assert "metadata" in {loss["element"] for loss in result["losses"]}


LIME_CSV = (
    '"id","submitdate","datestamp","lastpage","startlanguage","seed","Q1","M[a]","M[b]","M[other]","R[1]","R[2]","G[s1]","G[s2]"\n'
    '"1","2024-05-01 10:00:00","2024-05-01 10:00:00","3","fi","11","4","Y","","Muu","x","y","1","2"\n'
    '"2","","2024-05-02 10:00:00","1","fi","12","2","Y","Y","","y","x","2","2"\n'
)


def test_limesurvey_csv_knows_parts_by_their_brackets(in_satama: World, tmp_path: Path) -> None:
    result = brought(tmp_path, "results.csv", LIME_CSV)
    assert kinds(result) == {"Q1": "single_choice", "M": "multiple_choice", "R": "ranking", "G": "matrix"}
    first = next(one for one in values(result) if one["q1"] == "4")
    assert first == {"q1": "4", "m": ["a", {"other": "Muu"}], "r": ["x", "y"], "g": {"s1": "1", "s2": "2"}}
    assert Answer.objects.filter(is_complete=False).count() == 1


LSS = """<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<languages><language>en</language><language>de</language></languages>
<answers><rows><row><qid>11</qid><code>A1</code><answer>Red</answer><language>en</language></row>
<row><qid>11</qid><code>A2</code><answer>&lt;script&gt;alert(1)&lt;/script&gt;Blue</answer>
<language>en</language></row></rows></answers>
<questions><rows>
<row><qid>11</qid><gid>5</gid><type>L</type><title>color</title>
<question>&lt;p&gt;Which?&lt;/p&gt;</question><language>en</language></row>
<row><qid>12</qid><gid>5</gid><type>M</type><title>many</title>
<question>Which of these?</question><language>en</language>
<relevance>color.NAOK=="A1"</relevance></row>
</rows></questions>
<subquestions><rows>
<row><qid>13</qid><parent_qid>12</parent_qid><title>SQ1</title><question>Bus</question><language>en</language></row>
<row><qid>14</qid><parent_qid>12</parent_qid><title>SQ2</title><question>Tram</question><language>en</language></row>
</rows></subquestions>
<surveys><rows><row><sid>7</sid><language>en</language></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_language>en</surveyls_language>
<surveyls_title>Colours</surveyls_title></row></rows></surveys_languagesettings>
</document>"""
LSR = """<?xml version="1.0"?><document><responses><rows>
<row><id>1</id><submitdate>2024-05-01 10:00:00</submitdate><_7X5X11>A2</_7X5X11>
<_7X5X12SQ1>Y</_7X5X12SQ1><ipaddr>10.0.0.1</ipaddr></row>
<row><id>2</id><submitdate>2024-05-02 10:00:00</submitdate><_7X5X11>A1</_7X5X11>
<_7X5X12SQ1>Y</_7X5X12SQ1><_7X5X12SQ2>Y</_7X5X12SQ2></row>
</rows></responses></document>"""


def archive(path: Path, parts: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


def test_limesurvey_archive_brings_words_and_answers(in_satama: World, tmp_path: Path) -> None:
    path = archive(tmp_path / "s.lsa", {"survey_7.lss": LSS, "survey_7_responses.lsr": LSR})
    result = import_file(path, mapping=None)
    assert kinds(result) == {"color": "single_choice", "many": "multiple_choice"}
    assert values(result) == [{"color": "A2", "many": ["SQ1"]}, {"color": "A1", "many": ["SQ1", "SQ2"]}]
    lost = {loss["element"] for loss in result["losses"]}
    assert {"de", "ipaddr"} <= lost
    assert any(element.endswith(" (many)") for element in lost)
    stored = Answer.objects.select_related("survey").first()
    assert stored is not None
    assert "script" not in json.dumps(stored.survey.draft if stored.survey else {})


def test_open_data_interchange_is_a_flat_table(in_satama: World, tmp_path: Path) -> None:
    text = (
        "CustomerNumber,Email,FirstName,LastName,Country,DateSurveyCompleted,NPS_Score,Comment\n"
        "446788,a@b.example,Aino,Aalto,FI,2024-05-01 10:00:00,9,Good\n"
    )
    result = brought(tmp_path, "nps.csv", text)
    assert kinds(result) == {"NPS_Score": "nps", "Comment": "open_text"}
    assert {loss["element"] for loss in result["losses"]} == {"Email", "FirstName", "LastName"}
    answer = Answer.objects.get()
    assert answer.customer is not None
    assert (answer.customer.key, answer.attributes) == ("446788", {"Country": "FI"})


HOSTILE: dict[str, bytes] = {
    "half a sav": b"$FL2@(#) SPSS DATA FILE",
    "half a zip": b"PK\x03\x04" + b"\0" * 30,
    "half a json": b'{"items":[{"answers":[{"field"',
    "a json of another thing": b'{"answers": 1, "submitted_at": 2}',
    "ten thousand columns": (",".join(f"c{n}" for n in range(10_000)) + "\n").encode(),
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(in_satama: World, tmp_path: Path, name: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        brought(tmp_path, "file.bin", HOSTILE[name])
    assert str(problem.value).endswith(".")
    assert not Answer.objects.exists()


@pytest.mark.parametrize("inside", ["../survey_7_responses.lsr", "/etc/x", "a\\..\\..\\b"])
def test_an_archive_whose_paths_climb_is_refused(in_satama: World, tmp_path: Path, inside: str) -> None:
    parts: dict[str, bytes | str] = {"survey_7.lss": LSS, "survey_7_responses.lsr": LSR, inside: "x"}
    with pytest.raises(ImportProblem):
        import_file(archive(tmp_path / "s.lsa", parts), mapping=None)


def test_an_archive_that_swells_is_refused(in_satama: World, tmp_path: Path) -> None:
    parts: dict[str, bytes | str] = {"survey_7.lss": LSS, "survey_7_responses.lsr": b" " * (60 << 20)}
    with pytest.raises(ImportProblem):
        import_file(archive(tmp_path / "s.lsa", parts), mapping=None)


def test_entities_in_an_archive_are_refused(in_satama: World, tmp_path: Path) -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><document>&a;</document>'
    parts: dict[str, bytes | str] = {"survey_7.lss": evil, "survey_7_responses.lsr": LSR}
    with pytest.raises(ImportProblem):
        import_file(archive(tmp_path / "s.lsa", parts), mapping=None)


def test_a_broken_row_is_refused_and_the_others_stored(in_satama: World, tmp_path: Path) -> None:
    result = brought(tmp_path, "u.csv", INSIGHTS + "2024-13-99,x,0,,1,maybe,R_3,7,2,Preis,,A\n")
    assert (result["stored"], result["refused"]) == (2, 1)
    assert result["reasons"][0]["row"] == 3


def test_a_rehearsal_counts_and_stores_nothing(in_satama: World, tmp_path: Path) -> None:
    path = tmp_path / "u.csv"
    path.write_text(INSIGHTS)
    rehearsed = import_file(path, mapping=None, dry_run=True)
    assert (rehearsed["stored"], rehearsed["questions"]) == (2, 3)
    assert not Answer.objects.exists()
