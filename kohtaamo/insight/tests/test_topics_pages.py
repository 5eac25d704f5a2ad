from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kohtaamo.insight.jobs import look_for_topics
from kohtaamo.insight.models import QueryTopic, TopicRun, TopicTag
from kohtaamo.insight.topics.asked import TopicsAsked
from kohtaamo.insight.topics.counting import Counted
from kohtaamo.insight.topics.editing import make_topic
from kohtaamo.insight.topics.looking import make_look, order_look
from kohtaamo.insight.topics.shown import often_first
from kohtaamo.insight.topics.tagging import tag_older
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.statistics import share
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.measurements import facts_are_read
from tests.world import World

from .test_topics import APPS, LATE, QUEUES, say

Browse = Callable[[Member], Client]
TOPICS = "/o/satama/insight/topics/"


def looked(world: World, days: int = 90) -> TopicRun:
    run = order_look(asked=TopicsAsked(Period.last_days(days, timezone.localdate())), actor=None)
    assert run is not None
    make_look(run=run)
    return run


def topic(name: str, query: str) -> QueryTopic:
    made = make_topic(name=name, query=query, actor=None)
    tag_older(topic=made)
    return made


def test_without_comments_the_page_says_how_to_get_them(world: World, browse: Browse):
    page = browse(world.aino).get(TOPICS).content.decode()
    assert 'class="empty' in page
    assert "/feedback/surveys/new/" in page


def test_an_opened_page_orders_a_look_and_shows_it_when_it_is_made(world: World, browse: Browse):
    client = browse(world.onni)
    with working_for(world.satama):
        say(world.phone, [*LATE * 8, *QUEUES * 8, *APPS * 8], nps=3)
    page = client.get(TOPICS).content.decode()
    assert 'hx-trigger="load, submit"' in page
    answer = client.post(f"{TOPICS}looks/", {"days": "90"}, headers={"HX-Request": "true"})
    assert "<progress" in answer.content.decode()
    with working_for(world.satama):
        run = TopicRun.objects.get()
    assert (run.status, run.start, run.end) == (
        "waiting",
        timezone.localdate() - timedelta(days=89),
        timezone.localdate() + timedelta(days=1),
    )
    client.post(f"{TOPICS}looks/", {"days": "90"})
    look_for_topics.func(world.satama.pk, run.pk)
    assert client.get(f"{TOPICS}looks/{run.pk}/progress/")["HX-Refresh"] == "true"
    shown = client.get(TOPICS).content.decode()
    assert f"{TOPICS}looks/{run.pk}/comments/?of=found:fi:0" in shown
    assert "summa" in shown
    behind = client.get(f"{TOPICS}looks/{run.pk}/comments/?of=found:fi:0").content.decode()
    assert behind.count("<blockquote>") == 24
    assert client.get(f"{TOPICS}looks/{run.pk}/comments/?of=found:fi:99").status_code == 404
    assert client.get(f"{TOPICS}looks/{run.pk}/comments/?of=<b>").status_code == 404


def test_a_topic_is_made_shown_changed_removed_and_brought_back(world: World, browse: Browse):
    client = browse(world.aino)
    with working_for(world.satama):
        say(world.phone, [*LATE, *QUEUES])
    answer = client.post(f"{TOPICS}new/", {"name": "Laskut", "words": "lasku"})
    with working_for(world.satama):
        made = QueryTopic.objects.get()
        assert TopicTag.objects.count() == 3
    assert answer["Location"] == f"{TOPICS}{made.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert page.count("<blockquote>") == 3
    assert "50" in page
    assert client.post(f"{TOPICS}{made.pk}/words/", {"name": "Jonot", "words": "jono*"}).status_code == 302
    assert client.get(f"{TOPICS}{made.pk}/").content.decode().count("<blockquote>") == 3
    assert client.post(f"{TOPICS}{made.pk}/removal/").status_code == 302
    assert f"{TOPICS}{made.pk}/restoration/" in client.get(TOPICS).content.decode()
    assert client.get(f"{TOPICS}{made.pk}/").status_code == 404
    client.post(f"{TOPICS}{made.pk}/restoration/")
    assert client.get(f"{TOPICS}{made.pk}/").content.decode().count("<blockquote>") == 3


