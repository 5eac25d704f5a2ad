from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from kohtaamo.feedback.jobs import ask_people_of_lists
from kohtaamo.feedback.models import ContactList, FatigueRule, Invitation, Occasion, SendingHours, Survey
from kohtaamo.organisation.models import Member, User
from tests.world import World

Browse = Callable[[Member], Client]
OF_FORM: dict[str, Any] = {
    "name": "Puhelun jälkeen",
    "kind": "encounter",
    "after": "encounter",
    "sample_percent": "50",
    "delay": "2",
    "delay_unit": "hours",
    "first_way": "email",
    "second_way": "sms",
    "reminders": "1",
    "remind_after_days": "4",
    "expires_after_days": "30",
    "fact_1": "encounter.waited_seconds",
    "relation_1": ">=",
    "value_1": "300",
    "relation_2": "==",
}


def test_an_occasion_is_made_read_started_and_paused(
    in_satama: World, survey: Survey, browse: Browse
) -> None:
    client = browse(in_satama.aino)
    made = client.post("/o/satama/feedback/occasions/new/", {**OF_FORM, "survey": survey.pk})
    occasion = Occasion.objects.get()
    assert made["Location"].endswith(f"/occasions/{occasion.pk}/")
    assert occasion.delay_minutes == 120
    assert occasion.ways == ["email", "sms"]
    assert occasion.condition == {">=": [{"var": "encounter.waited_seconds"}, 300]}
    assert not occasion.is_active
    page = client.get(f"/o/satama/feedback/occasions/{occasion.pk}/").content.decode()
    assert "2 tuntia" in page
    assert "50 %" in page
    client.post(f"/o/satama/feedback/occasions/{occasion.pk}/state/", {"start": "1"})
    occasion.refresh_from_db()
    assert occasion.is_active
    edit = client.get(f"/o/satama/feedback/occasions/{occasion.pk}/edit/").content.decode()
    assert 'value="encounter.waited_seconds"' in edit
    client.post(f"/o/satama/feedback/occasions/{occasion.pk}/state/", {"pause": "1"})
    occasion.refresh_from_db()
    assert not occasion.is_active


def test_limits_and_hours_are_saved_together_or_not_at_all(in_satama: World, browse: Browse) -> None:
    client = browse(in_satama.aino)
    given = {
        **{f"counts_{n}": "asked" for n in range(1, 5)},
        **{f"of_{n}": "all" for n in range(1, 5)},
        "most_1": "2", "days_1": "30", "of_1": "kind:relationship",
        "opens_at": "10:00", "closes_at": "18:00", "days": ["0", "2"], "country": "FI",
        "time_zone": "Europe/Helsinki",
    }  # fmt: skip
    broken = client.post("/o/satama/feedback/occasions/limits/", {**given, "most_2": "3"})
    assert broken.status_code == 422
    assert not FatigueRule.objects.exists()
    assert client.post("/o/satama/feedback/occasions/limits/", given).status_code == 302
    rule = FatigueRule.objects.get()
    assert (rule.most, rule.days, rule.of, rule.kind) == (2, 30, "kind", "relationship")
    hours = SendingHours.objects.get()
    assert hours.days == [0, 2]
    assert client.get("/o/satama/feedback/occasions/limits/").status_code == 200


