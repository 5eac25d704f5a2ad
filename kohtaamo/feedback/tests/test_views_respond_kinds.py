from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.organisation.tenancy import working_for
from tests.world import World


def asked(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": {"fi": f"Kysymys {name}"}, **more}


def offered(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": {"fi": f"sana {value}"}} for value in values]


Make = Callable[..., Survey]


@pytest.fixture
def make(world: World) -> Make:
    def made(*pages: list[dict[str, Any]], **more: Any) -> Survey:
        raw = {"pages": [{"elements": elements} for elements in pages], **more}
        with working_for(world.satama):
            survey = create_survey(
                name="Kysely", touchpoint=world.phone, questionnaire=read_questionnaire(raw)
            )
            publish_survey(survey=survey)
        return survey

    return made


@pytest.fixture
def answers(world: World) -> Callable[[], list[Answer]]:
    def read() -> list[Answer]:
        with working_for(world.satama):
            return list(Answer.objects.all())

    return read


@pytest.fixture
def respondent() -> Client:
    return Client(headers={"accept-language": "fi"})


def drawn(page: Any) -> str:
    """Without what lies ready for a browser that turns the pages by itself."""
    return str(page.content.decode().partition('<script id="visit"')[0])


def form_of(page: Any) -> str:
    found = re.search(r'<form method="post" action="([^"]+)"', drawn(page))
    assert found is not None
    return found[1].replace("&amp;", "&")


CHOICES, ROWS = offered("x", "y", "z"), offered("r", "s")
KINDS = [
    (asked("q", "yes_no"), {"q": "0"}, False),
    (asked("q", "number"), {"q": "3,5"}, 3.5),
    (asked("q", "slider"), {"q": "7", "q.was": "", "q.place": "50", "q.start": "50"}, 7),
    (asked("q", "slider"), {"q": "", "q.was": "", "q.place": "80", "q.start": "50"}, 80),
    (asked("q", "date"), {"q": "2024-05-31"}, "2024-05-31"),
    (asked("q", "matrix", rows=ROWS, columns=CHOICES), {"q.r": "x", "q.s": "z"}, {"r": "x", "s": "z"}),
    (asked("q", "ranking", choices=CHOICES), {"q.x": "2", "q.y": "", "q.z": "1"}, ["z", "x"]),
    (asked("q", "consent"), {"q": "1"}, True),
    (asked("q", "consent"), {}, False),
    (asked("q", "kano"), {"q.with": "1", "q.without": "5"}, {"with": 1, "without": 5}),
    (
        asked("q", "single_choice", choices=CHOICES, other=True),
        {"q": "{other}", "q.other": "oma"},
        {"other": "oma"},
    ),
    (asked("q", "single_choice", choices=CHOICES, other=True), {"q.other": "oma"}, {"other": "oma"}),
    (asked("q", "single_choice", choices=CHOICES, other=True), {"q": "x", "q.other": "oma"}, "x"),
    (
        asked("q", "multiple_choice", choices=CHOICES, other=True),
        {"q": ["{other}", "y"], "q.other": "oma"},
        ["y", {"other": "oma"}],
    ),
]


@pytest.mark.parametrize(("element", "form", "value"), KINDS)
def test_kind_is_drawn_sent_and_shown_again(
    make: Make,
    respondent: Client,
    answers: Callable[[], list[Answer]],
    element: dict[str, Any],
    form: dict[str, Any],
    value: Any,
) -> None:
    survey = make([element], [asked("last", "open_text")])
    first = respondent.get(f"/s/{survey.token}/")
    assert "Kysymys q" in first.content.decode()
    sent = respondent.post(form_of(first), form)
    assert sent.status_code == 302
    assert "/2/" in sent.headers["Location"]
    (answer,) = answers()
    assert answer.content == [{"name": "q", "kind": element["type"], "value": value}]
    # sent again as it is drawn, it says the same
    again = respondent.get(form_of(first))
    assert again.status_code == 200
    assert respondent.post(form_of(first), fields_of(drawn(again))).status_code == 302
    (answer,) = answers()
    assert answer.content[0]["value"] == value


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser would send of the form as it was drawn."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]+>", page):
        named, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        is_choice = 'type="radio"' in tag or 'type="checkbox"' in tag
        if named and (not is_choice or " checked" in tag):
            found.setdefault(named[1], []).append(value[1] if value else "")
    for name, options in re.findall(r'<select name="([^"]+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = [chosen[1] if chosen else ""]
    return found


def test_untouched_slider_says_nothing(
    make: Make, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    survey = make([asked("q", "slider")], [asked("last", "open_text")])
    first = respondent.get(f"/s/{survey.token}/")
    respondent.post(form_of(first), fields_of(first.content.decode()))
    assert answers() == []


@pytest.mark.parametrize(
    ("element", "form", "words"),
    [
        (asked("q", "number", atMost=5), {"q": "6"}, "q"),
        (asked("q", "number"), {"q": "kuusi"}, "q"),
        (asked("q", "date", atLeast="2024-01-01"), {"q": "2023-01-01"}, "q"),
        (asked("q", "ranking", choices=CHOICES), {"q.x": "1", "q.y": "1"}, "q"),
        (asked("q", "kano"), {"q.with": "1"}, "q"),
        (asked("q", "consent", required=True), {}, "q"),
        (asked("q", "matrix", required=True, rows=ROWS, columns=CHOICES), {"q.r": "x"}, "q"),
        (asked("q", "multiple_choice", atMost=1, choices=CHOICES), {"q": ["x", "y"]}, "q"),
        (asked("q", "open_text", pattern="[0-9]{5}"), {"q": "x"}, "q"),
    ],
)
def test_unfit_value_is_told_beside_its_question(
    make: Make,
    respondent: Client,
    answers: Callable[[], list[Answer]],
    element: dict[str, Any],
    form: dict[str, Any],
    words: str,
) -> None:
    survey = make([element, asked("beside", "open_text")])
    page = respondent.post(form_of(respondent.get(f"/s/{survey.token}/")), {**form, "beside": "Säilyy"})
    assert page.status_code == 422
    text = drawn(page)
    assert f'id="complaint-{words}"' in text
    assert 'id="complaint-beside"' not in text
    assert "Säilyy" in text
    assert answers() == []


def test_page_of_several_is_kept_at_once(
    make: Make, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    survey = make([asked("a", "nps"), asked("b", "csat"), asked("c", "open_text")])
    sent = respondent.post(form_of(respondent.get(f"/s/{survey.token}/")), {"a": "9", "c": "Kiitos"})
    assert "/thanks/" in sent.headers["Location"]
    (answer,) = answers()
    assert answer.is_complete
    assert [(value["name"], value["value"]) for value in answer.content] == [("a", 9), ("c", "Kiitos")]


def test_branch_is_followed_and_what_is_no_longer_asked_is_dropped(
    make: Make, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    low = {"<": [{"var": "a"}, 7]}
    survey = make(
        [asked("a", "nps", required=True)], [asked("b", "csat", visibleIf=low)], [asked("c", "open_text")]
    )
    first = form_of(respondent.get(f"/s/{survey.token}/"))
    assert "/2/" in (second := respondent.post(first, {"a": "3"}).headers["Location"])
    assert "/3/" in respondent.post(second, {"b": "2"}).headers["Location"]
    assert "/3/" in (last := respondent.post(first, {"a": "9"}).headers["Location"])
    assert respondent.get(second).status_code == 302
    assert "2 / 2" in respondent.get(last).content.decode()
    assert "/thanks/" in respondent.post(last, {"c": "Loppu"}).headers["Location"]
    (answer,) = answers()
    assert [(value["name"], value["value"]) for value in answer.content] == [("a", 9), ("c", "Loppu")]


def test_why_is_asked_before_the_page_is_left(
    make: Make, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    survey = make([asked("a", "nps", askWhy=[0, 1, 2])])
    first = respondent.get(f"/s/{survey.token}/")
    form = fields_of(first.content.decode())
    same = respondent.post(form_of(first), {**form, "a": "1"})
    assert "/1/" in same.headers["Location"]
    page = respondent.get(same.headers["Location"]).content.decode()
    assert 'name="a_why"' in page
    form = fields_of(page)
    assert form["_asked"] == ["a", "a_why"]
    assert (
        "/thanks/"
        in respondent.post(same.headers["Location"], {**form, "a_why": "Jonotin"}).headers["Location"]
    )
    (answer,) = answers()
    assert answer.is_complete
    assert answer.content[1] == {"name": "a_why", "kind": "open_text", "value": "Jonotin"}


def test_hidden_and_calculated_values_go_with_the_answer_and_into_texts(
    make: Make, respondent: Client, answers: Callable[[], list[Answer]]
) -> None:
    survey = make(
        [asked("a", "nps")],
        [asked("b", "open_text", title={"fi": "Hei {name}, sanoit {a}"})],
        hidden=["name", "city"],
        calculated=[{"name": "double", "value": {"*": [{"var": "a"}, 2]}}],
    )
    first = respondent.get(f"/s/{survey.token}/?name=%3Cb%3EEero&gone=x")
    page = respondent.get(respondent.post(form_of(first), {"a": "4"}).headers["Location"]).content.decode()
    assert "Hei &lt;b&gt;Eero, sanoit 4" in page
    (answer,) = answers()
    assert answer.attributes == {"name": "<b>Eero", "double": 8}


def test_random_order_stays_while_one_answers(make: Make, respondent: Client) -> None:
    survey = make(
        *([asked(f"p{n}", "single_choice", choices=offered(*"abcdef"), shuffle=True)] for n in range(5)),
        shufflePages=True,
    )
    page = respondent.get(f"/s/{survey.token}/")
    address = form_of(page)
    order = re.findall(r'value="([a-f])"', drawn(page))
    assert sorted(order) == list("abcdef")
    assert re.findall(r'value="([a-f])"', drawn(respondent.get(address))) == order
