from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from kohtaamo.insight.dictionary import dictionary, entry
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import MetricSettings, Target
from kohtaamo.insight.services import set_metric_settings, set_target
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
PAGE = "/o/satama/insight/dictionary/"


def keys(words: str = "") -> set[str]:
    return {one.metric.key for level in dictionary(words) for one in level.entries}


def test_every_metric_stands_in_the_dictionary_once(in_satama: World) -> None:
    found = [one.metric.key for level in dictionary() for one in level.entries]
    assert sorted(found) == sorted(METRICS)


def test_own_people_have_a_level_of_their_own(in_satama: World) -> None:
    staff = next(level for level in dictionary() if level.key == "staff")
    assert [one.metric.key for one in staff.entries] == ["enps"]


def test_words_are_looked_for_in_both_languages(in_satama: World) -> None:
    with override("fi"):
        assert "enps" in keys("employer")
        assert "enps" in keys("ENPS")
    with override("en"):
        assert keys("suosittel") & {"nps", "enps"}
    assert keys("no such words anywhere") == set()


def test_settings_are_kept_shown_and_taken_away(in_satama: World) -> None:
    nps = METRICS["nps"]
    set_metric_settings(metric=nps, owner=in_satama.aino, threshold=-10)
    set_target(metric=nps, value=30, due_on=date(2027, 6, 30))
    found = entry(nps)
    assert (found.owner, found.threshold, found.target) == (in_satama.aino, -10, 30)
    assert found.due_on == date(2027, 6, 30)
    set_metric_settings(metric=nps, owner=None, threshold=None)
    assert MetricSettings.objects.count() == 1
    assert entry(nps).owner is None


def test_a_new_level_keeps_the_day_unless_told(in_satama: World) -> None:
    nps = METRICS["nps"]
    set_target(metric=nps, value=30, due_on=date(2027, 6, 30))
    set_target(metric=nps, value=35)
    assert Target.objects.get().due_on == date(2027, 6, 30)
    set_target(metric=nps, value=35, due_on=None)
    assert Target.objects.get().due_on is None


def test_a_threshold_off_the_scale_is_refused(in_satama: World) -> None:
    with pytest.raises(ValueError, match="between"):
        set_metric_settings(metric=METRICS["csat_mean"], owner=None, threshold=6)


def test_settings_are_saved_on_the_page_and_undone(world: World, browse: Browse) -> None:
    client = browse(world.aino)
    given = {"owner": str(world.onni.pk), "target": "20", "due_on": "2027-01-31", "threshold": "0"}
    client.post(f"{PAGE}nps/", given)
    page = client.get(PAGE)
    assert 'name="undo"' in page.content.decode()
    with working_for(world.satama):
        assert (entry(METRICS["nps"]).owner, entry(METRICS["nps"]).target) == (world.onni, 20)
    metric, values = page.context["undo"]
    client.post(f"{PAGE}{metric.key}/", {**dict(values), "undo": "1"})
    with working_for(world.satama):
        assert (entry(METRICS["nps"]).owner, entry(METRICS["nps"]).target) == (None, None)
    assert 'name="undo"' not in client.get(PAGE).content.decode()


def test_a_value_off_the_scale_is_told_on_the_page(world: World, browse: Browse) -> None:
    answer = browse(world.aino).post(f"{PAGE}csat_mean/", {"threshold": "9"})
    assert answer.status_code == 422
    with working_for(world.satama):
        assert not MetricSettings.objects.exists()


def test_who_only_reads_gets_no_way_to_change(world: World, browse: Browse) -> None:
    client = browse(world.onni)
    assert "dictionary/nps/" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}nps/", {}).status_code == 403
