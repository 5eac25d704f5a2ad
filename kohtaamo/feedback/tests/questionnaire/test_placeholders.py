from __future__ import annotations

from typing import Any

import pytest

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import check_for_publication, read_questionnaire
from kohtaamo.feedback.questionnaire.placeholders import placeholder_in
from kohtaamo.feedback.reasons import explain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kuinka todennäköisesti suosittelisit [organisaatio]?", "[organisaatio]"),
        ("How likely are you to recommend [Company name] to a friend?", "[Company name]"),
        ("How was [ organization ]?", "[ organization ]"),
        ("Asioit meillä [päivämäärä].", "[päivämäärä]"),
        ("Kiitos [lisää nimi]", "[lisää nimi]"),
        ("Mitä [...] sinulle merkitsee?", "[...]"),
        ("…", "…"),
        (" ... ", "..."),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("Kuinka kävi … lopulta?", ""),
        ("Mitä muuta [valinnainen]?", ""),
        ("Katso kuva [1] ja [2].", ""),
        ("[Lisäys] Mitä mieltä olet?", ""),
        ("Hei {name}, miten meni?", ""),
        ("", ""),
    ],
)
def test_placeholder_is_told_from_what_is_meant(text: str, found: str) -> None:
    assert placeholder_in(text) == found


def of_texts(title: str = "Miten meni?", *, choice: str = "Hyvin", page: str = "", thanks: str = "") -> Any:
    options = [{"value": "1", "text": {"fi": choice}}, {"value": "2", "text": {"fi": "Huonosti"}}]
    first = {"name": "a", "type": "nps", "title": {"fi": "Suosittelisitko?"}}
    second = {"name": "b", "type": "single_choice", "title": {"fi": title}, "choices": options}
    return {
        "pages": [{"elements": [first]}, {"elements": [second], "title": {"fi": page}}],
        "thanks": {"fi": thanks},
    }


@pytest.mark.parametrize(
    ("raw", "code", "facts"),
    [
        (of_texts("Mitä mieltä olet: [tuote]?"), "question_placeholder", {"number": 2, "text": "[tuote]"}),
        (of_texts(choice="…"), "question_placeholder", {"number": 2, "text": "…"}),
        (of_texts(page="[Palvelun nimi]"), "page_placeholder", {"number": 2, "text": "[Palvelun nimi]"}),
        (of_texts(thanks="T. [yritys]"), "thanks_placeholder", {"number": None, "text": "[yritys]"}),
    ],
)
def test_what_people_would_read_is_not_published_half_written(
    raw: Any, code: str, facts: dict[str, Any]
) -> None:
    with pytest.raises(UnfitError) as refused:
        check_for_publication(read_questionnaire(raw))
    assert (refused.value.code, refused.value.facts) == (code, facts)
    assert facts["text"] in explain(code, facts)


def test_language_that_is_not_asked_does_not_hinder() -> None:
    raw = of_texts()
    raw["pages"][0]["elements"][0]["title"]["en"] = "Would you recommend [company]?"
    check_for_publication(read_questionnaire(raw))
    with pytest.raises(UnfitError):
        check_for_publication(read_questionnaire({**of_texts("[tuote]?"), "languages": ["fi"]}))
