from __future__ import annotations

from kohtaamo.feedback.models import Answer, Comment
from kohtaamo.insight.models import Correction, Reading, Theme, ThemeMention
from kohtaamo.insight.services import measure_answers
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

from .test_services import answer, comment


def mentioned(said: Comment) -> dict[str, str]:
    return dict(ThemeMention.objects.filter(comment=said).values_list("theme", "label"))


def arrived(given: Answer, text: str) -> Comment:
    said = comment(given, text)
    measure_answers(answers=[given.pk])
    return said


def test_themes_of_a_comment_come_with_it(in_satama: World):
    text = "Asiakaspalvelija oli todella ystävällinen. Puhelimessa jonotus oli aivan kamalaa ja huonoa."
    said = arrived(answer(in_satama, "a"), text)
    assert mentioned(said) == {"staff": "positive", "waiting": "negative"}
    waiting = ThemeMention.objects.get(comment=said, theme="waiting")
    assert {text[start:end] for start, end in waiting.spans} >= {"jonotus"}
    assert waiting.happened_at == said.happened_at
    assert (waiting.provider, waiting.version) == ("rules", "1")
    assert waiting.organisation_id == in_satama.satama.pk


def test_delivered_twice_themes_are_there_once(in_satama: World):
    given = answer(in_satama, "a")
    said = arrived(given, "Jonotin puhelimessa tunnin")
    measure_answers(answers=[given.pk])
    assert ThemeMention.objects.filter(comment=said, theme="waiting").count() == 1


def test_a_comment_written_anew_has_the_themes_of_its_new_text(in_satama: World):
    given = answer(in_satama, "a")
    said = arrived(given, "Jonotin puhelimessa tunnin")
    said.text = "Hinta oli liian kallis"
    said.save()
    measure_answers(answers=[given.pk])
    assert set(mentioned(said)) == {"price"}


def test_themes_of_employees_comments_are_never_read(in_satama: World):
    said = arrived(answer(in_satama, "a", is_from_staff=True), "Jonotin puhelimessa tunnin")
    assert mentioned(said) == {}


def test_what_a_person_said_of_a_theme_holds(in_satama: World):
    given = answer(in_satama, "a")
    said = comment(given, "Jonotus oli aivan kamalaa ja huonoa")
    for theme, value in (("waiting", "no"), ("trust", "yes")):
        Correction.objects.create(
            organisation=in_satama.satama, comment=said, task="theme", theme=theme, value=value
        )
    measure_answers(answers=[given.pk])
    [kept] = ThemeMention.objects.filter(comment=said)
    assert (kept.theme, kept.provider, kept.confidence, kept.spans) == ("trust", "person", 1.0, [])
    assert kept.label == "negative"


def test_a_theme_of_the_organisation_is_read_and_a_hidden_one_is_not(in_satama: World):
    Theme.objects.create(
        organisation=in_satama.satama, key="parking", name_fi="Pysäköinti", rules={"fi": "zeppeliin*"}
    )
    Theme.objects.create(organisation=in_satama.satama, key="waiting", is_active=False)
    said = arrived(answer(in_satama, "a"), "Jonotin tunnin. Zeppeliinejä en nähnyt")
    assert set(mentioned(said)) == {"parking"}
    assert ThemeMention.objects.get(comment=said).version.startswith("1+")


def test_changed_rules_of_a_standard_theme_win_in_their_language_only(in_satama: World):
    Theme.objects.create(organisation=in_satama.satama, key="waiting", rules={"fi": "odottelu*"})
    finnish = arrived(answer(in_satama, "a"), "Jonotin puhelimessa kokonaisen tunnin ennen kuin vastattiin")
    english = arrived(answer(in_satama, "b", language="en"), "I waited in the queue for an hour on the phone")
    assert "waiting" not in mentioned(finnish)
    assert "waiting" in mentioned(english)


def test_rules_of_one_organisation_are_not_anothers(world: World):
    with working_for(world.toinen):
        Theme.objects.create(organisation=world.toinen, key="waiting", is_active=False)
    with working_for(world.satama):
        assert "waiting" in mentioned(arrived(answer(world, "a"), "Jonotin puhelimessa tunnin"))


def test_a_reading_keeps_strength_flags_and_phrases(in_satama: World):
    said = arrived(answer(in_satama, "a"), "Laskutus on kamalaa. Harkitsen itsemurhaa.")
    reading = Reading.objects.get(comment=said)
    assert reading.strength in {1, 2}
    assert "self_harm" in {one["key"] for one in reading.flags}
    assert any("laskutus" in phrase.lower() for phrase in reading.phrases)
