"""What the hostile and the clumsy send to pages: never a broken page, never a lost row, always a kind word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Answer, Comment, Import, Survey
from kohtaamo.improvement.models import Finding, Intervention
from kohtaamo.improvement.services import begin, start_action
from kohtaamo.insight.models import Measurement
from kohtaamo.journeys.models import Journey, Moment, Service, Stage, Touchpoint
from kohtaamo.journeys.services import add_stage, remove_stage
from kohtaamo.organisation.models import ApiToken, Event, Member, Unit
from kohtaamo.organisation.tenancy import working_for
from tests.sweep.reading import content_of, whole
from tests.sweep.rows import Subjects, fill
from tests.sweep.test_pages import OWNED, path_of
from tests.world import World

Browse = Callable[[Member], Client]

SCRIPT = """</script>'"><script>alert(1)</script>{{7}}{% now 'Y' %}"""
# All that is odd at once, as pages are many; and what is as long as a name may be.
ODD_NAMES = [f"=cmd|' /C'!A0 {SCRIPT} %s %(n)s {{0}} 😀 Ä\u202ekielo\u200b", "\ufffd" * 120]
ASKED = (
    "touchpoint days from to page metric q tone language unit survey channel segment source by size a:x removed both "
    "left verb starter finding comment window_days direction comparison place focus title next"
)
SENT = (
    "name service stages phase position direction moment kind form owner unit icon description title noticed "
    "touchpoint comparison metric size window_days due done_on value survey-name is_editor act new_touchpoint starter "
    "role email language theme permissions url verbs minimum_answers minimum_people minimum_comments languages next "
    "note"
)
NAMED = [
    (table, "name")
    for table in (
        Journey,
        Service,
        Stage,
        Moment,
        Touchpoint,
        Survey,
        Customer,
        Import,
        Unit,
        ApiToken,
        Member,
    )
] + [(Intervention, "title"), (Finding, "title")]
HOSTILE = ["9" * 5000, f"\0{SCRIPT}", "-5", "0001-01-01", "x" * 10_000]
OF_ALL_DAYS = "days=own&from=0001-01-01&to=9999-12-31&size=day"


@pytest.fixture
def filled(world: World) -> Subjects:
    return fill(world.satama, world.root, range(1))


@pytest.fixture
def broken() -> Iterator[list[str]]:
    """The addresses whose page raised."""
    found: list[str] = []

    def note(sender: Any, request: HttpRequest, **_more: Any) -> None:
        found.append(f"{request.method} {request.get_full_path()[:200]}")

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


@pytest.fixture
def ritva(world: World, browse: Browse) -> Client:
    client = browse(world.root)
    client.raise_request_exception = False
    return client


def test_no_page_breaks_on_what_an_address_asks(filled: Subjects, ritva: Client, broken: list[str]) -> None:
    queries = ["&".join(f"{name}={quote(text)}" for name in ASKED.split()) for text in HOSTILE[:3]]
    queries += [f"{OF_ALL_DAYS}&x={'y' * 20_000}&%ff=%ed%a0%80"]
    for address in OWNED:
        path = path_of(address, filled, "satama")
        if whole(ritva, path).status_code == 405:
            continue
        for query in queries:
            answer = ritva.get(f"{path}?{query}")
            assert b"<script>alert" not in content_of(answer), (path, query)
    assert broken == []


def test_no_page_breaks_on_what_a_form_sends(filled: Subjects, ritva: Client, broken: list[str]) -> None:
    for address in OWNED:
        path = path_of(address, filled, "satama")
        for text in [] if "removal" in path else HOSTILE:
            answer = ritva.post(path, dict.fromkeys(SENT.split(), text))
            assert b"<script>alert" not in content_of(answer), (path, text)
    assert broken == []


@pytest.mark.parametrize("method", ["head", "put", "delete", "options"])
def test_no_page_breaks_on_an_unusual_method(
    filled: Subjects, ritva: Client, broken: list[str], method: str
) -> None:
    for address in OWNED:
        path = path_of(address, filled, "satama")
        assert getattr(ritva, method)(path).status_code in {200, 302, 405}, path
    assert broken == []


@pytest.mark.parametrize("key", ["9" * 20, "9" * 5000, "9223372036854775808", "-1", "0", "a%00b"])
def test_rows_of_impossible_numbers_are_not_found(ritva: Client, key: str) -> None:
    for path in (
        "journeys",
        "feedback/surveys",
        "feedback/imports",
        "improvement/actions",
        "settings/members",
    ):
        assert ritva.get(f"/o/satama/{path}/{key}/").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ("liian vanha", "painike lähettää", "enemmän kuin kerralla mahtuu")),
        ("en", ("too old to be sent", "what a button sends", "more than fits")),
    ],
)
def test_what_cannot_be_taken_is_told_kindly(
    world: World, browse: Browse, language: str, words: tuple[str, str, str]
) -> None:
    signed_in = browse(world.root)
    strict = Client(enforce_csrf_checks=True)
    for client in (signed_in, strict):
        client.cookies["django_language"] = language
    strict.cookies["sessionid"] = signed_in.cookies["sessionid"].value
    answers = [
        (strict.post("/o/satama/journeys/new/", {"name": "Polku"}), 403),
        (signed_in.get(f"/o/satama/journeys/{world.journey.pk}/stages/"), 405),
        (signed_in.post("/o/satama/journeys/new/", {f"f{one}": "x" for one in range(2100)}), 400),
    ]
    for (answer, status), said in zip(answers, words, strict=True):
        assert answer.status_code == status
        assert said in answer.content.decode()
    with working_for(world.satama):
        assert Journey.objects.count() == 1


