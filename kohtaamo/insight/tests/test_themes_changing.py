from __future__ import annotations

import pytest

from kohtaamo.insight.models import Theme, ThemeChange, ThemeMention
from kohtaamo.insight.services import measure_answers
from kohtaamo.insight.themes import rereading
from kohtaamo.insight.themes.changing import (
    ThemeRefusedError,
    Wanted,
    restore_standard,
    save_theme,
    undo_change,
)
from kohtaamo.insight.themes.rereading import read_anew
from kohtaamo.insight.themes.taxonomy import themes_now
from kohtaamo.insight.themes.trying import try_rules
from kohtaamo.language.themes import THEMES, standard_rules
from kohtaamo.organisation.models import Event
from tests.world import World

from .test_services import answer, comment


def heard(world: World, *texts: str, **facts) -> list[int]:
    keys = []
    for number, text in enumerate(texts):
        given = answer(world, f"heard-{number}-{text[:9]}", **facts)
        keys.append(comment(given, text).pk)
        measure_answers(answers=[given.pk])
    return keys


def about(theme: str) -> set[int]:
    return set(ThemeMention.objects.filter(theme=theme).values_list("comment", flat=True))


def test_without_changes_the_standard_themes_are_there(in_satama: World):
    assert [theme.key for theme in themes_now()] == list(THEMES)
    assert not Theme.objects.exists()


def test_a_theme_of_ones_own_reads_older_comments_too(in_satama: World):
    keys = heard(in_satama, "Zeppeliini näkyi", "Kaikki hyvin")
    change = save_theme(
        key="", wanted=Wanted(name_fi="Ilmalaivat", rules={"fi": "zeppeliin*"}), actor=in_satama.aino
    )
    assert (change.theme, change.status, change.total) == ("ilmalaivat", "waiting", 2)
    assert about("ilmalaivat") == set()
    assert read_anew(change=change) == 2
    assert about("ilmalaivat") == {keys[0]}
    assert (change.status, change.done) == ("done", 2)
    assert Event.objects.get(verb="insight.theme_changed").data == {
        "name": "Ilmalaivat",
        "theme": "ilmalaivat",
    }


def test_undoing_takes_the_theme_and_its_mentions_back(in_satama: World):
    heard(in_satama, "Zeppeliini näkyi")
    change = save_theme(
        key="", wanted=Wanted(name_fi="Ilmalaivat", rules={"fi": "zeppeliin*"}), actor=in_satama.aino
    )
    read_anew(change=change)
    back = undo_change(change=change, actor=in_satama.aino)
    read_anew(change=back)
    assert about("ilmalaivat") == set()
    assert not Theme.objects.exists()
    again = undo_change(change=back, actor=in_satama.aino)
    read_anew(change=again)
    assert len(about("ilmalaivat")) == 1


def test_a_standard_theme_is_changed_and_put_back(in_satama: World):
    [key] = heard(in_satama, "Jonotin puhelimessa tunnin")
    changed = save_theme(
        key="waiting", wanted=Wanted(name_fi="Jonot", rules={"fi": "zeppeliin*"}), actor=in_satama.aino
    )
    read_anew(change=changed)
    assert about("waiting") == set()
    back = restore_standard(key="waiting", actor=in_satama.aino)
    assert back is not None
    read_anew(change=back)
    assert about("waiting") == {key}
    assert not Theme.objects.exists()
    assert restore_standard(key="waiting", actor=in_satama.aino) is None


def test_saving_the_standard_rules_as_they_are_changes_nothing(in_satama: World):
    rules = {one: standard_rules(one)["waiting"].replace("\n", "\r\n") for one in ("fi", "en")}
    change = save_theme(key="waiting", wanted=Wanted(rules=rules), actor=in_satama.aino)
    assert (change.status, Theme.objects.count()) == ("done", 0)


def test_a_new_name_reads_nothing_anew(in_satama: World):
    change = save_theme(key="waiting", wanted=Wanted(name_fi="Jonot"), actor=in_satama.aino)
    assert (change.status, Theme.objects.get().name_fi) == ("done", "Jonot")


def test_a_later_change_takes_the_work_over(in_satama: World, monkeypatch: pytest.MonkeyPatch):
    heard(in_satama, "Zeppeliini näkyi")
    first = save_theme(key="waiting", wanted=Wanted(is_active=False), actor=in_satama.aino)
    second = save_theme(key="price", wanted=Wanted(is_active=False), actor=in_satama.aino)
    assert read_anew(change=first) == 0
    assert first.status == "done"
    assert read_anew(change=second) == 1


