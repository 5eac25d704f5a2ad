from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight import searching
from kohtaamo.insight.comments import looked_for
from kohtaamo.insight.models import Reading
from kohtaamo.insight.searching import grouped, search, similar
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
PAGE = "/o/satama/insight/comments/"


def said(world: World, texts: Iterable[str]) -> list[int]:
    """Each older than the one before it."""
    keys = []
    for number, text in enumerate(texts):
        moment = timezone.now() - timedelta(hours=number)
        answer = Answer.objects.create(
            uid=f"s{Answer.objects.count()}", touchpoint=world.phone, happened_at=moment, language="fi"
        )
        comment = Comment.objects.create(
            answer=answer, question="why", text=text, touchpoint=world.phone, happened_at=moment
        )
        keys.append(comment.pk)
    return keys


def found(words: str, **ways: bool) -> list[str]:
    keys = search(looked_for(), words, **{"sees_personal": True, **ways}).keys
    texts = dict(Comment.objects.values_list("pk", "text"))
    return [texts[key] for key in keys]


BILL, QUEUE, STAFF = "Laskutuksessa oli virhe", "Jonotusaika oli pitkä", "ASIAKASPALVELU oli ystävällistä"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("lasku", [BILL]),
        ("laskut", [BILL]),
        ("jono", [QUEUE]),
        ("pitkän jonotusajan", [QUEUE]),
        ("asiakaspalvelun", [STAFF]),
        ("ystävällinen asiakaspalvelu", [STAFF]),
        ("oli", [BILL, QUEUE, STAFF]),
        ("virhe pitkä", [BILL, QUEUE]),
        ("kukkakauppa", []),
    ],
)
def test_comments_are_found_by_words_in_other_forms(world: World, words: str, told: list[str]):
    with working_for(world.satama):
        said(world, [BILL, QUEUE, STAFF])
        assert sorted(found(words)) == sorted(told)


def test_a_misspelt_word_is_taken_for_the_nearest_and_said_so(world: World, browse: Browse):
    with working_for(world.satama):
        said(world, [BILL, STAFF])
        told = search(looked_for(), "asiakaspalvlu", sees_personal=True)
        assert told.meant == "asiakaspalvelu"
    shown = browse(world.aino).get(f"{PAGE}?q=asiakaspalvlu")
    assert [one.comment.text for one, *_ in shown.context["read"]] == [STAFF]
    assert "asiakaspalvelu" in shown.content.decode()


def test_where_none_holds_all_words_those_with_some_are_told_as_such(world: World):
    with working_for(world.satama):
        said(world, [BILL, QUEUE])
        told = search(looked_for(), "virhe jono", sees_personal=True)
        assert (told.is_loose, len(told.keys)) == (True, 2)


def test_a_short_word_is_looked_for_at_the_beginning_of_words(world: World):
    with working_for(world.satama):
        said(world, ["Kauppa oli kiinni", "Uusi appi kaatuu", "App crashes"])
        assert found("app") == ["Uusi appi kaatuu", "App crashes"]


def test_the_best_come_first_where_that_is_asked_for(world: World):
    texts = [
        "Lasku tuli, ja sen lisäksi puhuttiin monesta muusta asiasta hyvin pitkään",
        "Lasku, lasku, lasku",
    ]
    with working_for(world.satama):
        said(world, texts)
        assert found("lasku") == texts
        assert found("lasku", is_ranked=True) == texts[::-1]


def test_nobody_is_found_by_what_is_hidden_from_the_reader(world: World, browse: Browse):
    with working_for(world.satama):
        said(world, ["Soittakaa Matti Virtaselle, 040 123 4567"])
    for words in ("virtanen", "4567", "virtasele"):
        assert browse(world.helmi).get(PAGE, {"q": words}).context["read"] == []
    assert len(browse(world.onni).get(PAGE, {"q": "4567"}).context["read"]) == 1


def test_words_of_employees_are_never_found_nor_suggested(world: World):
    with working_for(world.satama):
        said(world, [STAFF])
        Answer.objects.update(is_from_staff=True)
        told = search(looked_for(), "asiakaspalvlu", sees_personal=True)
        assert (told.keys, told.meant) == ([], "")


def test_those_nearly_the_same_stand_behind_the_newest_of_them(world: World, browse: Browse):
    texts = ["Sovellus kaatuu aina kun avaan sen", "Hyvä palvelu", "sovellus kaatuu aina kun avaan  sen"]
    with working_for(world.satama):
        keys = said(world, [*texts, texts[0]])
        assert grouped(looked_for()) == (keys[:2], {keys[0]: 3, keys[1]: 1})
    reply = browse(world.aino).get(f"{PAGE}?alike=1")
    assert reply.context["listed"].gone_through == 4
    shown = reply.context["read"]
    assert [(one.comment.pk, behind) for one, _, behind in shown] == [(keys[0], 2), (keys[1], 0)]


def test_similar_comments_are_those_that_share_words(world: World, browse: Browse):
    with working_for(world.satama):
        keys = said(
            world, ["Lasku oli väärin", "Laskussa oli taas väärä summa", "Kiitos", "LASKU oli väärin!"]
        )
        assert similar(Comment.objects.get(pk=keys[0]), looked_for()) == ([keys[1]], 1)
    address = f"{PAGE}{keys[0]}/alike/"
    whole = browse(world.aino).get(address).content.decode()
    part = browse(world.aino).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Laskussa oli taas väärä summa" in part
    assert "<html" in whole
    assert "<html" not in part


def test_only_the_newest_of_very_many_are_gone_through_until_all_are_asked_for(
    world: World, browse: Browse, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(searching, "GONE_THROUGH", 2)
    with working_for(world.satama):
        said(world, ["Lasku yksi", "Lasku kaksi", "Lasku kolme", "Lasku neljä"])
    client = browse(world.aino)
    first = client.get(f"{PAGE}?q=lasku")
    assert [one.comment.text for one, *_ in first.context["read"]] == [
        "Lasku yksi",
        "Lasku kaksi",
        "Lasku kolme",
    ]
    assert "far=1" in first.content.decode()
    assert len(client.get(f"{PAGE}?q=lasku&far=1").context["read"]) == 4
    assert len(client.get(f"{PAGE}?q=lasku&days=365").context["read"]) == 4


def test_comments_to_look_at_are_told_by_their_flags(world: World, browse: Browse):
    with working_for(world.satama):
        keys = said(world, ["Soittakaa heti", "Vien asian oikeuteen", "Kiitos"])
        for key, flags in zip(keys, (["urgent"], ["legal"], []), strict=True):
            Reading.objects.create(
                comment_id=key,
                provider="x",
                version="1",
                language="fi",
                flags=[{"key": flag, "spans": []} for flag in flags],
            )
    client = browse(world.aino)

    def keys_of(query: str) -> list[int]:
        return [one.comment.pk for one, *_ in client.get(f"{PAGE}?{query}").context["read"]]

    assert keys_of("flag=any") == keys[:2]
    assert keys_of("flag=legal") == [keys[1]]
    assert keys_of("flag=nonsense") == keys


def test_a_search_costs_the_same_whatever_it_finds(world: World, browse: Browse):
    client = browse(world.aino)
    with working_for(world.satama):
        said(world, ["Lasku yksi"])
    client.get(f"{PAGE}?q=lasku")
    with CaptureQueriesContext(connection) as one:
        client.get(f"{PAGE}?q=lasku")
    with working_for(world.satama):
        said(world, ["Lasku kaksi", "Lasku kolme"])
    with CaptureQueriesContext(connection) as three:
        client.get(f"{PAGE}?q=lasku")
    assert len(one) == len(three)