def test_a_topic_that_nobody_speaks_of_does_not_begin_the_page(world: World, browse: Browse):
    client = browse(world.aino)
    with working_for(world.satama):
        say(world.phone, [*LATE, *QUEUES])
        silent = topic("Pysäköinti", "parkki")
    page = client.get(TOPICS).content.decode()
    named = page.index(f'href="{TOPICS}{silent.pk}/')
    assert named > page.index('hx-trigger="load, submit"')  # after what is found, not before it
    assert 'class="driver"' not in page
    with working_for(world.satama):
        spoken = topic("Laskut", "lasku")
    page = client.get(TOPICS).content.decode()
    assert page.index(f'href="{TOPICS}{spoken.pk}/') < page.index(f'href="{TOPICS}{silent.pk}/')
    assert page.count('class="driver"') == 1


def test_words_that_cannot_be_read_are_told_with_their_place_and_kept(world: World, browse: Browse):
    client = browse(world.aino)
    answer = client.post(f"{TOPICS}new/", {"name": "", "words": "lasku"})
    assert answer.status_code == 422
    answer = client.post(f"{TOPICS}new/", {"name": "Laskut", "words": 'lasku "väärä'})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "lasku &quot;väärä" in page
    assert 'aria-invalid="true"' in page


def test_the_preview_shows_what_words_would_catch(world: World, browse: Browse):
    client = browse(world.aino)
    with working_for(world.satama):
        say(world.phone, [*LATE, *QUEUES])
    page = client.get(f"{TOPICS}preview/", {"words": "lasku TAI tunti"}).content.decode()
    assert page.count("<blockquote>") == 5
    assert "<!doctype" not in page.lower()
    assert "note" in client.get(f"{TOPICS}preview/", {"words": "(lasku"}).content.decode()
    assert client.get(f"{TOPICS}preview/").status_code == 200


def test_one_who_only_reads_makes_no_topics(world: World, browse: Browse):
    client = browse(world.onni)
    with working_for(world.satama):
        say(world.phone, LATE)
        made = topic("Laskut", "lasku")
    page = client.get(TOPICS).content.decode()
    assert "topics/new/" not in page
    assert client.get(f"{TOPICS}new/").status_code == 403
    assert client.post(f"{TOPICS}{made.pk}/removal/").status_code == 403
    assert client.get(f"{TOPICS}{made.pk}/").status_code == 200


def test_topics_of_another_organisation_are_not_found(world: World, browse: Browse):
    with working_for(world.toinen):
        foreign = make_topic(name="Vieras", query="lasku", actor=None)
        run = order_look(asked=TopicsAsked(Period.last_days(28, timezone.localdate())), actor=None)
    assert run is not None
    client = browse(world.aino)
    assert client.get(f"{TOPICS}{foreign.pk}/").status_code == 404
    assert client.get(f"{TOPICS}looks/{run.pk}/progress/").status_code == 404
    assert "Vieras" not in client.get(TOPICS).content.decode()


def test_a_look_at_a_touchpoint_of_another_organisation_is_not_ordered(world: World, browse: Browse):
    with working_for(world.toinen):
        theirs = Touchpoint.objects.create(name="Vieras")
    client = browse(world.aino)
    for key in (theirs.pk, 10**17):
        assert client.post(f"{TOPICS}looks/", {"days": "90", "touchpoint": str(key)}).status_code == 404
    with working_for(world.satama):
        assert not TopicRun.objects.exists()
    assert (
        client.get(TOPICS, {"touchpoint": str(theirs.pk), "language": "<b>", "days": "own"}).status_code
        == 200
    )


def queries_of(client: Client, address: str) -> int:
    facts_are_read()
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_page_asks_as_many_questions_of_three_topics_as_of_one(world: World, browse: Browse):
    client = browse(world.aino)
    with working_for(world.satama):
        say(world.phone, [*LATE * 8, *QUEUES * 8, *APPS * 8], nps=3)
        made = topic("Laskut", "lasku")
        looked(world)
    with working_for(world.satama):
        one = queries_of(client, TOPICS), queries_of(client, f"{TOPICS}{made.pk}/")
        topic("Jonot", "jono*")
        topic("Sovellus", "sovellus")
        looked(world)
        three = queries_of(client, TOPICS), queries_of(client, f"{TOPICS}{made.pk}/")
    assert one == three


def test_topics_of_a_look_stand_by_how_many_comments_are_left_of_them():
    def count(n: int) -> Counted:
        return Counted(n, share(n, 20), 0, None, ())

    topics = [{"words": ["lasku"]}, {"words": ["jono"]}, {"words": ["netti"]}, {"words": ["hissi"]}]
    # nothing is left of the third, and the last cannot be counted in anything
    found = often_first(topics, [count(4), count(9), count(0), None])
    assert [(at, topic["words"][0], one.n) for at, topic, one in found] == [(1, "jono", 9), (0, "lasku", 4)]
