from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kohtaamo.feedback.models import Answer, AnswerFile, Comment
from kohtaamo.feedback.questionnaire import Questionnaire
from kohtaamo.feedback.services import create_survey
from kohtaamo.insight.models import Reading, Target
from kohtaamo.insight.services import measure_answers
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Event, Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import facts_are_read, hear
from tests.world import World

Browse = Callable[[Member], Client]

PAGES = (
    "insight/",
    "insight/?by=attribute:region&days=365",
    "insight/?days=own&from=2026-01-01&to=2026-12-31&a:region=Oulu",
    "insight/metrics/nps/",
    "insight/metrics/nps/?size=month&by=channel",
    "insight/metrics/nps/explanation/",
    "insight/comments/",
    "",
)


def answers(touchpoint: Touchpoint, n: int, *, value: int = 9, text: str = "Hyvä palvelu, kiitos") -> None:
    start = Answer.objects.count()
    made = [
        Answer.objects.create(
            organisation_id=touchpoint.organisation_id,
            uid=f"u{start + number}",
            touchpoint=touchpoint,
            happened_at=timezone.now() - timedelta(days=number % 20, minutes=5),
            channel="call",
            language="fi",
            content=[{"name": "recommend", "kind": "nps", "value": value}],
            attributes={"region": "Oulu" if number % 2 else "Turku", "age": str(number % 3)},
        )
        for number in range(n)
    ]
    measure_answers(answers=[one.pk for one in made])
    for one in made[:3]:
        Comment.objects.create(
            organisation_id=one.organisation_id,
            answer=one,
            question="why",
            text=text,
            touchpoint=touchpoint,
            happened_at=one.happened_at,
        )
    measure_answers(answers=[one.pk for one in made[:3]])


