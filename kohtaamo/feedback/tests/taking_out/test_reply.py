"""A file of answers leaves part by part, and nothing of it stays."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from kohtaamo.feedback.models import Answer, Survey
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.feedback.services import create_survey, publish_survey
from kohtaamo.feedback.taking_out import FORMS, take_out
from kohtaamo.feedback.taking_out.reply import TakenFile, file_of
from kohtaamo.journeys.services import find_or_create_touchpoint
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

COUNT, START = 1_500, datetime(2024, 5, 1, tzinfo=UTC)


def asked(in_world: World) -> Survey:
    """Answers whose words are long enough for several parts."""
    touchpoint, _ = find_or_create_touchpoint(name="Desk")
    questions = [{"name": "why", "type": "open_text", "title": {"en": "Why?"}}]
    whole = read_questionnaire({"languages": ["en"], "pages": [{"elements": questions}]})
    survey = create_survey(name="Long", touchpoint=touchpoint, questionnaire=whole)
    publish_survey(survey=survey)
    Answer.objects.bulk_create(
        Answer(
            organisation=in_world.satama,
            uid=f"a{number}",
            survey=survey,
            touchpoint=touchpoint,
            happened_at=START + timedelta(minutes=number),
            content=[{"name": "why", "kind": "open_text", "value": f"{number} " + "word " * 40}],
        )
        for number in range(COUNT)
    )
    return survey


@pytest.fixture
def tray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are made meanwhile."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_long_file_leaves_in_parts_and_is_gone(in_satama: World, tray: Path) -> None:
    reply = file_of(asked(in_satama), "csv", "en")
    parts = list(reply)
    reply.close()
    assert len(parts) > 1
    assert max(map(len, parts)) <= TakenFile.block_size
    whole = b"".join(parts)
    assert whole.decode("utf-8-sig").count("\r\n") == COUNT + 1
    assert reply["Content-Length"] == str(len(whole))
    assert reply["Content-Disposition"] == 'attachment; filename="long.csv"'
    assert list(tray.iterdir()) == []


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"xlsx", "sav", "triple_s"}))
def test_a_reply_says_what_the_command_writes(in_satama: World, tmp_path: Path, form: str) -> None:
    survey, path = asked(in_satama), tmp_path / "out"
    take_out(survey, form, path, language="en")
    reply = file_of(survey, form, "en")
    assert reply.getvalue() == path.read_bytes()
    assert reply["X-Content-Type-Options"] == "nosniff"
    reply.close()


def test_a_page_sends_it_packed_where_the_browser_unpacks(
    world: World, browse: Callable[[Member], Client]
) -> None:
    with working_for(world.satama):
        survey = asked(world)
    address = f"/o/satama/feedback/surveys/{survey.pk}/answers/?as=jsonl"
    browser = browse(world.aino)
    plain = browser.get(address)
    packed = browser.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.getvalue()) == plain.getvalue()
    plain.close()
    packed.close()


def test_a_form_that_is_not_known_leaves_no_file_behind(in_satama: World, tray: Path) -> None:
    survey = asked(in_satama)
    with pytest.raises(KeyError):
        file_of(survey, "exe", "en")
    assert list(tray.iterdir()) == []
