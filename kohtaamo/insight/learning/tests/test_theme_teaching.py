"""A small organisation whose customers call its chat "Heimo", which no rule of ours can know to be staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.models import Correction, LearnedModel, Reading, ReadingWork, ThemeMention
from kohtaamo.insight.services import MACHINE, correct_theme, forget_customer, measure_answers
from kohtaamo.insight.services.reading_work import carry_out, order_learning, order_rereading
from kohtaamo.insight.services.teaching import SHIPPED, NoSuchModelError, put_in_use
from kohtaamo.insight.themes.learned import theme_models
from kohtaamo.organisation.models import Event
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
PLACES = ["kassalla", "puhelimessa", "liikkeessä", "verkossa", "tiskillä", "chatissa", "aulassa"]
WHAT = ["lasku", "tilaus", "sopimus", "liittymä", "palautus", "huolto", "kortti", "varaus", "toimitus"]
NEW = "Heimo neuvoi perille asti verkossa, kortti selvisi."


def text_of(number: int) -> str:
    """Of three in turn: Heimo (staff, which rules do not find), a queue for a concert (waiting, which they find in
    vain), and a queue on the phone (waiting, which they find rightly).
    """
    place, what = PLACES[number % len(PLACES)], WHAT[number % len(WHAT)]
    return (
        f"Heimo hoiti homman {place}, {what} selvisi {number}.",
        f"Jonotin lippuja keikalle, {what} tuli puheeksi {place} {number}.",
        f"Jonotin {place} tunnin, {what} venyi {number}.",
    )[number % 3]


def hear(world: World, numbers: Sequence[int]) -> None:
    answers = [
        Answer(
            organisation=world.satama, uid=f"n{number}", touchpoint=world.phone, language="fi",
            happened_at=START + timedelta(hours=number), received_at=START + timedelta(hours=number), content=[],
        )
        for number in numbers
    ]  # fmt: skip
    Answer.objects.bulk_create(answers)
    Comment.objects.bulk_create(
        Comment(
            organisation=world.satama, answer=given, question="why", text=text_of(number),
            touchpoint=world.phone, happened_at=given.happened_at,
        )
        for number, given in zip(numbers, answers, strict=True)
    )  # fmt: skip
    measure_answers(answers=[given.pk for given in answers])


def correct(world: World, numbers: range, theme: str, value: str, most: int = 10_000) -> None:
    """As a person would, some now and some then; without the reading that follows each, which is tested elsewhere."""
    kind = {"staff": 0, "waiting": 1}[theme]
    chosen = [number for number in numbers if number % 3 == kind][:most]
    comments = {one.answer.uid: one for one in Comment.objects.select_related("answer")}
    Correction.objects.bulk_create(
        Correction(
            organisation=world.satama, comment=comments[f"n{number}"], task="theme", theme=theme, value=value
        )
        for number in chosen
    )


def learn_now() -> ReadingWork:
    work = order_learning()
    carry_out(work=work)
    for other in ReadingWork.objects.filter(kind="reread", status="waiting"):
        carry_out(work=other)
    return work


def themes_of(text: str, world: World) -> set[str]:
    given = Answer.objects.create(
        organisation=world.satama, uid=text, touchpoint=world.phone, language="fi", happened_at=START, content=[],
    )  # fmt: skip
    comment = Comment.objects.create(
        organisation=world.satama, answer=given, question="why", text=text, touchpoint=world.phone,
        happened_at=START,
    )  # fmt: skip
    measure_answers(answers=[given.pk])
    return set(ThemeMention.objects.filter(comment=comment).values_list("theme", flat=True))


@pytest.fixture
def corrected(in_satama: World) -> World:
    """180 comments, 60 of each kind; all but the last of a kind that is read wrong are corrected."""
    hear(in_satama, range(180))
    correct(in_satama, range(177), "staff", "yes")
    correct(in_satama, range(177), "waiting", "no")
    return in_satama


def test_corrections_teach_themes_that_rules_miss_or_find_in_vain(corrected: World):
    assert "staff" not in themes_of(NEW, corrected)
    cards = learn_now().result["fi"]["themes"]
    assert {theme: card["verdict"] for theme, card in cards.items()} == {
        "staff": "better",
        "waiting": "better",
    }
    card = cards["staff"]
    # 59 told "yes", and beside each two that nobody calls staff
    assert card["labels"] | {"newest": ""} == {"yes": 59, "no": 0, "beside": 118, "newest": ""}
    # of 177 the latest quarter; each is of somebody else
    assert (card["own"]["n"], card["learned"]) == (44, 133)
    assert (card["rules"]["recall"], card["rules"]["f1"]) == (0.0, 0.0)
    assert card["own"]["f1"] > 0.8
    assert card["difference"]["low"] > 0
    assert "staff" in themes_of("Heimo hoiti tiskillä, varaus selvisi.", corrected)
    assert "waiting" not in themes_of("Jonotin lippuja keikalle, varaus tuli puheeksi.", corrected)
    assert "waiting" in themes_of("Jonotin tiskillä tunnin, varaus venyi.", corrected)


def test_a_theme_read_by_a_model_says_so_and_shows_its_words(corrected: World):
    learn_now()
    themes_of(NEW, corrected)
    found = ThemeMention.objects.get(comment__text=NEW, theme="staff")
    assert (found.provider, found.version) == ("own", "1.1")
    assert any("Heimo" in NEW[start:end] for start, end in found.spans)
    assert 0.5 <= found.confidence <= 1


def test_older_comments_are_read_anew_by_the_model(corrected: World):
    late = Comment.objects.get(answer__uid="n177")  # of Heimo, and nobody corrected it
    assert not ThemeMention.objects.filter(comment=late, theme="staff").exists()
    learn_now()
    assert ThemeMention.objects.get(comment=late, theme="staff").provider == "own"
    # what a person said is hers still
    told = ThemeMention.objects.get(comment__answer__uid="n0", theme="staff")
    assert (told.provider, told.confidence) == ("person", 1.0)


def test_forty_nine_corrections_teach_nothing(in_satama: World):
    hear(in_satama, range(150))
    correct(in_satama, range(150), "staff", "yes", most=49)
    assert learn_now().result["fi"]["themes"] == {}
    correct(in_satama, range(147, 150), "staff", "yes")
    assert set(learn_now().result["fi"]["themes"]) == {"staff"}


def test_corrections_without_a_pattern_do_not_turn_the_rules_around(in_satama: World):
    """Every correction says that the rules were wrong, but nothing tells those comments from the others."""
    hear(in_satama, range(2, 480, 3))
    chosen = Random(3).sample(list(Comment.objects.order_by("pk")), 50)
    Correction.objects.bulk_create(
        Correction(organisation=in_satama.satama, comment=one, task="theme", theme="waiting", value="no")
        for one in chosen
    )
    assert learn_now().result["fi"]["themes"]["waiting"]["verdict"] == "not_better"
    assert not LearnedModel.objects.exists()
    assert "waiting" in themes_of("Jonotin tiskillä tunnin, varaus venyi.", in_satama)


def test_a_theme_goes_back_to_its_rules_and_again_to_the_model(corrected: World):
    learn_now()
    assert put_in_use(language="fi", number=SHIPPED, task="theme:staff", actor=corrected.aino) == 1
    assert "staff" not in themes_of(NEW, corrected)
    assert put_in_use(language="fi", number=1, task="theme:staff", actor=corrected.aino) == SHIPPED
    assert "staff" in themes_of(f"{NEW} Kiitos.", corrected)
    assert Event.objects.filter(verb="insight.theme_model_put_in_use").count() == 4
    with pytest.raises(NoSuchModelError):
        put_in_use(language="fi", number=2, task="theme:staff")


def test_the_same_corrections_teach_once(corrected: World):
    learn_now()
    cards = learn_now().result["fi"]["themes"]
    assert {card["verdict"] for card in cards.values()} == {"nothing_new"}
    assert cards["staff"]["own"]["n"] == 44
    assert LearnedModel.objects.count() == 2


def test_a_model_with_words_of_somebody_erased_goes(corrected: World):
    learn_now()
    forget_customer(corrected.eero.pk)
    learn_now()
    first, second = LearnedModel.objects.filter(task="theme:staff").order_by("number")
    assert (bytes(first.data), first.in_use, second.in_use) == (b"", False, True)


def test_models_of_a_theme_are_nobody_elses(corrected: World):
    learn_now()
    with working_for(corrected.toinen):
        assert theme_models().of == {}


def test_a_correction_changes_the_next_reading_by_itself(corrected: World):
    learn_now()
    comment = Comment.objects.get(answer__uid="n177")
    correct_theme(comment=comment, theme="staff", value="no", actor=corrected.aino)
    assert not ThemeMention.objects.filter(comment=comment, theme="staff").exists()
    correct_theme(comment=comment, theme="staff", value=MACHINE, actor=corrected.aino)
    assert ThemeMention.objects.get(comment=comment, theme="staff").provider == "own"


def test_reading_anew_of_a_language_waits_for_one_underway_and_is_told_once(in_satama: World):
    hear(in_satama, range(6))
    first = order_rereading(languages=["fi"])
    assert first == order_rereading(languages=["en"])
    assert first is not None
    first.refresh_from_db()
    assert first.result == {"languages": ["en", "fi"]}
    ReadingWork.objects.filter(pk=first.pk).update(status="running")
    second = order_rereading(languages=["fi"])
    assert second is not None
    assert (second == first, second.result) == (False, {"languages": ["fi"]})
    Reading.objects.update(sentiment=None)
    carry_out(work=second)
    assert (second.done, Reading.objects.filter(sentiment=None).count()) == (6, 0)
