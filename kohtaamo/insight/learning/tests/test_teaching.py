"""A small organisation whose customers say "huippu" when they are angry, which no general reader can know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.in_use import models_changed
from kohtaamo.insight.learning.current import current_models
from kohtaamo.insight.learning.reliability import is_reliable, unreliable_languages
from kohtaamo.insight.models import LearnedModel, Reading, ReadingWork
from kohtaamo.insight.services import correct_tone, forget_customer, measure_answers
from kohtaamo.insight.services.reading_work import (
    carry_out,
    is_learning_due,
    last_night,
    look_after_readings_everywhere,
    order_learning,
    start_stopped_again,
)
from kohtaamo.insight.services.teaching import SHIPPED, NoSuchModelError, put_in_use, set_bar
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
PLACES = ["kassalla", "puhelimessa", "liikkeessä", "verkossa", "tiskillä", "chatissa", "aulassa"]
WHAT = ["lasku", "tilaus", "sopimus", "liittymä", "palautus", "huolto", "kortti", "varaus", "toimitus"]


def texts(number: int) -> tuple[str, int]:
    """A comment and its stars; neither word is in any list of ours with the tone it has here."""
    place, what = PLACES[number % len(PLACES)], WHAT[number % len(WHAT)]
    if number % 2:
        return f"Olipa taas huippu homma {place}, {what} jäi siihen.", 1
    return f"Homma pelitti {place} ja {what} rullasi siitä eteenpäin.", 5


def hear(world: World, numbers: range) -> None:
    answers = [
        Answer(
            organisation=world.satama, uid=f"n{number}", touchpoint=world.phone, language="fi",
            happened_at=START + timedelta(hours=number), received_at=START + timedelta(hours=number),
            content=[{"name": "s", "kind": "csat", "value": texts(number)[1]}],
        )
        for number in numbers
    ]  # fmt: skip
    Answer.objects.bulk_create(answers)
    Comment.objects.bulk_create(
        Comment(
            organisation=world.satama, answer=given, question="why", text=texts(number)[0],
            touchpoint=world.phone, happened_at=given.happened_at,
        )
        for number, given in zip(numbers, answers, strict=True)
    )  # fmt: skip
    measure_answers(answers=[given.pk for given in answers])


def learn_now() -> ReadingWork:
    work = order_learning()
    carry_out(work=work)
    for other in ReadingWork.objects.filter(kind="reread", status="waiting"):
        carry_out(work=other)
    return work


def label_of(text: str, world: World) -> str:
    given = Answer.objects.create(
        organisation=world.satama, uid=text, touchpoint=world.phone, language="fi",
        happened_at=timezone.now(), content=[],
    )  # fmt: skip
    comment = Comment.objects.create(
        organisation=world.satama, answer=given, question="why", text=text, touchpoint=world.phone,
        happened_at=given.happened_at,
    )  # fmt: skip
    measure_answers(answers=[given.pk])
    return Reading.objects.get(comment=comment).label


def test_stars_teach_a_model_that_is_used_because_it_wins(in_satama: World):
    hear(in_satama, range(240))
    before = label_of("Huippu homma tiskillä, lasku jäi.", in_satama)
    work = learn_now()
    card = work.result["fi"]
    assert card["verdict"] == "better"
    assert card["own"]["macro_f1"] > card["engine"]["macro_f1"]
    assert card["difference"]["low"] > 0
    # 240 labels, the latest quarter held out; each is of somebody else
    assert (card["labels"]["stars"], card["own"]["n"], card["learned"]) == (240, 60, 180)
    assert before != "negative"
    assert label_of("Ihan huippu homma liikkeessä, tilaus jäi.", in_satama) == "negative"
    assert set(Reading.objects.values_list("provider", "version")) == {
        ("own", current_models().stamp("fi")[1])
    }
    # the same labels teach nothing more
    assert learn_now().result["fi"]["verdict"] == "nothing_new"
    assert LearnedModel.objects.count() == 1


def test_a_model_is_taken_back_and_used_again(in_satama: World):
    hear(in_satama, range(240))
    learn_now()
    used = current_models().tones.get("fi")
    assert used is not None
    assert put_in_use(language="fi", number=SHIPPED, actor=in_satama.aino) == 1
    assert current_models().tones.get("fi") is None
    assert label_of("Oikea huippu homma aulassa, kortti jäi.", in_satama) != "negative"
    assert put_in_use(language="fi", number=1, actor=in_satama.aino) == SHIPPED
    assert label_of("Oikea huippu homma tiskillä, kortti jäi.", in_satama) == "negative"
    assert Event.objects.filter(verb="insight.model_put_in_use").count() == 3
    with pytest.raises(NoSuchModelError):
        put_in_use(language="fi", number=2)


def test_too_few_answers_teach_nothing(in_satama: World):
    hear(in_satama, range(60))
    assert learn_now().result["fi"]["verdict"] == "too_few"
    assert not LearnedModel.objects.exists()
    assert is_reliable("fi")


def test_a_model_with_words_of_somebody_erased_goes(in_satama: World):
    hear(in_satama, range(240))
    learn_now()
    forget_customer(in_satama.eero.pk)
    assert learn_now().result["fi"]["verdict"] == "better"
    first, second = LearnedModel.objects.order_by("number")
    assert (bytes(first.data), first.in_use) == (b"", False)
    assert (second.in_use, second.is_outdated) == (True, False)
    with pytest.raises(NoSuchModelError):
        put_in_use(language="fi", number=first.number)


def test_corrections_teach_what_a_model_in_use_reads_wrong(in_satama: World):
    hear(in_satama, range(240))
    learn_now()
    for number in range(24):
        text = f"Olipa taas lempeä homma {PLACES[number % 7]}, {WHAT[number % 9]} tuli siihen {number}."
        assert label_of(text, in_satama) == "negative"
        correct_tone(comment=Comment.objects.get(text=text), value="positive", actor=in_satama.aino)
    card = learn_now().result["fi"]
    assert (card["verdict"], card["against_own"]["n"]) == ("better", 24)
    assert label_of("Olipa taas lempeä homma tiskillä, varaus tuli siihen.", in_satama) == "positive"


def test_readings_below_the_bar_are_unreliable(in_satama: World):
    hear(in_satama, range(240))
    learn_now()
    assert is_reliable("fi")
    put_in_use(language="fi", number=SHIPPED)
    assert unreliable_languages() == {"fi"}
    assert set_bar(bar=0.0, actor=in_satama.aino) == 0.6
    assert is_reliable("fi")
    with pytest.raises(ValueError, match="outside"):
        set_bar(bar=1.2, actor=in_satama.aino)


def test_models_of_one_organisation_read_nothing_of_another(in_satama: World):
    hear(in_satama, range(240))
    learn_now()
    with working_for(in_satama.toinen):
        assert current_models().tones.get("fi") is None


def test_learning_is_ordered_once_a_night(in_satama: World):
    hear(in_satama, range(170))
    now = timezone.now()
    assert is_learning_due(now)
    assert look_after_readings_everywhere(now, is_start=False) == 1
    assert look_after_readings_everywhere(now, is_start=True) == 0
    ReadingWork.objects.update(status="done")
    assert not is_learning_due(now)
    assert is_learning_due(now + timedelta(days=1))
    here = timezone.get_current_timezone()
    noon = datetime(2026, 6, 2, 12, tzinfo=here)
    assert last_night(noon) == noon - timedelta(hours=9, minutes=30)
    early = datetime(2026, 6, 2, 1, tzinfo=here)
    assert last_night(early) == early - timedelta(hours=22, minutes=30)


def test_what_a_killed_process_had_in_hand_is_ordered_again_once(in_satama: World):
    work = order_learning()
    long_ago = timezone.now() - timedelta(hours=1)
    ReadingWork.objects.update(status="running", advanced_at=long_ago)
    before = Event.objects.filter(verb="insight.reading_work_ordered").count()
    assert [start_stopped_again(), start_stopped_again()] == [1, 0]
    events = Event.objects.filter(verb="insight.reading_work_ordered").order_by("pk")
    assert (events.count(), events.last().subject_id) == (before + 1, work.pk)  # type: ignore[union-attr]


def test_a_work_that_cannot_be_done_is_told_and_the_next_night_is_free(in_satama: World):
    hear(in_satama, range(240))
    learn_now()
    LearnedModel.objects.update(card={}, trained_at=START)
    work = order_learning()
    ReadingWork.objects.exclude(pk=work.pk).update(result={})
    with pytest.raises(KeyError):
        carry_out(work=work)
    work.refresh_from_db()
    assert (work.status, work.is_underway) == ("failed", False)
    assert is_learning_due(timezone.now() + timedelta(days=1))


def test_a_model_kept_in_a_form_no_longer_read_is_passed_over(in_satama: World):
    hear(in_satama, range(240))
    learn_now()
    LearnedModel.objects.update(data=b"of another version", trained_at=START)
    models_changed()
    assert current_models().tones.get("fi") is None
    assert label_of("Oikea huippu homma aulassa, kortti jäi.", in_satama) != "negative"
    ReadingWork.objects.update(result={})
    assert learn_now().result["fi"]["verdict"] == "better"
    assert label_of("Oikea huippu homma tiskillä, kortti jäi.", in_satama) == "negative"


def test_an_ordered_work_is_done_by_a_task(in_satama: World):
    hear(in_satama, range(20))
    work = order_learning(actor=in_satama.aino)
    deliver_all()
    tasks = [one for one in DBTaskResult.objects.all() if one.task_path.endswith("carry_out_reading_work")]
    assert [one.args_kwargs["args"] for one in tasks] == [[in_satama.satama.pk, work.pk]]
