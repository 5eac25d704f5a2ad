"""What goes together with answers: values set side by side, and how much each accounts for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from kohtaamo.encounters.models import Encounter, case_number
from kohtaamo.feedback.models import Answer
from kohtaamo.insight.driving import Gathered, Source, driving, gathered, weighed
from kohtaamo.insight.driving.gathering import numbers
from kohtaamo.insight.driving.wording import cross_check, names_of, sentence, shown
from kohtaamo.insight.models import Measurement
from kohtaamo.insight.where import Where
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

Browse = Callable[[Member], Client]
NOON = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def gathered_of(outcome: list[float], **columns: Sequence[float | None]) -> Gathered:
    beside = {
        Source("said", name): {at: value for at, value in enumerate(values) if value is not None}
        for name, values in columns.items()
    }
    return Gathered(dict(enumerate(outcome)), beside)


# Four settings of two drivers that have nothing to do with each other, twenty times over.
FIRST = [float(at % 2) for at in range(80)]
SECOND = [float(at // 2 % 2) for at in range(80)]


def test_drivers_apart_from_each_other_weigh_their_squared_correlation() -> None:
    """With y = 2a − b: variances 1 and 1/4 of 5/4, so the weights are 4/5 and 1/5."""
    found = weighed(gathered_of([2 * a - b for a, b in zip(FIRST, SECOND, strict=True)], a=FIRST, b=SECOND))
    assert [one.source.name for one in found.drivers] == ["a", "b"]
    assert [one.weight for one in found.drivers] == [pytest.approx(0.8), pytest.approx(0.2)]
    assert [one.correlation for one in found.drivers] == [pytest.approx(0.8**0.5), pytest.approx(-(0.2**0.5))]
    assert [one.shapley for one in found.drivers] == [pytest.approx(0.8), pytest.approx(0.2)]
    assert found.r_squared == pytest.approx(1)
    assert found.agrees
    assert found.disagreement == pytest.approx(0, abs=1e-9)
    assert (found.n, found.needed, found.missing) == (80, 66, 0)


def test_too_few_answers_tell_how_many_more_are_needed() -> None:
    found = weighed(gathered_of(FIRST[:40], a=SECOND[:40]))
    assert found.drivers == ()
    assert (found.n, found.needed, found.missing) == (40, 58, 18)


def test_what_is_known_of_few_is_left_out_and_what_never_varies_is_said() -> None:
    few: list[float | None] = [1.0 if at < 30 else None for at in range(80)]
    found = weighed(gathered_of(FIRST, a=SECOND, few=few, same=[3.0] * 80))
    assert [one.source.name for one in found.drivers] == ["a"]
    assert [one.name for one in found.left_out] == ["few"]
    assert [one.name for one in found.constant] == ["same"]


def test_twelve_of_the_strongest_fit_in() -> None:
    columns = {f"d{at:02}": [float((row * (at + 3)) % 17) for row in range(400)] for at in range(14)}
    found = weighed(gathered_of([float(row % 17) for row in range(400)], **columns))
    assert len(found.drivers) == 12
    assert len(found.weak) == 2


def test_attributes_are_drivers_where_they_are_numbers() -> None:
    assert numbers({1: "-2.5", 2: "0", 3: "4"}) == {1: -2.5, 2: 0.0, 3: 4.0}
    assert numbers({1: "SP", 2: "0", 3: "4"}) == {}
    assert numbers({1: "1", 2: "0", 3: "1"}) == {}
    assert numbers({1: "inf", 2: "nan", 3: "4"}) == {}


def answered(world: World, number: int, *, nps: int, csat: int, waited: int) -> None:
    """An answer about a meeting of a case, in which somebody had waited at the desk before."""
    case = f"A-{number}"
    when = NOON + timedelta(minutes=number)
    encounter = Encounter.objects.create(
        organisation=world.satama, uid=f"e-{number}", touchpoint=world.phone, happened_at=when, case=case
    )
    answer = Answer.objects.create(
        organisation=world.satama, uid=f"a-{number}", touchpoint=world.phone, happened_at=when
    )
    for kind, value in (("nps", nps), ("csat", csat)):
        Measurement.objects.create(
            organisation=world.satama,
            kind=kind,
            value=value,
            touchpoint=world.phone,
            answer=answer,
            encounter=encounter,
            case=case_number(case),
            happened_at=when,
            attributes={"age": number},
            source="api",
        )
    before = Encounter.objects.create(
        organisation=world.satama, uid=f"d-{number}", touchpoint=world.desk, happened_at=when, case=case
    )
    for touchpoint, of, value in ((world.desk, before, waited), (world.phone, encounter, 2 * waited)):
        Measurement.objects.create(
            organisation=world.satama,
            kind="waited_seconds",
            value=value,
            touchpoint=touchpoint,
            encounter=of,
            case=case_number(case),
            happened_at=when - timedelta(days=40),
            source="api",
        )


def test_values_meet_at_the_same_answer_encounter_and_case(in_satama: World) -> None:
    for number in (1, 2, 3):
        answered(in_satama, number, nps=number, csat=number + 1, waited=10 * number)
    found, scores = gathered("nps", Where(), "happened"), gathered("nps", Where(), "said")
    assert sorted(found.outcome.values()) == [1, 2, 3]
    by_outcome = {
        source.key: {found.outcome[answer]: value for answer, value in values.items()}
        for source, values in (found.beside | scores.beside).items()
    }
    assert by_outcome == {
        "said:csat": {1: 2, 2: 3, 3: 4},
        "met:waited_seconds": {1: 20, 2: 40, 3: 60},
        f"case:waited_seconds@{in_satama.desk.pk}": {1: 10, 2: 20, 3: 30},
        "attribute:attribute:age": {1: 1, 2: 2, 3: 3},
    }
    assert {one.family for one in scores.beside} == {"said"}
    assert "said" not in {one.family for one in found.beside}
    # a filter narrows the answers, not what is known beside them
    assert len(gathered("nps", Where(touchpoint=in_satama.phone.pk), "happened").beside) == 3
    assert gathered("nps", Where(touchpoint=in_satama.desk.pk), "happened").outcome == {}


def test_drivers_may_be_left_out(in_satama: World) -> None:
    for number in (1, 2, 3):
        answered(in_satama, number, nps=number, csat=number + 1, waited=10 * number)
    assert driving("nps", Where()).candidates == 3
    assert driving("nps", Where(), without={"said:csat", "met:waited_seconds"}).candidates == 2
    assert driving("nps", Where(), among="said").candidates == 1
    assert driving("nps", Where(), among="said", without={"said:csat"}).candidates == 0


def test_findings_are_said_in_words(in_satama: World) -> None:
    outcome = [2 * a - b for a, b in zip(FIRST, SECOND, strict=True)]
    found = weighed(gathered_of(outcome, csat=FIRST, sentiment=SECOND))
    with translation.override("en"):
        rows = shown(found)
        assert [row.weight for row in rows] == ["80.0%", "20.0%"]
        assert rows[0].direction == "the more, the higher"
        assert rows[1].direction == "the more, the lower"
        assert sentence("NPS", found, rows).startswith(
            "“Satisfaction (CSAT)” goes together with “NPS” the most"
        )
        assert "same order" in cross_check(found)
        assert cross_check(weighed(gathered_of(outcome, csat=FIRST))) == ""
        place = Source("case", "waited_seconds", in_satama.desk.pk)
        assert names_of([place]) == {place: "Waiting time, Palvelupiste"}


def test_chance_is_not_told_as_a_find() -> None:
    found = weighed(gathered_of(FIRST, csat=SECOND))
    with translation.override("en"):
        rows = shown(found)
        assert rows[0].direction == "may be chance"
        assert sentence("NPS", found, rows) == "Nothing here goes together with “NPS” more than chance would."


def test_our_own_people_have_no_drivers(world: World, browse: Browse) -> None:
    page = browse(world.aino).get("/o/satama/insight/drivers/?metric=enps", headers={"accept-language": "fi"})
    assert "Ei kerrota omasta väestä" in page.content.decode()


def test_other_scores_stand_below_what_can_be_acted_on(world: World, browse: Browse) -> None:
    """Satisfaction follows recommending exactly; it must not push waiting, which half follows it, out of the way."""
    with working_for(world.satama):
        for number in range(80):
            answered(world, number, nps=number % 8, csat=number % 8 + 1, waited=10 * (number % 4))
    asked = "metric=nps&days=own&from=2026-04-01&to=2026-08-31"
    text = browse(world.aino).get(f"/o/satama/insight/drivers/?{asked}").content.decode()
    acted_on, _, scores = text.partition('id="drivers-said"')
    assert 'id="drivers-happened"' in acted_on
    # the table of each group names only its own drivers
    assert '<th scope="row">Odotusaika' in acted_on
    assert '<th scope="row">Tyytyväisyys (CSAT)</th>' not in acted_on
    assert '<th scope="row">Tyytyväisyys (CSAT)</th>' in scores
    assert '<th scope="row">Odotusaika' not in scores
    # alone in its group, satisfaction accounts for everything; together with waiting it would not
    with working_for(world.satama):
        (score,) = driving("nps", Where(), among="said").drivers
    assert score.weight == pytest.approx(1)
