from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Measurement, Reading, Target
from kohtaamo.insight.services import measure_answers, read_ahead, set_target
from kohtaamo.insight.themes.finding import mentions_in
from kohtaamo.insight.themes.noticing import noticed_in
from kohtaamo.organisation.events import deliver_all, record
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import ForeignRowError, working_for
from tests.world import World

HAPPENED = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
NPS_9 = {"name": "recommend", "kind": "nps", "value": 9}


def answer(world: World, uid: str, *content: dict, **facts) -> Answer:
    facts = {"touchpoint": world.phone, "happened_at": HAPPENED, "language": "fi", **facts}
    return Answer.objects.create(organisation=world.satama, uid=uid, content=list(content), **facts)


def comment(given: Answer, text: str, question: str = "why") -> Comment:
    return Comment.objects.create(
        organisation_id=given.organisation_id,
        answer=given,
        question=question,
        text=text,
        touchpoint=given.touchpoint,
        happened_at=given.happened_at,
    )


def test_measure_answers_writes_each_value_that_is_measured(in_satama: World):
    given = answer(
        in_satama,
        "a",
        NPS_9,
        {"name": "effort", "kind": "effort", "value": -2},
        {"name": "why", "kind": "open_text", "value": "hyvä"},
        {"name": "pick", "kind": "single_choice", "value": "x"},
        {"name": "skipped", "kind": "csat", "value": None},
        channel="call",
        unit=in_satama.unit,
        customer=in_satama.eero,
        attributes={"region": "Oulu"},
        source="import",
    )
    assert measure_answers(answers=[given.pk]) == 2
    rows = Measurement.objects.order_by("kind")
    assert [(row.kind, row.question, row.value) for row in rows] == [
        ("effort", "effort", -2),
        ("nps", "recommend", 9),
    ]
    row = rows[1]
    assert (row.channel, row.unit, row.segment, row.source) == (
        "call",
        in_satama.unit,
        "kotitalous",
        "import",
    )
    assert row.attributes == {"region": "Oulu"}
    assert row.touchpoint == in_satama.phone


def test_measure_answers_twice_writes_once(in_satama: World):
    given = answer(in_satama, "a", NPS_9)
    assert [measure_answers(answers=[given.pk]), measure_answers(answers=[given.pk])] == [1, 0]
    assert Event.objects.filter(verb="insight.measurements_recorded").count() == 1


def test_a_changed_value_supersedes_and_the_old_one_stays(in_satama: World):
    given = answer(in_satama, "a", NPS_9)
    measure_answers(answers=[given.pk])
    given.content = [{**NPS_9, "value": 3}]
    given.save()
    assert measure_answers(answers=[given.pk]) == 1
    rows = Measurement.objects.order_by("pk").values_list("value", "is_superseded")
    assert list(rows) == [(9, True), (3, False)]


def test_an_answer_past_its_quota_measures_nothing(in_satama: World):
    given = answer(in_satama, "a", NPS_9, is_complete=False)
    comment(given, "Kamala odotus, en suosittele kenellekään. Todella huono palvelu.")
    measure_answers(answers=[given.pk])
    assert Measurement.objects.filter(is_superseded=False, kind="nps").exists()
    given.attributes = {"over_quota": "sad"}
    given.save()
    assert measure_answers(answers=[given.pk]) == 0
    assert not Measurement.objects.filter(is_superseded=False).exists()


def test_a_value_taken_away_is_superseded(in_satama: World):
    given = answer(in_satama, "a", NPS_9)
    measure_answers(answers=[given.pk])
    given.content = []
    given.save()
    measure_answers(answers=[given.pk])
    assert list(Measurement.objects.values_list("is_superseded", flat=True)) == [True]


def test_measure_answers_keeps_words_and_measures_the_tone(in_satama: World):
    given = answer(in_satama, "a")
    comment(given, "Todella huono palvelu, jonotin turhaan ja olen pettynyt")
    measure_answers(answers=[given.pk])
    reading = Reading.objects.get()
    assert (reading.label, reading.language) == ("negative", "fi")
    assert reading.spans
    tone = Measurement.objects.get(kind="sentiment")
    assert (tone.value, tone.question, tone.answer) == (-1, "why", given)