def test_a_list_with_broken_addresses_tells_each_and_asks_the_others_once_started(
    in_satama: World, occasion: Callable[..., Occasion], always: SendingHours, browse: Browse
) -> None:
    """Of 50 rows every fifth is broken, and two are one person twice."""
    made = occasion(after="contacts", is_active=False, active_since=None)
    rows = [f"{n};{'ei-osoite' if n % 5 == 0 else f'a{n}@example.org'};Nimi {n}" for n in range(1, 49)]
    rows += ["49;A1@example.org;Sama", "2;a2@example.org;Sama"]
    text = "asiakasnumero;sähköposti;nimi\n" + "\n".join(rows)
    upload = SimpleUploadedFile("lista.csv", text.encode())
    client = browse(in_satama.aino)
    answer = client.post(f"/o/satama/feedback/occasions/{made.pk}/contacts/", {"file": upload})
    taken = ContactList.objects.get()
    assert answer["Location"].endswith(f"/lists/{taken.pk}/")
    assert taken.rows == 50
    # the heading is the first line
    assert [one["row"] for one in taken.refused] == [n + 1 for n in range(1, 49) if n % 5 == 0]
    assert set(Invitation.objects.values_list("state", flat=True)) == {"eligible"}
    assert "ei-osoite" in client.get(answer["Location"]).content.decode()
    client.post(f"/o/satama/feedback/occasions/{made.pk}/state/", {"start": "1"})
    assert DBTaskResult.objects.filter(task_path=ask_people_of_lists.module_path).count() == 1
    ask_people_of_lists.call(in_satama.satama.pk, made.pk)
    states = sorted(Invitation.objects.values_list("state", "why"))
    assert states.count(("waiting", "")) == 39
    assert states.count(("quarantined", "duplicate")) == 1
    assert client.get(f"/o/satama/feedback/occasions/{made.pk}/?state=waiting").status_code == 200


def test_each_broken_address_is_named_with_its_line_in_both_languages(
    in_satama: World, occasion: Callable[..., Occasion], always: SendingHours, browse: Browse
) -> None:
    """Two of ten, and no heading: the first line is a person too."""
    made = occasion(after="contacts")
    lines = [f"a{n}@example.org" for n in range(1, 11)]
    lines[3], lines[8] = "a4@@example", "a9@example.org\u200b<b>"
    client = browse(in_satama.aino)
    answer = client.post(
        f"/o/satama/feedback/occasions/{made.pk}/contacts/", {"pasted": "\n".join(lines) + "\n"}
    )
    assert Invitation.objects.count() == 8
    told = []
    for language in ("fi", "en"):
        User.objects.filter(email="aino@example.org").update(language=language)
        page = client.get(answer["Location"]).content.decode()
        told.append(re.findall(r'<tr><td class="number">(\d+)</td><td>(.*?)</td></tr>', page))
    for rows in told:
        assert [line for line, _why in rows] == ["4", "9"]
        assert "a4@@example" in rows[0][1]
        assert "<b>" not in rows[1][1]
    assert told[0][0][1] != told[1][0][1]


def test_addresses_alone_will_do(
    in_satama: World, occasion: Callable[..., Occasion], always: SendingHours, browse: Browse
) -> None:
    made = occasion(after="contacts")
    pasted = "a@example.org\nb@example.org\nb@example.org\n"
    browse(in_satama.aino).post(f"/o/satama/feedback/occasions/{made.pk}/contacts/", {"pasted": pasted})
    assert sorted(Invitation.objects.values_list("address", flat=True)) == ["a@example.org", "b@example.org"]
    assert ContactList.objects.get().duplicates == 1


def test_links_for_messages_of_ones_own_come_as_a_file_and_count_as_sent(
    in_satama: World, occasion: Callable[..., Occasion], always: SendingHours, browse: Browse
) -> None:
    made = occasion(after="contacts", ways=["personal_link"])
    client = browse(in_satama.aino)
    pasted = "asiakasnumero;nimi\nC-7;=cmd\nC-8;Bo\n"
    client.post(f"/o/satama/feedback/occasions/{made.pk}/contacts/", {"pasted": pasted})
    told = client.post(f"/o/satama/feedback/occasions/{made.pk}/links.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert sorted(row["customer"] for row in rows) == ["C-7", "C-8"]
    assert all("/s/" in row["link"] and "k=" in row["link"] for row in rows)
    assert not any(row["name"].startswith("=") for row in rows)
    assert set(Invitation.objects.values_list("state", flat=True)) == {"sent"}
    address = urlsplit(rows[0]["link"])
    assert Client().get(f"{address.path}?{address.query}").status_code == 200
