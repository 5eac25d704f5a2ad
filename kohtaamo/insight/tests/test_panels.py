from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from kohtaamo.feedback.models import Answer
from kohtaamo.insight.changes import Changes
from kohtaamo.insight.home import count_word, sentence
from kohtaamo.insight.models import Measurement
from kohtaamo.journeys.models import Placement, Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.organisation.panel import panels_at
from tests.measurements import facts_are_read
from tests.world import World


def hear(touchpoint: Touchpoint, counts: dict[float, int], *, days_ago: int = 3, kind: str = "nps") -> None:
    Measurement.objects.bulk_create(
        Measurement(
            organisation_id=touchpoint.organisation_id,
            kind=kind,
            value=value,
            touchpoint=touchpoint,
            happened_at=timezone.now() - timedelta(days=days_ago),
            source="api",
        )
        for value, count in counts.items()
        for _ in range(count)
    )


def html_at(place: str, world: World, subjects: list, query: str = "") -> dict[int, str]:
    request = RequestFactory().get(f"/{query}")
    request.member, request.organisation, request.session = world.aino, world.satama, {}  # type: ignore
    return {key: "".join(found) for key, found in panels_at(place, request, subjects).items()}


def test_cards_of_a_map_take_the_queries_of_one(in_satama: World):
    hear(in_satama.phone, {10: 40, 0: 60})
    counted = []
    facts_are_read()
    html_at("touchpoint.card", in_satama, [in_satama.phone])  # where each stands is kept a while
    for places in ([in_satama.phone], [in_satama.phone, in_satama.desk]):
        with CaptureQueriesContext(connection) as queries:
            cards = html_at("touchpoint.card", in_satama, places)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert "−20" in cards[in_satama.phone.pk]
    assert "n&nbsp;100" in cards[in_satama.phone.pk]
    with translation.override("fi"):
        assert "Liian vähän" in html_at("touchpoint.card", in_satama, [in_satama.desk])[in_satama.desk.pk]


def test_card_is_drawn_for_each_language_and_day(in_satama: World):
    """What was drawn is kept; it says how long ago its newest answer came, in words."""
    hear(in_satama.phone, {10: 40, 0: 60}, days_ago=1)
    hear(in_satama.desk, {10: 60, 0: 40}, days_ago=1)
    seen = []
    for language, days in (("en", 0), ("fi", 0), ("fi", 1), ("en", 0)):
        moment = timezone.now() + timedelta(days=days)
        with translation.override(language), time_machine.travel(moment, tick=False):
            cards = html_at("touchpoint.card", in_satama, [in_satama.phone, in_satama.desk])
        seen.append(cards[in_satama.phone.pk])
        assert "−20" in cards[in_satama.phone.pk]
        assert "+20" in cards[in_satama.desk.pk]
    assert [
        word in card for word, card in zip(("yesterday", "eilen", "2 päivää", "yesterday"), seen, strict=True)
    ] == [True] * 4


def test_cards_show_the_metric_and_days_that_were_chosen(in_satama: World):
    hear(in_satama.phone, {10: 40, 0: 60})
    hear(in_satama.phone, {5: 30}, kind="csat", days_ago=60)
    pk = in_satama.phone.pk
    assert "100" in html_at("touchpoint.card", in_satama, [in_satama.phone], "?metric=csat_top2&days=90")[pk]
    assert (
        "n&nbsp;0"
        in html_at("touchpoint.card", in_satama, [in_satama.phone], "?metric=csat_top2&days=28")[pk]
    )


def test_side_opens_where_the_number_comes_from(in_satama: World):
    hear(in_satama.phone, {10: 40, 0: 60})
    side = html_at("touchpoint.side", in_satama, [in_satama.phone])[in_satama.phone.pk]
    assert f"/insight/metrics/nps/explanation/?days=90&amp;touchpoint={in_satama.phone.pk}" in side


def test_lead_counts_each_touchpoint_of_a_journey_once(in_satama: World):
    for number in range(3):
        Answer.objects.create(
            organisation=in_satama.satama,
            uid=f"a{number}",
            touchpoint=in_satama.phone,
            happened_at=timezone.now(),
        )
    moment = type(in_satama.moment).objects.create(organisation=in_satama.satama, stage=in_satama.stage)
    Placement.objects.create(organisation=in_satama.satama, moment=moment, touchpoint=in_satama.phone)
    with translation.override("fi"):
        lead = html_at("journey.lead", in_satama, [in_satama.journey])[in_satama.journey.pk]
    assert lead.strip() == "3 vastausta viimeisen 90 päivän aikana"


def test_toolbar_keeps_what_else_the_address_says(in_satama: World):
    toolbar = html_at("journey.toolbar", in_satama, [in_satama.journey], "?state=ideal&days=28&x=<b>")
    html = toolbar[in_satama.journey.pk]
    assert '<input type="hidden" name="state" value="ideal">' in html
    assert '<option value="28" selected>' in html
    assert "<b>" not in html


def test_home_tells_what_has_really_changed(in_satama: World):
    hear(in_satama.phone, {10: 60, 0: 40}, days_ago=40)
    hear(in_satama.phone, {10: 20, 0: 80})
    with translation.override("fi"):
        home = html_at("home", in_satama, [in_satama.satama])[in_satama.satama.pk]
    assert "Yksi asia on oikeasti muuttunut" in home
    assert "−80 NPS" in home


@pytest.mark.parametrize(
    ("compared", "start"), [(0, "Vastauksia on vielä liian vähän"), (7, "Mikään ei ole oikeasti muuttunut")]
)
def test_sentence_is_honest_when_there_is_nothing_to_tell(compared: int, start: str):
    now = Period.last_days(28, timezone.localdate())
    with translation.override("fi"):
        assert sentence(Changes((), compared, now)).startswith(start)


def test_count_word_writes_small_numbers_out():
    with translation.override("fi"):
        assert [count_word(count) for count in (2, 10, 11)] == ["Kaksi", "Kymmenen", "11"]