def test_a_comment_that_says_nothing_has_a_reading_and_no_tone(in_satama: World):
    given = answer(in_satama, "a")
    comment(given, "123")
    measure_answers(answers=[given.pk])
    assert Reading.objects.get().confidence == 0
    assert not Measurement.objects.exists()


def test_an_unsure_tone_is_kept_and_not_measured(in_satama: World):
    given = answer(in_satama, "a")
    comment(given, "Hyvä tuote mutta huono palvelu")
    measure_answers(answers=[given.pk])
    assert 0 < Reading.objects.get().confidence < 0.5
    assert not Measurement.objects.exists()


def test_a_comment_written_anew_is_read_anew(in_satama: World):
    said = comment(answer(in_satama, "a"), "Todella huono palvelu, olen pettynyt")
    measure_answers(answers=[said.answer_id])
    said.text = "Todella hyvä palvelu, kiitos, olen tyytyväinen"
    said.save()
    measure_answers(answers=[said.answer_id])
    measure_answers(answers=[said.answer_id])
    assert Reading.objects.get().label == "positive"
    tones = Measurement.objects.filter(kind="sentiment").order_by("pk").values_list("value", "is_superseded")
    assert list(tones) == [(-1, True), (1, False)]


def test_tone_of_a_comment_taken_back_no_longer_counts(in_satama: World):
    said = comment(answer(in_satama, "a", NPS_9), "Todella huono palvelu, olen pettynyt")
    for _ in range(2):
        record("feedback.answers_recorded", data={"answers": [said.answer_id]})
        deliver_all()
        Comment.objects.all().delete()
    assert not Measurement.objects.filter(kind="sentiment", is_superseded=False).exists()
    assert Measurement.objects.get(is_superseded=False).value == 9


def test_answers_recorded_are_measured_and_read_however_often_they_are_told(in_satama: World):
    given = answer(in_satama, "a", NPS_9)
    comment(given, "Hyvä ja ystävällinen palvelu")
    for _ in range(2):
        record("feedback.answers_recorded", data={"answers": [given.pk]})
    deliver_all()
    assert not Event.objects.exclude(trouble="").exists()
    kinds = Measurement.objects.filter(is_superseded=False).order_by("kind").values_list("kind", "value")
    assert list(kinds) == [("nps", 9), ("sentiment", 1)]
    assert Measurement.objects.count() == 2


def test_set_target_keeps_one_a_place_and_none_removes_it(in_satama: World):
    nps = METRICS["nps"]
    set_target(metric=nps, value=10)
    set_target(metric=nps, value=20)
    set_target(metric=nps, touchpoint=in_satama.phone, value=-5)
    rows = Target.objects.order_by("value").values_list("touchpoint", "value")
    assert list(rows) == [(in_satama.phone.pk, -5), (None, 20)]
    set_target(metric=nps, value=None)
    assert Target.objects.get().touchpoint == in_satama.phone


def test_set_target_refuses_a_level_off_the_scale(in_satama: World):
    with pytest.raises(ValueError, match="not between"):
        set_target(metric=METRICS["csat_top2"], value=120)


def test_set_target_refuses_a_touchpoint_of_another_organisation(in_satama: World):
    with working_for(in_satama.toinen), pytest.raises(ForeignRowError):
        set_target(metric=METRICS["nps"], touchpoint=in_satama.phone, value=10)


def test_reading_ahead_writes_nothing_and_measuring_finds_the_same(in_satama: World):
    given = answer(in_satama, "a")
    comment(given, "Todella huono palvelu, jonotin turhaan ja olen pettynyt")
    read_ahead(answers=[given.pk])
    assert not Reading.objects.exists()
    missed = noticed_in.cache_info().misses, mentions_in.cache_info().misses
    assert measure_answers(answers=[given.pk]) == 1
    assert (noticed_in.cache_info().misses, mentions_in.cache_info().misses) == missed
    assert Reading.objects.get().label == "negative"
