"""Topics that people ask for, and looks: counted here by hand from the same comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from django.utils import timezone

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.feedback.services import GivenValue, IncomingAnswer, record_answers
from kohtaamo.insight.jobs import look_for_topics, tag_comments
from kohtaamo.insight.models import QueryTopic, TopicRun, TopicTag
from kohtaamo.insight.topics.asked import TopicsAsked, comments_of
from kohtaamo.insight.topics.counting import counted
from kohtaamo.insight.topics.editing import (
    NoNameError,
    change_topic,
    is_tagged_at_once,
    make_topic,
    remove_topic,
    restore_topic,
)
from kohtaamo.insight.topics.hearing import Heard, heard
from kohtaamo.insight.topics.looking import is_outdated, look_of, make_look, order_look
from kohtaamo.insight.topics.moving import moving
from kohtaamo.insight.topics.shown import comments_behind, shown_look
from kohtaamo.insight.topics.tagging import tag_older
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.language.topics import QueryError
from kohtaamo.organisation.events import deliver_all
from tests.world import World

DAYS = 28
LATE = ["Lasku oli väärin ja summa outo.", "Laskussa väärä summa taas.", "Laskun summa oli väärin."]
QUEUES = [
    "Puhelimessa jonotus kesti tunnin.",
    "Jonotin puhelimessa tunnin turhaan.",
    "Jonotus puhelimessa kesti.",
]
APPS = [
    "Sovellus kaatuu kirjautuessa.",
    "Kirjautuminen sovellukseen kaatuu.",
    "Sovellus kaatui, kirjautuminen.",
]


def say(
    place: Touchpoint,
    texts: Sequence[str],
    *,
    when: datetime | None = None,
    nps: int | None = None,
    name: str = "c",
) -> None:
    moment = when or timezone.now() - timedelta(days=1)
    first = Answer.objects.count()
    record_answers(
        [
            IncomingAnswer(
                uid=f"{name}-{first + number}",
                touchpoint=place,
                happened_at=moment - timedelta(minutes=number),
                content=(
                    *((GivenValue("nps", "nps", nps),) if nps is not None else ()),
                    GivenValue("miksi", "open_text", text),
                ),
                language="fi",
            )
            for number, text in enumerate(texts)
        ]
    )
    deliver_all()


def period() -> Period:
    return Period.last_days(DAYS, timezone.localdate())


def tagged_texts(topic: QueryTopic) -> list[str]:
    return sorted(tag.comment.text for tag in TopicTag.objects.filter(topic=topic).select_related("comment"))


def test_a_topic_tags_old_and_new_comments_and_only_those_that_fit(in_satama: World) -> None:
    say(in_satama.phone, ["Laskussa oli vika.", "Kaikki hyvin."])
    topic = make_topic(name=" Laskut ", query="lasku EI kiitos", actor=None)
    assert topic.name == "Laskut"
    assert is_tagged_at_once(topic)
    assert tagged_texts(topic) == ["Laskussa oli vika."]
    say(in_satama.phone, ["Uusi lasku, kiitos.", "Laskut myöhässä."], name="d")
    assert tagged_texts(topic) == ["Laskussa oli vika.", "Laskut myöhässä."]
    topic.refresh_from_db()
    assert topic.tagged_at is not None


def test_other_words_tag_anew_and_the_same_words_do_not(in_satama: World) -> None:
    say(in_satama.phone, ["Laskussa oli vika.", "Pitkä jono."])
    topic = make_topic(name="A", query="lasku", actor=None)
    tag_older(topic=topic)
    assert change_topic(topic=topic, name="B", query="lasku", actor=None) is False
    assert change_topic(topic=topic, name="B", query="jono", actor=None) is True
    assert topic.is_tagging
    tag_comments.func(in_satama.satama.pk, topic.pk)
    assert tagged_texts(topic) == ["Pitkä jono."]


def test_tagging_gives_way_to_a_later_change(in_satama: World) -> None:
    say(in_satama.phone, ["Laskussa oli vika.", "Pitkä jono."])
    topic = make_topic(name="A", query="lasku", actor=None)
    stale = QueryTopic.objects.get(pk=topic.pk)
    change_topic(topic=topic, name="A", query="jono", actor=None)
    tag_older(topic=stale)
    assert tagged_texts(topic) == []


def test_a_removed_topic_tags_nothing_and_comes_back_with_what_it_missed(in_satama: World) -> None:
    topic = make_topic(name="A", query="lasku", actor=None)
    remove_topic(topic=topic, actor=None)
    say(in_satama.phone, ["Laskussa oli vika."])
    assert tagged_texts(topic) == []
    restore_topic(topic=topic, actor=None)
    assert is_tagged_at_once(topic)
    assert tagged_texts(topic) == ["Laskussa oli vika."]


def test_a_topic_needs_a_name_and_words_that_can_be_read(in_satama: World) -> None:
    with pytest.raises(NoNameError):
        make_topic(name=" ", query="lasku", actor=None)
    with pytest.raises(QueryError):
        make_topic(name="A", query="(lasku", actor=None)
    assert not QueryTopic.objects.exists()


def test_comments_of_employees_are_never_tagged_looked_at_or_counted(in_satama: World) -> None:
    topic = make_topic(name="A", query="lasku", actor=None)
    say(in_satama.phone, ["Laskussa oli vika.", "Lasku meni."])
    Answer.objects.filter(comments__text="Lasku meni.").update(is_from_staff=True)
    tag_older(topic=topic)
    asked = TopicsAsked(period())
    assert [one.text for one in heard(comments_of(asked), with_text=True)] == ["Laskussa oli vika."]
    topic = make_topic(name="B", query="lasku", actor=None)
    tag_older(topic=topic)
    assert tagged_texts(topic) == ["Laskussa oli vika."]


def test_an_erased_comment_takes_its_tag_with_it(in_satama: World) -> None:
    topic = make_topic(name="A", query="lasku", actor=None)
    say(in_satama.phone, ["Laskussa oli vika."])
    Comment.objects.all().delete()
    assert not TopicTag.objects.filter(topic=topic).exists()


def test_share_tone_and_line_of_a_topic_are_those_counted_by_hand(in_satama: World) -> None:
    week = Period(date(2026, 11, 2), date(2026, 11, 23))
    days = [date(2026, 11, 3), date(2026, 11, 3), date(2026, 11, 12), date(2026, 11, 22)]
    signs = [-1, -1, None, 1]
    rows = [
        Heard(pk, pk, "fi", day, sign, "") for pk, (day, sign) in enumerate(zip(days, signs, strict=True))
    ]
    found = counted(rows, of=40, period=week)
    assert found is not None
    assert (found.n, found.sure, found.line) == (4, 3, (2, 1, 1))
    assert found.share.value == pytest.approx(0.1)
    # Wilson 1927 by hand: centre (0.1 + 1.9208 / 40) / 1.09604, half 1.96 / 1.09604 * sqrt(0.09 / 40 + 3.8415 / 6400)
    assert (found.share.low, found.share.high) == pytest.approx((0.03958, 0.23052), abs=5e-4)
    assert found.tone is None
    often = counted(rows * 5, of=40, period=week)
    assert often is not None
    assert often.tone is not None
    assert often.tone.value == pytest.approx(-1 / 3)
    assert counted([], of=0, period=week) is None


def spoken_world(world: World) -> TopicRun:
    """Before: queues and apps. Now bills too, each with a low score."""
    now, before = timezone.now() - timedelta(days=3), timezone.now() - timedelta(days=DAYS + 5)
    say(world.phone, [*QUEUES * 10, *APPS * 10], when=before, nps=8, name="before")
    say(world.phone, [*QUEUES * 9, *APPS * 9], when=now, nps=8, name="now")
    say(world.phone, LATE * 8, when=now, nps=1, name="late")
    run = order_look(asked=TopicsAsked(period()), actor=None)
    assert run is not None
    look_for_topics.func(world.satama.pk, run.pk)
    run.refresh_from_db()
    return run


def test_a_look_finds_what_is_new_what_is_spoken_of_and_what_moves_the_score(in_satama: World) -> None:
    run = spoken_world(in_satama)
    assert (run.status, run.n) == ("done", 27 + 27 + 24)
    (part,) = run.result["languages"]
    assert (part["language"], part["n"], part["before"]) == ("fi", 78, 60)
    rising = {one["written"]: one for one in part["rising"]}
    bills = {pk for pk, text in Comment.objects.values_list("pk", "text") if text in LATE}
    assert any(set(one["comments"]) <= bills and one["before"] == 0 for one in rising.values())
    assert all(one["now"] == len(one["comments"]) for one in rising.values())
    assert sorted(len(topic["comments"]) for topic in part["topics"]) == [24, 27, 27]
    about_bills = next(at for at, topic in enumerate(part["topics"]) if set(topic["comments"]) == bills)
    (moved,) = run.result["moving"]
    assert (moved["kind"], moved["n"]) == ("nps", 78)
    first = moved["topics"][0]
    assert first["key"] == f"found:fi:{about_bills}"
    assert (first["mean_with"], first["mean_without"], first["n"]) == (1.0, 8.0, 24)
    assert moved["r_squared"] == pytest.approx(1.0)
    name, keys = comments_behind(run, f"found:fi:{about_bills}") or ("", [])
    assert set(keys) == bills
    assert name


def test_the_same_comments_give_the_same_look(in_satama: World) -> None:
    run = spoken_world(in_satama)
    again = order_look(asked=TopicsAsked(period()), actor=None)
    assert again is not None
    make_look(run=again)
    assert again.result == run.result
    assert [one.pk for one in TopicRun.objects.all()] == [again.pk]


def test_a_look_holds_no_texts_and_what_is_erased_is_gone_from_it(in_satama: World) -> None:
    run = spoken_world(in_satama)
    assert not any(text in str(run.result) for text in [*LATE, *QUEUES, *APPS])
    rows = {one.pk: one for one in heard(comments_of(TopicsAsked(period())))}
    shown = shown_look(run, rows, run.period)
    assert shown["summary"]
    assert all(topic["quotes"] for part in shown["languages"] for topic in part["topics"])
    Comment.objects.all().delete()
    bare = shown_look(run, {}, run.period)
    assert bare["summary"] == []
    assert [part["topics"] for part in bare["languages"]] == [[]]


def test_a_look_is_outdated_when_comments_come_and_one_is_under_way_at_a_time(in_satama: World) -> None:
    run = spoken_world(in_satama)
    assert not is_outdated(run)
    say(in_satama.phone, ["Uusi kommentti."], name="new")
    assert is_outdated(run)
    asked = TopicsAsked(period())
    assert order_look(asked=asked, actor=None) is not None
    assert order_look(asked=asked, actor=None) is None
    found = look_of(asked)
    assert found is not None
    assert found.is_underway
    assert look_of(TopicsAsked(period(), language="en")) is None


def test_a_look_at_few_comments_says_how_many_it_takes(in_satama: World) -> None:
    say(in_satama.phone, [*QUEUES * 8], nps=8)
    run = order_look(asked=TopicsAsked(period()), actor=None)
    assert run is not None
    make_look(run=run)
    (part,) = run.result["languages"]
    assert (part["topics"], part["rising"], part["told"], part["needed"]) == ([], [], 24, 60)
    (moved,) = run.result["moving"]
    assert (moved["n"], moved["needed"], list(moved["topics"])) == (24, 58, [])


def test_what_moves_a_score_is_weighed_as_the_correlation_of_one_topic() -> None:
    chance = np.random.default_rng(3)
    has = chance.random(200) < 0.4
    score = {answer: float(7 - 3 * has[answer] + chance.normal()) for answer in range(200)}
    found = moving("nps", score, {"asked:1": np.flatnonzero(has).tolist(), "asked:2": [1, 2, 3]})
    (one,) = found.topics
    expected = np.corrcoef(has.astype(float), list(score.values()))[0, 1] ** 2
    assert one.weight == pytest.approx(expected)
    assert found.r_squared == pytest.approx(expected)
    assert one.low < one.weight < one.high
    assert one.beyond_chance
    assert one.mean_with == pytest.approx(np.mean([score[at] for at in range(200) if has[at]]))