def test_work_that_was_killed_goes_on_where_it_stood(in_satama: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rereading, "BATCH", 1)
    keys = heard(in_satama, "Jonotin tunnin", "Jonotin kaksi tuntia", "Jonotin päivän")
    change = save_theme(key="waiting", wanted=Wanted(is_active=False), actor=in_satama.aino)
    rereading.keep_again(rereading.next_comments(None))
    change.reached, change.done = keys[2], 1
    assert about("waiting") == set(keys[:2])
    assert read_anew(change=change) == 2
    assert (change.done, about("waiting")) == (3, set())


@pytest.mark.parametrize(
    ("wanted", "on", "why"),
    [
        (Wanted(name_fi="  "), "name", "missing"),
        (Wanted(name_fi="A", parent="nowhere"), "parent", "unknown"),
        (Wanted(name_fi="A", rules={"fi": "hyvä\n*"}), "rules_fi", "unreadable"),
        (Wanted(name_fi="A", rules={"en": "good = 7"}), "rules_en", "weight"),
        (Wanted(name_fi="A", rules={"fi": "x" * 100_000}), "rules_fi", "too_long"),
        (
            Wanted(name_fi="A", rules={"fi": "\n".join(f"sana{n}" for n in range(5000))}),
            "rules_fi",
            "too_many",
        ),
    ],
)
def test_what_cannot_be_a_theme_is_refused(in_satama: World, wanted: Wanted, on: str, why: str):
    with pytest.raises(ThemeRefusedError) as problem:
        save_theme(key="", wanted=wanted, actor=in_satama.aino)
    assert (problem.value.on, problem.value.why) == (on, why)
    assert not Theme.objects.exists()


def test_a_theme_is_not_put_under_itself(in_satama: World):
    save_theme(key="waiting", wanted=Wanted(parent="staff"), actor=in_satama.aino)
    with pytest.raises(ThemeRefusedError, match="circle"):
        save_theme(key="staff", wanted=Wanted(parent="waiting"), actor=in_satama.aino)
    assert [(one.key, one.depth) for one in themes_now() if one.key in {"waiting", "staff"}] == [
        ("staff", 0),
        ("waiting", 1),
    ]


def test_themes_stand_three_deep_at_most(in_satama: World):
    save_theme(key="waiting", wanted=Wanted(parent="staff"), actor=in_satama.aino)
    save_theme(key="price", wanted=Wanted(parent="waiting"), actor=in_satama.aino)
    with pytest.raises(ThemeRefusedError, match="deep"):
        save_theme(key="trust", wanted=Wanted(parent="price"), actor=in_satama.aino)
    with pytest.raises(ThemeRefusedError, match="deep"):
        save_theme(key="staff", wanted=Wanted(parent="trust"), actor=in_satama.aino)


def test_a_trial_tells_what_is_caught_newly_and_no_longer(in_satama: World):
    heard(in_satama, "Jonotin puhelimessa tunnin", "Zeppeliini näkyi", "Kaikki hyvin")
    heard(in_satama, "Jonotin töissä", is_from_staff=True)
    trial = try_rules(key="waiting", rules={"fi": "zeppeliin*"})
    assert (trial.n, trial.caught, trial.new, trial.lost) == (3, 1, 1, 1)
    assert [(one.state, one.comment.text) for one in trial.examples] == [
        ("lost", "Jonotin puhelimessa tunnin"),
        ("new", "Zeppeliini näkyi"),
    ]
    assert trial.examples[1].marks == [(0, 10, "")]
    assert not ThemeChange.objects.exists()


def test_a_trial_of_greedy_rules_ends_early_and_says_of_how_many(in_satama: World, monkeypatch):
    monkeypatch.setattr("kohtaamo.insight.themes.trying.MOST_TRIED", 100)
    heard(in_satama, *(f"aamu aalto {word}" for word in ("yksi", "kaksi", "kolme", "neljä")))
    rules = "\n".join(f"aa* = 0.{600 + number}" for number in range(40))
    trial = try_rules(key="", rules={"fi": rules})
    assert 0 < trial.n < 4
    assert trial.caught == trial.n