def test_nul_is_left_out_wherever_it_is_sent(world: World, ritva: Client) -> None:
    sent = {"name": "Pol\0ku", "service": "\0Liittymä", "stages": "empty"}
    assert ritva.post("/o/satama/journeys/new/?x=%00", sent).status_code == 302
    ritva.cookies["django_language"] = '"\\000fi"'
    assert ritva.get("/o/satama/insight/comments/?q=%0%0000&tone=%00&language=f%00i").status_code == 200
    with working_for(world.satama):
        assert Journey.objects.filter(name="Polku", service__name="Liittymä").count() == 1


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_shown_as_they_are_on_every_page(
    world: World, filled: Subjects, ritva: Client, broken: list[str], name: str
) -> None:
    with working_for(world.satama):
        for table, column in NAMED:
            newest = table.objects.order_by("-pk").values_list("pk", flat=True)[:1]
            table.objects.filter(pk__in=list(newest)).update(**{column: name})
        Comment.objects.update(text=name)
        Answer.objects.update(attributes={name[:60]: name[:40]})
        Measurement.objects.update(attributes={name[:60]: name[:40]}, segment=name[:120])
    for address in OWNED:
        answer = whole(ritva, path_of(address, filled, "satama"))
        if not answer.get("Content-Type", "text/html").startswith("text/html"):  # a file to keep, not a page
            continue
        page = answer.content.decode()
        twice = [mark for mark in ("<script>alert", "&amp;lt;", "&amp;#", "&amp;quot;") if mark in page]
        assert twice == [], address
    assert broken == []


def test_days_at_the_ends_of_the_calendar_make_no_page_break(
    world: World, filled: Subjects, ritva: Client, broken: list[str]
) -> None:
    facts: dict[str, Any] = {"metric": "nps", "direction": "up", "size": 5.0}
    for day in ("0001-01-01", "1900-01-01", "9999-12-31"):
        with working_for(world.satama):
            action = start_action(
                title=day, touchpoint=world.phone, due=date.fromisoformat(day), actor=world.root, **facts
            )
            begin(intervention=action, actor=world.root)
        here = f"/o/satama/improvement/actions/{action.pk}/"
        assert ritva.post(f"{here}completion/", {"done_on": day}).status_code == 302
        assert {
            ritva.get(path).status_code for path in (here, f"{here}change/", "/o/satama/improvement/")
        } == {200}
    ritva.get("/o/satama/")
    assert broken == []


def test_what_somebody_else_removed_is_told_and_nothing_is_lost(world: World, ritva: Client) -> None:
    with working_for(world.satama):
        gone = add_stage(journey=world.journey, name="Turha", actor=world.aino)
        remove_stage(stage=gone, actor=world.aino)
    here = f"/o/satama/journeys/{world.journey.pk}/stages/{gone.pk}/"
    for path in (here, f"{here}place/", f"{here}removal/", f"{here}moments/"):
        answer = ritva.post(path, {"name": "Uusi", "direction": "left"}, follow=True)
        assert "Joku ehti poistaa sen" in answer.content.decode(), path
    with working_for(world.satama):
        assert list(world.journey.stages.values_list("name", flat=True)) == ["Apua ongelmaan"]


def test_a_step_pressed_twice_is_one_step(world: World, filled: Subjects, ritva: Client) -> None:
    with working_for(world.satama):
        survey, action = Survey.objects.get(), Intervention.objects.get()
        events = Event.objects.filter(
            verb__in=["feedback.survey_published", "improvement.action_done"]
        ).count()
    for _press in range(2):
        assert ritva.post(f"/o/satama/feedback/surveys/{survey.pk}/publication/").status_code == 302
        done = {"done_on": timezone.localdate().isoformat()}
        path = f"/o/satama/improvement/actions/{action.pk}/completion/"
        assert "Joku oli jo" in ritva.post(path, done, follow=True).content.decode()
    with working_for(world.satama):
        assert survey.versions.count() == 1
        verbs = ["feedback.survey_published", "improvement.action_done"]
        assert Event.objects.filter(verb__in=verbs).count() == events


@pytest.mark.parametrize("token", ["unknown", "x" * 5000, "%F0%9F%98%80", "a%00b"])
def test_links_that_lead_nowhere_are_told_to_strangers(db: None, token: str) -> None:
    for path in (f"/s/{token}/", f"/s/{token}/thanks/", f"/s/{token}/a%00b~c/1/", f"/sign-in/{token}/"):
        assert Client().get(path).status_code in {404, 410}


@pytest.mark.parametrize(
    ("contents", "status"),
    [
        (b"", 422),
        (b"Pvm;NPS\n", 422),
        (b"\0" * 5000, 422),
        (b"MZ" + bytes(range(256)) * 50, 422),
        (b"Pvm;NPS;Kommentti\n" + b'"' * 300_000, 422),
        (b"Pvm;NPS\n" + b"20.11.2026;9\n" * 30 + b'20.11.2026;"' + b"x" * 300_000, 422),
        (("Pvm;NPS;Kommentti\n" + "20.11.2026;9;ääni\n" * 5).encode("utf-16"), 302),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_files_of_rubbish_are_told_kindly_and_leave_nothing(
    world: World,
    ritva: Client,
    broken: list[str],
    settings: Any,
    tmp_path: Path,
    contents: bytes,
    status: int,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("../<script>alert(1).csv", contents)
    answer = ritva.post("/o/satama/feedback/imports/new/", {"file": file})
    assert answer.status_code == status
    if status == 302:
        page = ritva.get(answer["Location"])
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
    else:
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert broken == []
