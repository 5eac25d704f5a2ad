from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kohtaamo.feedback.importing import import_file
from kohtaamo.feedback.jobs import import_answers
from kohtaamo.feedback.models import Answer, Import, RefusedRow
from kohtaamo.feedback.services.forgetting import forget_customer
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Member, User
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

HOME = "/o/satama/feedback/imports/"
LINES = "".join(
    f"{day}.3.2024;{1 + day % 5};Palvelu oli nopeaa ja ystävällistä {day};{'AB'[day % 2]}\n"
    for day in range(1, 29)
)
FILE = f"Päivä;Arvosana;Kommentti;Pankki\n{LINES}eilen;5;Ei päivää;A\n"
Browse = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def aino(world: World, browse: Browse) -> Client:
    return browse(world.aino)


@pytest.fixture
def english(aino: Client, world: World) -> Client:
    User.objects.filter(email="aino@example.org").update(language="en")
    return aino


def upload(client: Client, contents: str | bytes = FILE, name: str = "palaute.csv") -> Any:
    data = contents.encode() if isinstance(contents, str) else contents
    return client.post(f"{HOME}new/", {"file": SimpleUploadedFile(name, data)})


def brought(world: World) -> Import:
    with working_for(world.satama):
        return Import.objects.latest("pk")


def choices(**changes: str) -> dict[str, str]:
    chosen = {
        "role-0": "date",
        "role-1": "question-csat",
        "name-1": "arvosana",
        "role-2": "question-open_text",
        "name-2": "kommentti",
        "role-3": "attribute",
        "name-3": "pankki",
        "touchpoint": "Puhelinpalvelu",
    }
    return {**chosen, **changes}


def test_empty_list_shows_the_first_act(aino: Client) -> None:
    page = aino.get(HOME)
    assert page.status_code == 200
    assert f'href="{HOME}new/"' in page.content.decode()


def test_file_is_brought_mapped_and_imported(aino: Client, world: World, tmp_path: Path) -> None:
    page = upload(aino)
    imported = brought(world)
    assert page.headers["Location"] == f"{HOME}{imported.pk}/columns/"
    assert (tmp_path / imported.file).read_text() == FILE
    guess = aino.get(f"{HOME}{imported.pk}/columns/").content.decode()
    assert '<option value="question-csat" selected>' in guess
    assert "Palvelu oli nopeaa ja ystävällistä 1" in guess
    page = aino.post(f"{HOME}{imported.pk}/columns/", choices(act="import"))
    assert page.headers["Location"] == f"{HOME}{imported.pk}/"
    assert "hx-trigger" in aino.get(f"{HOME}{imported.pk}/").content.decode()
    import_answers.func(world.satama.pk, imported.pk)
    imported = brought(world)
    assert (imported.status, imported.rows, imported.stored, imported.refused) == ("done", 29, 28, 1)
    assert not list((tmp_path / "imports").rglob("*.csv"))
    done = aino.get(f"{HOME}{imported.pk}/progress/").content.decode()
    assert "hx-trigger" not in done
    assert "eilen" in done
    with working_for(world.satama):
        answer = Answer.objects.order_by("happened_at")[0]
    assert answer.touchpoint_id == world.phone.pk
    assert answer.attributes == {"pankki": "B"}


@pytest.mark.parametrize(("rows", "told"), [(1, "about 1 row<"), (2, "about 2 rows<")])
def test_rows_of_a_file_are_counted_in_words_that_fit(
    english: Client, world: World, rows: int, told: str
) -> None:
    upload(english, "Päivä;Arvosana\n" + "1.3.2024;5\n" * rows)
    assert told in english.get(f"{HOME}{brought(world).pk}/columns/").content.decode()


def test_columns_of_a_known_layout_are_remembered(aino: Client, world: World) -> None:
    upload(aino)
    first = brought(world)
    aino.post(f"{HOME}{first.pk}/columns/", choices(act="import", **{"name-1": "oma nimi", "role-3": ""}))
    import_answers.func(world.satama.pk, first.pk)
    upload(aino, FILE.replace("2024", "2025"), "huhtikuu.csv")
    page = aino.get(f"{HOME}{brought(world).pk}/columns/").content.decode()
    assert 'value="oma nimi"' in page


