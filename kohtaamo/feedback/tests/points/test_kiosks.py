from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from kohtaamo.feedback.models import Answer, Kiosk, QuotaCount, Survey
from kohtaamo.feedback.points import make_kiosk, new_pairing, pair, retire_kiosk
from kohtaamo.feedback.points.arriving import moment_of
from kohtaamo.feedback.queries import response_of
from kohtaamo.feedback.reaching import answers_by_way
from kohtaamo.feedback.services import close_survey
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def paired(world: World, survey: Survey, **facts: Any) -> Kiosk:
    with working_for(world.satama):
        made = make_kiosk(survey=survey, name="Kampin tabletti", **facts)
    kiosk = pair(made.code)
    assert kiosk
    return kiosk


def an_answer(kiosk: Kiosk, key: str, **more: Any) -> dict[str, Any]:
    told = {"uid": f"link:{kiosk.link.code}:{key}", "version": 1, "language": "fi", "values": {"nps": 9}}
    return told | more


def send(kiosk: Kiosk, *answers: dict[str, Any], **more: Any) -> Any:
    address = f"/kiosk/{kiosk.token}/answers/"
    sent = {"answers": answers, "waiting": len(answers), "refused": 0, "version": 1} | more
    return Client().post(address, json.dumps(sent), content_type="application/json")


def test_a_code_pairs_one_device_once(world: World, survey: Survey) -> None:
    with working_for(world.satama):
        made = make_kiosk(survey=survey, name="Kampin tabletti")
    device = Client()
    page = device.post("/kiosk/", {"code": made.code.upper()})
    assert page.status_code == 302
    assert re.fullmatch(r"/kiosk/[\w-]{43}/", page["Location"])
    assert device.get(page["Location"]).status_code == 200
    assert "sessionid" not in device.cookies
    assert Client().post("/kiosk/", {"code": made.code}).status_code == 422


def test_an_old_code_pairs_nothing(world: World, survey: Survey) -> None:
    with working_for(world.satama):
        made = make_kiosk(survey=survey, name="Kampin tabletti")
        Kiosk.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert pair(made.code) is None
    assert pair("") is None


def test_answers_are_stored_with_their_place_and_none_twice(world: World, survey: Survey) -> None:
    kiosk = paired(world, survey, unit=world.unit, touchpoint=world.desk, channel="face_to_face")
    batch = [an_answer(kiosk, f"{one:08}") for one in range(3)]
    first, again = send(kiosk, *batch).json(), send(kiosk, *batch).json()
    assert [one["state"] for one in first["outcomes"]] == ["stored"] * 3
    assert [one["state"] for one in again["outcomes"]] == ["stored"] * 3
    with working_for(world.satama):
        rows = list(Answer.objects.select_related("unit", "touchpoint"))
        came = answers_by_way(survey)
    assert len(rows) == 3
    assert {(row.unit, row.touchpoint, row.channel) for row in rows} == {
        (world.unit, world.desk, "face_to_face")
    }
    assert came.by_way["kiosk"] == 3


def test_each_answer_is_acknowledged_by_itself(world: World, survey: Survey) -> None:
    kiosk = paired(world, survey)
    told = send(
        kiosk,
        an_answer(kiosk, "11111111"),
        an_answer(kiosk, "22222222", values={"nps": 99}),
        an_answer(kiosk, "33333333", version=7),
        an_answer(kiosk, "44444444", uid="link:aaaaaaaa:44444444"),
    ).json()
    assert [one["state"] for one in told["outcomes"]] == ["stored", "refused", "refused", "refused"]
    with working_for(world.satama):
        kiosk.refresh_from_db()
        assert (Answer.objects.count(), kiosk.waiting, kiosk.refused, kiosk.version) == (1, 0, 3, 1)


