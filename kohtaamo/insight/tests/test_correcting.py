from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.models import Correction, Measurement, Reading, ReadingWork
from kohtaamo.insight.services import (
    MACHINE,
    correct_theme,
    correct_tone,
    measure_answers,
    reread,
    set_reading,
)
from kohtaamo.insight.services.reading_work import order_rereading
from kohtaamo.insight.services.rereading import carry_on, outdated, unsettle
from kohtaamo.organisation.models import Event
from tests.world import World

HAPPENED = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
KIND = "Palvelu oli erinomaista ja ystävällistä, kiitos."


def said(world: World, text: str = KIND, *, uid: str = "a", is_from_staff: bool = False) -> Comment:
    given = Answer.objects.create(
        organisation=world.satama, uid=uid, touchpoint=world.phone, happened_at=HAPPENED, language="fi",
        content=[], is_from_staff=is_from_staff,
    )  # fmt: skip
    comment = Comment.objects.create(
        organisation=world.satama, answer=given, question="why", text=text, touchpoint=world.phone,
        happened_at=HAPPENED,
    )  # fmt: skip
    measure_answers(answers=[given.pk])
    return comment


def tones_in_force() -> list[float]:
    return list(Measurement.objects.filter(is_superseded=False).values_list("value", flat=True))


def test_a_correction_wins_over_the_machine_and_is_measured(in_satama: World):
    comment = said(in_satama)
    assert (Reading.objects.get().label, tones_in_force()) == ("positive", [1.0])
    assert correct_tone(comment=comment, value="negative", actor=in_satama.aino) == MACHINE
    read = Reading.objects.get()
    assert (read.label, read.sentiment, read.confidence, read.provider) == ("negative", -1.0, 1.0, "person")
    assert tones_in_force() == [-1.0]
    # its words were all kind: none of them speaks for what she said
    assert read.spans == []
    event = Event.objects.get(verb="insight.comment_corrected")
    assert (event.actor, event.data["value"], event.data["before"]) == (in_satama.aino, "negative", "machine")


def test_a_correction_stands_when_the_answer_is_delivered_again(in_satama: World):
    comment = said(in_satama)
    correct_tone(comment=comment, value="neutral", actor=in_satama.aino)
    assert measure_answers(answers=[comment.answer_id]) == 0
    assert (Reading.objects.get().label, tones_in_force()) == ("neutral", [0.0])


def test_what_is_taken_back_is_read_by_the_machine_again(in_satama: World):
    comment = said(in_satama)
    correct_tone(comment=comment, value="negative", actor=in_satama.aino)
    assert correct_tone(comment=comment, value=MACHINE, actor=in_satama.aino) == "negative"
    assert not Correction.objects.exists()
    assert (Reading.objects.get().label, tones_in_force()) == ("positive", [1.0])


def test_correcting_twice_keeps_the_last_and_tells_the_first(in_satama: World):
    comment = said(in_satama)
    correct_tone(comment=comment, value="negative", actor=in_satama.aino)
    assert correct_tone(comment=comment, value="neutral", actor=in_satama.onni) == "negative"
    assert list(Correction.objects.values_list("value", "member")) == [("neutral", in_satama.onni.pk)]


def test_a_theme_is_corrected_beside_the_tone(in_satama: World):
    comment = said(in_satama)
    correct_theme(comment=comment, theme="staff", value="no", actor=in_satama.aino)
    correct_tone(comment=comment, value="neutral", actor=in_satama.aino)
    assert set(Correction.objects.values_list("task", "theme", "value")) == {
        ("theme", "staff", "no"),
        ("tone", "", "neutral"),
    }


@pytest.mark.parametrize("value", ["very bad", "good", "Negative"])
def test_there_are_no_other_tones(in_satama: World, value: str):
    with pytest.raises(ValueError, match=value):
        correct_tone(comment=said(in_satama), value=value, actor=in_satama.aino)


def test_what_employees_wrote_is_neither_corrected_nor_read(in_satama: World):
    comment = said(in_satama, is_from_staff=True)
    with pytest.raises(ValueError, match="employees"):
        correct_tone(comment=comment, value="negative", actor=in_satama.aino)
    assert reread([comment.pk]) == 0
    with pytest.raises(Comment.DoesNotExist):
        set_reading(comment.pk, label="negative", score=-1, confidence=1, provider="x", version="1")
    assert not Reading.objects.exists()
    assert not outdated().exists()


def test_the_machine_reads_again_what_a_stronger_reader_lets_go(in_satama: World):
    comment = said(in_satama)
    set_reading(comment.pk, label="negative", score=-0.8, confidence=0.9, provider="llm", version="m1")
    unsettle(comment.pk)
    assert (Reading.objects.get().label, tones_in_force()) == ("positive", [1.0])


def test_a_stronger_reader_stands_and_a_person_wins_over_it(in_satama: World):
    comment = said(in_satama)
    set_reading(
        comment.pk, label="negative", score=-0.8, confidence=0.9, provider="llm", version="m1", spans=[(0, 7, -1)]
    )  # fmt: skip
    measure_answers(answers=[comment.answer_id])
    read = Reading.objects.get()
    assert (read.label, read.provider, read.version, read.spans) == ("negative", "llm", "m1", [[0, 7, -1]])
    assert tones_in_force() == [-1.0]
    correct_tone(comment=comment, value="neutral", actor=in_satama.aino)
    assert tones_in_force() == [0.0]
    set_reading(comment.pk, label="negative", score=-0.8, confidence=0.9, provider="llm", version="m2")
    assert tones_in_force() == [0.0]
    correct_tone(comment=comment, value=MACHINE, actor=in_satama.aino)
    assert (Reading.objects.get().label, tones_in_force()) == ("positive", [1.0])


def test_only_what_an_earlier_version_read_is_read_anew(in_satama: World):
    early, late, corrected, unread = (said(in_satama, uid=uid) for uid in "abcd")
    correct_tone(comment=corrected, value="negative", actor=in_satama.aino)
    Reading.objects.filter(comment__in=[early, corrected]).update(version="0", label="neutral")
    Reading.objects.filter(comment=corrected).update(label="negative")
    Reading.objects.filter(comment=unread).delete()
    assert list(outdated()) == [early, unread]
    work = order_rereading()
    assert work is not None
    assert carry_on(work=work) == 2
    assert dict(Reading.objects.values_list("comment", "label")) == {
        early.pk: "positive",
        late.pk: "positive",
        corrected.pk: "negative",
        unread.pk: "positive",
    }
    assert (work.status, work.done, work.total, work.percent) == ("done", 2, 2, 100)
    assert order_rereading() is None


def test_reading_anew_goes_on_from_where_it_stood(in_satama: World):
    first, second = said(in_satama), said(in_satama, uid="b")
    Reading.objects.update(version="0")
    work = order_rereading()
    assert work is not None
    work.reached, work.done, work.status = first.pk, 1, ReadingWork.Status.RUNNING
    work.save()
    assert order_rereading() == work
    assert carry_on(work=work) == 1
    assert Reading.objects.get(comment=first).version == "0"
    assert Reading.objects.get(comment=second).version != "0"