@pytest.mark.parametrize("page", PAGES)
def test_page_without_answers_says_what_will_be_there(world: World, browse: Browse, page: str):
    assert browse(world.aino).get(f"/o/satama/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_page_takes_as_many_queries_for_three_touchpoints_as_for_one(world: World, browse: Browse, page: str):
    client = browse(world.aino)
    with working_for(world.satama):
        answers(world.phone, 20)
        client.get(f"/o/satama/{page}")
        with CaptureQueriesContext(connection) as one:
            assert client.get(f"/o/satama/{page}").status_code == 200
        answers(world.desk, 20)
        answers(Touchpoint.objects.create(organisation=world.satama, name="Lasku"), 20)
        facts_are_read()
    with CaptureQueriesContext(connection) as three:
        assert client.get(f"/o/satama/{page}").status_code == 200
    assert len(three) == len(one)


@pytest.mark.parametrize("page", PAGES[:-1])
def test_page_is_not_there_for_members_of_another_organisation(world: World, browse: Browse, page: str):
    assert browse(world.outi).get(f"/o/satama/{page}").status_code == 404


def test_answers_of_another_organisation_are_not_counted(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 20, text="Salainen asia, hyvä palvelu")
    for page in PAGES:
        shown = browse(world.outi).get(f"/o/toinen/{page}")
        assert shown.status_code == 200
        assert "Puhelinpalvelu" not in shown.content.decode()
        assert "Salainen" not in shown.content.decode()


def test_overview_shows_the_number_with_interval_and_n(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 20)
        answers(world.phone, 20, value=3)
    shown = browse(world.aino).get("/o/satama/insight/")
    nps = shown.context["numbers"][0]
    assert (nps.metric, nps.value, nps.n) == ("nps", 0.0, 40)
    assert nps.explain_url == "/o/satama/insight/metrics/nps/explanation/?days=90"
    assert "Mistä luku tulee?" in shown.content.decode()


def test_below_the_minimum_there_is_no_number(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 9)
    shown = browse(world.aino).get("/o/satama/insight/")
    assert "Liian vähän vastauksia" in shown.content.decode()
    assert shown.context["numbers"][0].value is None


def test_a_group_links_to_the_page_narrowed_down_to_it(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 20)
    client = browse(world.aino)
    rows = client.get("/o/satama/insight/metrics/nps/?days=28&by=attribute:region").context["breakdown"].rows
    assert {row.label: row.n for row in rows} == {"Oulu": 10, "Turku": 10}
    narrowed = client.get(f"/o/satama/insight/metrics/nps/?{rows[0].query}")
    assert narrowed.context["number"].n == 10
    assert narrowed.context["selection"].days == 28


def test_explanation_lists_the_answers_behind_the_number(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 60)
        answers(world.desk, 5)
    client = browse(world.aino)
    address = f"/o/satama/insight/metrics/nps/explanation/?touchpoint={world.phone.pk}"
    shown = client.get(address)
    assert (shown.context["page"].paginator.count, len(shown.context["page"])) == (60, 50)
    assert shown.context["narrowed"] == [("Kontaktipiste", "Puhelinpalvelu")]
    assert len(client.get(f"{address}&page=2").context["page"]) == 10


def test_unknown_metric_is_not_found(world: World, browse: Browse):
    assert browse(world.aino).get("/o/satama/insight/metrics/happiness/").status_code == 404


def test_comments_are_found_by_words_of_any_case_and_by_tone(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 1, text="ÄÄRETTÖMÄN huono palvelu, olen pettynyt")
        answers(world.desk, 1, text="Ystävällinen palvelu, kiitos")
    client = browse(world.aino)

    def found(query: str) -> list[str]:
        return [
            one.comment.text[:5]
            for one, *_ in client.get(f"/o/satama/insight/comments/?{query}").context["read"]
        ]

    assert found("q=äärettömän") == ["ÄÄRET"]
    assert found("q=palvelu+kiitos") == ["Ystäv"]
    assert found("tone=negative") == ["ÄÄRET"]
    assert found(f"touchpoint={world.desk.pk}") == ["Ystäv"]
    assert found("tone=unread") == []
    assert found("q=50%25") == []


def test_words_of_customers_are_shown_as_words(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 1, text="<script>alert(1)</script> huono palvelu")
    shown = browse(world.aino).get("/o/satama/insight/comments/").content.decode()
    assert "<script>alert" not in shown
    assert '&lt;script&gt;alert(1)&lt;/script&gt; <mark class="bad">huono</mark>' in shown


def test_an_unsure_tone_makes_no_claim(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 1, text="Hyvä tuote mutta huono palvelu")
    client = browse(world.aino)
    shown = client.get("/o/satama/insight/comments/?tone=unread").content.decode()
    assert '<mark class="">Hyvä</mark>' in shown
    assert '<mark class="">huono</mark>' in shown


def test_words_are_marked_each_in_its_own_colour(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 1, text="Ystävällinen, osaava ja nopea palvelu, kiitos, vain lomake oli vaikea")
    shown = browse(world.aino).get("/o/satama/insight/comments/").content.decode()
    assert '<mark class="good">Ystävällinen</mark>' in shown
    assert '<mark class="bad">vaikea</mark>' in shown


def test_words_marked_before_they_had_signs_stay_marked(world: World, browse: Browse):
    with working_for(world.satama):
        answers(world.phone, 1, text="huono palvelu")
        Reading.objects.update(spans=[[0, 5]])
    shown = browse(world.aino).get("/o/satama/insight/comments/").content.decode()
    assert '<mark class="">huono</mark> palvelu' in shown


def test_a_target_is_set_in_finnish_numbers_and_kept_apart_by_touchpoint(world: World, browse: Browse):
    client = browse(world.aino)
    address = "/o/satama/insight/metrics/nps/target/"
    assert client.post(address, {"value": "10,5"}).status_code == 302
    assert client.post(address, {"value": "-5", "touchpoint": world.phone.pk}).status_code == 302
    assert client.post(address, {"value": "500"}).status_code == 302
    with working_for(world.satama):
        assert set(Target.objects.values_list("touchpoint", "value")) == {
            (None, 10.5),
            (world.phone.pk, -5.0),
        }
        assert Event.objects.filter(verb="insight.target_set").count() == 2


def test_a_target_asks_for_the_right_to_write(world: World, browse: Browse):
    assert browse(world.onni).post("/o/satama/insight/metrics/nps/target/", {"value": "1"}).status_code == 403


def test_the_whole_answer_is_read_behind_the_number_but_never_an_employees(world: World, browse: Browse):
    employee = {"name": "b", "kind": "enps", "value": 3}
    with working_for(world.satama):
        answers = [
            Answer.objects.create(
                organisation=world.satama,
                uid=f"x{number}",
                touchpoint=world.phone,
                happened_at=timezone.now(),
                content=[
                    {"name": "a", "kind": "csat", "value": 4},
                    {"name": "c", "kind": "multiple_choice", "value": ["jono", "lasku"]},
                    *more,
                ],
            )
            for number, more in enumerate(([], [employee]))
        ]
        measure_answers(answers=[one.pk for one in answers])
    client = browse(world.aino)
    rows = client.get("/o/satama/insight/metrics/csat_top2/explanation/").context["rows"]
    assert [[value for _, value, _ in row[-1]] for row in rows] == [["4", "jono, lasku"]]
    assert client.get("/o/satama/insight/metrics/enps/explanation/").context["rows"] == []


def test_the_answers_behind_a_number_lead_to_their_files(world: World, browse: Browse) -> None:
    file = {"file": "avain", "name": "kuva.png", "size": 1, "type": "image/png"}
    with working_for(world.satama):
        answers(world.phone, 12)
        said = Answer.objects.order_by("pk").first()
        assert said
        said.content = [*said.content, {"name": "kuva", "kind": "file", "value": [file]}]
        said.save()
        survey = create_survey(name="Kysely", touchpoint=world.phone, questionnaire=Questionnaire())
        AnswerFile.objects.create(
            key="avain", survey=survey, answer=said, uid=said.uid, question="kuva",
            name="kuva.png", type="image/png", size=1, contents=b"x",
        )  # fmt: skip
    shown = browse(world.onni).get("/o/satama/insight/metrics/nps/explanation/?days=365").content.decode()
    assert shown.count('<a href="/o/satama/feedback/answers/files/avain/"') == 1
    assert "kuva.png</a>" in shown


def test_each_touchpoint_tells_the_target_it_is_judged_by(world: World, browse: Browse):
    with working_for(world.satama):
        hear(world.phone, {10: 30, 0: 30}, timezone.now())
        hear(world.desk, {10: 30, 0: 30}, timezone.now())
    client = browse(world.aino)
    address = "/o/satama/insight/metrics/nps/"
    bare = client.get(address).content.decode()
    client.post(f"{address}target/", {"value": "10"})
    client.post(f"{address}target/", {"value": "-5", "touchpoint": world.phone.pk})
    page = client.get(address).content.decode()
    assert targets_told(bare) == {"Puhelinpalvelu": "", "Palvelupiste": ""}
    assert targets_told(page) == {"Puhelinpalvelu": "−5", "Palvelupiste": "+10"}


def targets_told(page: str) -> dict[str, str]:
    """The fourth column of each row of the table by touchpoint, beside its name."""
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", page.partition('id="groups-now"')[2], re.DOTALL)
    cells = [[re.sub("<[^>]*>", "", cell).strip() for cell in row.split("<td")] for row in rows]
    return {row[0]: row[3].partition(">")[2] for row in cells}