def test_an_answer_given_before_the_survey_was_closed_is_stored_after_it(
    world: World, survey: Survey
) -> None:
    kiosk = paired(world, survey)
    said = timezone.now() - timedelta(hours=5)
    with working_for(world.satama):
        close_survey(survey=survey)
    clock = round(timezone.now().timestamp() * 1000)
    told = send(kiosk, an_answer(kiosk, "11111111", at=said.timestamp() * 1000), clock=clock).json()
    assert (told["outcomes"][0]["state"], told["open"]) == ("stored", False)
    late = send(kiosk, an_answer(kiosk, "22222222", at=clock), clock=clock).json()
    assert late["outcomes"][0]["state"] == "refused"


def test_what_a_kiosk_kept_fills_quotas_and_what_is_past_them_is_kept_uncounted(
    world: World, with_quota: Survey
) -> None:
    kiosk = paired(world, with_quota)
    given = [3, 9, 2, 1, 10]
    batch = [an_answer(kiosk, f"{one:08}", values={"nps": nps}) for one, nps in enumerate(given)]
    for _ in range(2):
        told = send(kiosk, *batch).json()["outcomes"]
        assert [one["state"] for one in told] == ["stored"] * 5
    with working_for(world.satama):
        rows = Answer.objects.order_by("uid")
        kept = [(row.content[0]["value"], row.is_complete, row.attributes.get("over_quota")) for row in rows]
        response = response_of(with_quota)
        assert dict(QuotaCount.objects.values_list("name", "count")) == {"sad": 1}
    assert kept == [
        (3, True, None), (9, True, None), (2, False, "sad"), (1, False, "sad"), (10, True, None),
    ]  # fmt: skip
    assert (response.answers, response.complete, response.over_quota) == (3, 3, 2)


def test_a_retired_kiosk_is_told_so_and_takes_nothing(world: World, survey: Survey) -> None:
    kiosk = paired(world, survey)
    with working_for(world.satama):
        retire_kiosk(kiosk=Kiosk.objects.select_related("link").get(pk=kiosk.pk))
    assert send(kiosk, an_answer(kiosk, "11111111")).status_code == 404
    assert Client().get(f"/kiosk/{kiosk.token}/").status_code == 404
    with working_for(world.satama):
        again = new_pairing(kiosk=Kiosk.objects.select_related("link").get(pk=kiosk.pk))
    fresh = pair(again.code)
    assert fresh
    assert fresh.token != kiosk.token


def test_what_no_device_sends_is_refused_whole(world: World, survey: Survey) -> None:
    kiosk = paired(world, survey)
    address = f"/kiosk/{kiosk.token}/answers/"
    for body in ("", "[]", "null", '{"answers": {}}', '{"answers": [1]}', "{" * 3000):
        assert Client().post(address, body, content_type="application/json").status_code == 400


def test_the_clock_of_a_device_is_put_right() -> None:
    hour = 3_600_000
    now = NOW.timestamp() * 1000
    # its clock is two hours ahead: what it says happened at 13.30 happened at 11.30
    assert moment_of(now + 1.5 * hour, None, now + 2 * hour, NOW) == NOW - timedelta(minutes=30)
    # the difference it saw then holds, also when its clock was put right before it sends
    assert moment_of(now + 1.5 * hour, -2 * hour, now, NOW) == NOW - timedelta(minutes=30)
    assert moment_of(now + 10 * hour, 0, now, NOW) == NOW
    assert moment_of("soon", None, now, NOW) == NOW
    assert moment_of(float("nan"), None, now, NOW) == NOW


def test_the_worker_keeps_the_page_and_changes_with_the_questions(world: World, survey: Survey) -> None:
    kiosk = paired(world, survey)
    address = f"/kiosk/{kiosk.token}/worker.js"
    first, again = Client().get(address), Client().get(address, headers={"accept-language": "en"})
    assert first["Content-Type"].startswith("text/javascript")
    assert first.content == again.content
    kept = json.loads(first.content.decode().removeprefix("self.kept=").partition(";")[0])
    assert kept["page"] == f"/kiosk/{kiosk.token}/"
    with working_for(world.satama):
        Kiosk.objects.update(idle_seconds=90)
    assert Client().get(address).content != first.content