def test_preview_marks_rows_that_would_be_refused_and_keeps_the_choices(aino: Client, world: World) -> None:
    upload(aino)
    address = f"{HOME}{brought(world).pk}/columns/"
    fragment = aino.post(address, choices(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "eilen" in fragment
    spoilt = aino.post(
        address, choices(**{"role-1": "question-nps", "role-2": "question-csat"})
    ).content.decode()
    assert "Palvelu oli nopeaa ja ystävällistä 1" in spoilt
    assert brought(world).mapping["questions"][0]["kind"] == "nps"


def test_refused_choices_are_shown_as_they_were_made(aino: Client, world: World) -> None:
    upload(aino)
    changes = {"role-0": "question-nps", "name-0": "suositus", "role-3": "", "act": "import"}
    address = f"{HOME}{brought(world).pk}/columns/"
    page = aino.post(address, choices(**changes)).content.decode()
    chosen = [
        re.findall(r'<option value="([^"]*)" selected>', part)
        for part in re.findall(r'<select name="role-\d".*?</select>', page, re.DOTALL)
    ]
    assert chosen == [["question-nps"], ["question-csat"], ["question-open_text"], []]
    assert 'name="name-0" value="suositus"' in page
    assert "1 sarake jää tallentamatta: Pankki." in page


@pytest.mark.parametrize(
    "changes",
    [
        {"role-0": ""},
        {"role-1": "", "role-2": ""},
        {"role-1": "date"},
        {"name-1": "sama", "name-2": "sama"},
        {"touchpoint": "", "touchpoint_name": " "},
    ],
    ids=["no date", "no answers", "two dates", "one name twice", "no touchpoint"],
)
def test_choices_that_do_not_fit_are_told_and_nothing_starts(
    aino: Client, world: World, changes: dict[str, str]
) -> None:
    upload(aino)
    imported = brought(world)
    page = aino.post(f"{HOME}{imported.pk}/columns/", choices(act="import", **changes))
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert brought(world).status == "new"


def test_day_and_touchpoint_can_be_given_for_the_whole_file(aino: Client, world: World) -> None:
    upload(aino)
    imported = brought(world)
    changes = {"role-0": "", "day": "2024-05-01", "touchpoint_name": "Kahvihuone"}
    aino.post(f"{HOME}{imported.pk}/columns/", choices(act="import", **changes))
    import_answers.func(world.satama.pk, imported.pk)
    with working_for(world.satama):
        days = {timezone.localtime(answer.happened_at).date().isoformat() for answer in Answer.objects.all()}
        assert Touchpoint.objects.get(name="Kahvihuone")
    assert days == {"2024-05-01"}
    assert brought(world).left_out == ["Päivä"]


@pytest.mark.parametrize(
    ("contents", "name"),
    [(b"", "tyhjä.csv"), (b"PK\x03\x04rubbish", "rikki.xlsx"), (b"a,b\n", "otsikot.csv")],
)
def test_bad_upload_is_told_kindly_and_nothing_is_kept(
    aino: Client, world: World, tmp_path: Path, contents: bytes, name: str
) -> None:
    page = upload(aino, contents, name)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
    with working_for(world.satama):
        assert not Import.objects.exists()


def test_name_of_an_upload_leads_nowhere_else(aino: Client, world: World, tmp_path: Path) -> None:
    upload(aino, name="..%2f../../etc/<b>päivä.csv")
    kept = tmp_path / brought(world).file
    assert kept.is_file()
    assert kept.parent == tmp_path / "imports" / str(world.satama.pk)


def test_preview_shows_every_column_that_is_stored(english: Client, world: World) -> None:
    lines = "".join(f"{day}.3.2024;5;puhelin;Itä;A-{day};Raisio\n" for day in range(1, 29))
    upload(english, f"Päivä;Arvosana;Kanava;Yksikkö;Asiakasnumero;Kunta\n{lines}")
    address = f"{HOME}{brought(world).pk}/columns/"
    page = english.get(address).content.decode()
    shown = page.split('id="preview"')[1]
    for text in ("Phone", "Itä", "A-1", "Raisio"):
        assert f">{text}</div>" in shown


def test_columns_that_are_not_stored_are_named_first(english: Client, world: World) -> None:
    upload(english)
    address = f"{HOME}{brought(world).pk}/columns/"
    page = english.post(address, choices(**{"role-2": "", "role-3": ""}))
    first = page.content.decode().split("<table")[0]
    assert "2 columns will not be stored: Kommentti, Pankki." in first
    again = english.post(address, choices(), headers={"HX-Request": "true"})
    assert 'id="left-out"' in again.content.decode()
    assert "will not be stored" not in again.content.decode()


def test_background_fact_of_too_many_values_is_told(english: Client, world: World) -> None:
    lines = "".join(f"{day}.3.2024;5;0,{day}\n3.4.2024;4;13,{day}\n" for day in range(1, 20))
    upload(english, f"Päivä;Arvosana;Matka\n{lines}")
    address = f"{HOME}{brought(world).pk}/columns/"
    chosen = choices(**{"role-2": "attribute", "name-2": "matka", "role-3": ""})
    page = english.post(address, chosen).content.decode()
    assert "Too many different values to compare by: Matka." in page
    page = english.post(address, {**chosen, "role-2": ""}).content.decode()
    assert "Too many different values" not in page


def test_result_leads_to_the_numbers_of_its_touchpoint_and_says_when_it_is_on_no_journey(
    english: Client, world: World
) -> None:
    for place, is_alone in (("Kahvihuone", True), ("Puhelinpalvelu", False)):
        upload(english, FILE.replace("ystävällistä", place))
        imported = brought(world)
        changes = {"touchpoint": "", "touchpoint_name": place}
        english.post(f"{HOME}{imported.pk}/columns/", choices(act="import", **changes))
        import_answers.func(world.satama.pk, imported.pk)
        page = english.get(f"{HOME}{imported.pk}/").content.decode()
        with working_for(world.satama):
            touchpoint = Touchpoint.objects.get(name=place)
        assert f"?touchpoint={touchpoint.pk}" in page
        assert ("stands on no customer journey yet" in page) is is_alone


def test_refused_rows_are_numbered_as_in_the_table(aino: Client, world: World) -> None:
    upload(aino)
    imported = brought(world)
    aino.post(f"{HOME}{imported.pk}/columns/", choices(act="import"))
    import_answers.func(world.satama.pk, imported.pk)
    with working_for(world.satama):
        assert RefusedRow.objects.get().row == 29
    assert '<td class="number">30</td>' in aino.get(f"{HOME}{imported.pk}/").content.decode()


def test_second_press_starts_nothing(aino: Client, world: World) -> None:
    upload(aino)
    imported = brought(world)
    for _ in range(2):
        aino.post(f"{HOME}{imported.pk}/columns/", choices(act="import"))
    import_answers.func(world.satama.pk, imported.pk)
    import_answers.func(world.satama.pk, imported.pk)
    assert brought(world).stored == 28


def test_open_page_takes_up_a_job_that_was_killed(aino: Client, world: World) -> None:
    upload(aino)
    imported = brought(world)
    aino.post(f"{HOME}{imported.pk}/columns/", choices(act="import"))
    with working_for(world.satama):
        long_ago = timezone.now() - timedelta(minutes=5)
        Import.objects.update(status="running", advanced_at=long_ago)
    aino.get(f"{HOME}{imported.pk}/progress/")
    again = brought(world)
    assert again.advanced_at is not None
    assert again.advanced_at > long_ago + timedelta(minutes=4)
    import_answers.func(world.satama.pk, imported.pk)
    assert brought(world).status == "done"


def test_time_left_follows_the_pace_and_not_the_time_it_stood_still(aino: Client, world: World) -> None:
    began = timezone.now() - timedelta(hours=2)
    with working_for(world.satama):
        imported = Import.objects.create(
            name="f.csv",
            file="f.csv",
            status="running",
            progress=0.25,
            started_at=began,
            advanced_at=began + timedelta(seconds=10),
        )
    page = aino.get(f"{HOME}{imported.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert "25\u00a0% · " in page
    assert "30" in page.split("25\u00a0% · ")[1][:30]
    aino.get(f"{HOME}{imported.pk}/progress/")
    again = brought(world)
    assert again.started_at is not None
    assert again.advanced_at is not None
    assert again.advanced_at - again.started_at == timedelta(seconds=10)
    assert again.advanced_at > began + timedelta(hours=1)


def test_file_that_vanished_stops_with_a_reason(aino: Client, world: World, tmp_path: Path) -> None:
    upload(aino)
    imported = brought(world)
    aino.post(f"{HOME}{imported.pk}/columns/", choices(act="import"))
    (tmp_path / imported.file).unlink()
    import_answers.func(world.satama.pk, imported.pk)
    stopped = brought(world)
    assert stopped.status == "failed"
    assert stopped.trouble in aino.get(f"{HOME}{imported.pk}/").content.decode()
    aino.post(f"{HOME}{imported.pk}/removal/")
    with working_for(world.satama):
        assert not Import.objects.exists()


def test_refused_rows_download_without_formulas(aino: Client, world: World, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Päivä,Arvosana\n=1+1,5\n2024-01-01,9\n")
    mapping = {
        "date": {"column": "Päivä"},
        "touchpoint": {"name": "Chat"},
        "questions": [{"column": "Arvosana", "kind": "csat", "name": "a"}],
    }
    with working_for(world.satama):
        import_file(path, mapping=mapping)
        RefusedRow.objects.filter(row=1).update(reason="=cmd|' /C calc'!A0")
    response = aino.get(f"{HOME}{brought(world).pk}/refused.csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Rivi,Syy,Päivä,Arvosana"
    assert lines[1] == "2,'=cmd|' /C calc'!A0,'=1+1,5"
    assert lines[2].startswith("3,")
    assert lines[2].endswith(",2024-01-01,9")


def test_cells_of_refused_rows_go_when_anybody_is_erased(aino: Client, world: World, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Päivä,Arvosana,Kuka\neilen,5,Kyllikki\n")
    mapping = {
        "date": {"column": "Päivä"},
        "touchpoint": {"name": "Chat"},
        "questions": [{"column": "Arvosana", "kind": "csat", "name": "a"}],
    }
    with working_for(world.satama):
        import_file(path, mapping=mapping)
        assert RefusedRow.objects.get().cells == [["Päivä", "eilen"], ["Arvosana", "5"], ["Kuka", "Kyllikki"]]
        forget_customer(world.eero.pk)
    lines = aino.get(f"{HOME}{brought(world).pk}/refused.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Rivi,Syy"
    assert lines[1].startswith("2,")
    assert "Kyllikki" not in lines[1]


def test_those_who_may_not_write_and_other_organisations_are_kept_out(world: World, browse: Browse) -> None:
    with working_for(world.satama):
        imported = Import.objects.create(name="f.csv", status="done")
    assert browse(world.onni).get(HOME).status_code == 403
    assert browse(world.outi).get(f"{HOME}{imported.pk}/").status_code == 404
    assert browse(world.outi).get(f"/o/toinen/feedback/imports/{imported.pk}/").status_code == 404


def test_list_costs_the_same_for_one_and_three(aino: Client, world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            aino.get(HOME)
        return len(seen)

    with working_for(world.satama):
        Import.objects.create(name="1.csv", actor=world.aino)
    one = queries()
    with working_for(world.satama):
        for number in (2, 3):
            Import.objects.create(name=f"{number}.csv", actor=world.aino)
    assert queries() == one


def test_large_upload_is_moved_not_read_into_memory(
    aino: Client, world: World, tmp_path: Path, settings: Any
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    upload(aino)
    assert (tmp_path / brought(world).file).read_text() == FILE
