from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from kohtaamo.improvement.services import begin as begin_action
from kohtaamo.improvement.services import mark_done, start_action
from kohtaamo.insight.board.explained import explained
from kohtaamo.insight.board.lineage import COMMENTS, TARGETS, Stand, fingerprints, freeze
from kohtaamo.insight.board.making import make_report, order_report
from kohtaamo.insight.board.rows import FACTORS
from kohtaamo.insight.board.shown import shown
from kohtaamo.insight.board.when import named
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import BoardReport, Measurement
from kohtaamo.insight.queries import metrics_in_order
from kohtaamo.insight.services import set_target
from tests.measurements import hear
from tests.world import World

IN_OCTOBER = datetime(2026, 10, 14, 10, 0, tzinfo=UTC)
IN_SEPTEMBER = datetime(2026, 9, 10, 10, 0, tzinfo=UTC)
OCTOBER = named("2026-10")[1]


@pytest.fixture
def report(in_satama: World) -> BoardReport:
    """October: NPS fell at the phone and stayed at the desk; satisfaction was asked at the desk only."""
    hear(in_satama.phone, {10: 60, 8: 20, 0: 20}, IN_SEPTEMBER)
    hear(in_satama.phone, {10: 20, 8: 20, 0: 60}, IN_OCTOBER)
    hear(in_satama.desk, {10: 50, 0: 50}, IN_SEPTEMBER)
    hear(in_satama.desk, {10: 50, 0: 50}, IN_OCTOBER)
    hear(in_satama.desk, {5: 30, 1: 10}, IN_OCTOBER, "csat")
    hear(in_satama.desk, {1: 30, -1: 10}, IN_OCTOBER, "sentiment")
    set_target(metric=METRICS["nps"], value=10.0)
    return made("2026-10")


def made(name: str) -> BoardReport:
    size, period = named(name)
    report = order_report(size=size, period=period)
    make_report(report=report)
    return report


def stale(report: BoardReport) -> set[str]:
    return {item.text for item in shown(report, "en").stale}


def texts(report: BoardReport) -> list[str]:
    return [item.text for item in shown(report, "en").items]


def test_the_sentences_say_what_was_heard(report: BoardReport):
    """Worked by hand: NPS is 100 × (70 − 110) / 200 = −20; satisfaction 30 of 40."""
    found = texts(report)
    assert found[0] == "One thing really changed in October 2026. The rest is ordinary variation."
    assert found[1].startswith("Puhelinpalvelu got worse: −80 NPS (")
    assert found[1].endswith("; answers 100 and 100).")
    assert any(
        text.startswith("Net promoter score (NPS): −20 (")
        and text.endswith("That is worse than the target +10.")
        for text in found
    )
    assert any(": 75 % (" in text and "; n 40)." in text for text in found)
    assert "Of the 2 touchpoints heard, one is worse than its target." in found
    assert "Of the comments whose tone is sure (40), 25% are negative, 0% neutral and 75% positive." in found


def test_a_report_just_made_is_not_stale(report: BoardReport):
    assert stale(report) == set()


def test_one_changed_row_marks_exactly_the_sentences_that_stand_on_it(report: BoardReport, in_satama: World):
    """An answer of satisfaction at the desk: what was said of NPS, of tone and of the phone's NPS still holds."""
    row = Measurement.objects.filter(kind="csat", value=5).order_by("pk")[0]
    Measurement.objects.filter(pk=row.pk).update(value=4)
    found = shown(report, "en")
    assert {
        (part.key, item.form, item.text.split(" ")[0])
        for part in found.parts
        for item in part.items
        if item.stale
    } == {
        ("lead", "sentence", "One"),
        ("lead", "sentence", "Puhelinpalvelu"),
        ("numbers", "number", "Satisfaction"),
        ("places", "sentence", "Of"),
        ("places", "place", "Palvelupiste:"),
    }
    assert {item.stale for item in found.stale} == {"rows"}


def test_a_row_outside_the_period_marks_only_what_reaches_there(report: BoardReport, in_satama: World):
    """An answer of September is in the comparison and in the weeks before, not in the numbers of October."""
    row = Measurement.objects.filter(kind="nps", happened_at=IN_SEPTEMBER).order_by("pk")[0]
    Measurement.objects.filter(pk=row.pk).update(is_superseded=True)
    found = shown(report, "en")
    assert {(part.key, item.form) for part in found.parts for item in part.items if item.stale} == {
        ("lead", "sentence"),
        ("numbers", "trend"),
    }


def test_a_new_target_marks_what_was_compared_with_it(report: BoardReport, in_satama: World):
    set_target(metric=METRICS["nps"], value=30.0, touchpoint=in_satama.phone)
    found = shown(report, "en")
    assert [
        (part.key, item.text.split(" ")[0]) for part in found.parts for item in part.items if item.stale
    ] == [
        ("places", "Of"),
        ("places", "Puhelinpalvelu:"),
    ]


def test_a_new_formula_version_marks_what_used_it(report: BoardReport, monkeypatch: pytest.MonkeyPatch):
    item = report.items.get(form="number", texts__en__startswith="Net promoter")
    item.stands_on = [{**one, "versions": {"nps": 0}} for one in item.stands_on]
    item.save()
    assert [(one.number, one.stale) for one in shown(report, "en").stale] == [(item.position + 1, "formula")]
    formula = shown(report, "en").stale[0].lineage[0]
    assert formula.problem == "The formula has changed since the report was made."


def test_made_anew_it_holds_again_and_the_old_one_stays(report: BoardReport):
    before = texts(report)
    Measurement.objects.filter(kind="csat").update(value=1)
    assert stale(report) != set()
    anew = made("2026-10")
    assert (report.edition, anew.edition) == (1, 2)
    assert stale(anew) == set()
    assert texts(report) == before
    assert texts(anew) != before


def test_the_question_can_be_asked_again_with_a_command(report: BoardReport):
    places = shown(report, "en").part("places")
    assert places is not None
    found = next(item for item in places.items if item.text.startswith("Puhelinpalvelu"))
    lineage = found.lineage[0]
    assert lineage.command.splitlines()[0] == (
        "kohtaamo measure nps --from 2026-10-01 --to 2026-10-31 --where touchpoint=Puhelinpalvelu"
    )
    assert lineage.rows == 100
    assert lineage.question.endswith("Oct 2026 · Touchpoint: Puhelinpalvelu")


def test_what_was_done_is_told_by_its_own_package(in_satama: World):
    hear(in_satama.phone, {10: 10, 0: 40}, IN_SEPTEMBER)
    hear(in_satama.phone, {10: 45, 0: 5}, IN_OCTOBER)
    action = start_action(
        title="Takaisinsoitto", touchpoint=in_satama.phone, metric="nps", direction="up", size=10
    )
    begin_action(intervention=action, began_on=date(2026, 9, 20))
    mark_done(intervention=action, done_on=date(2026, 10, 1))
    report = made("2026-10")
    found = shown(report, "fi").part("actions")
    assert found is not None
    assert [item.form for item in found.items] == ["sentence", "verdict"]
    assert found.items[1].text.startswith("Takaisinsoitto (Puhelinpalvelu, 1.10.2026): ")
    action.title = "Takaisinsoitto heti"
    action.save()
    assert [item.form for item in shown(report, "fi").stale] == ["sentence", "verdict"]


def test_a_fingerprint_does_not_depend_on_the_order_and_tells_values_apart(in_satama: World):
    hear(in_satama.phone, {10: 3, 9: 2}, IN_OCTOBER)
    stand = Stand(metrics=("nps",), period=OCTOBER)
    first = fingerprints([stand])[stand]
    assert first.rows == 5
    keys = list(Measurement.objects.values_list("pk", flat=True).order_by("pk"))
    Measurement.objects.filter(pk=keys[0]).update(value=9)
    Measurement.objects.filter(pk=keys[-1]).update(value=10)
    swapped = fingerprints([stand])[stand]
    assert swapped.rows == 5
    assert swapped.mark != first.mark
    Measurement.objects.filter(pk=keys[0]).update(value=10)
    Measurement.objects.filter(pk=keys[-1]).update(value=9)
    assert fingerprints([stand])[stand] == first


def test_groups_add_up_to_the_whole(in_satama: World):
    hear(in_satama.phone, {10: 3}, IN_OCTOBER)
    hear(in_satama.desk, {10: 4}, IN_OCTOBER)
    parts = [
        Stand(metrics=("nps",), period=OCTOBER, touchpoint=one.pk)
        for one in (in_satama.phone, in_satama.desk)
    ]
    whole = Stand(metrics=("nps",), period=OCTOBER)
    found = fingerprints([*parts, whole])
    sums = [[int(one, 16) for one in found[stand].mark.split("-")] for stand in (*parts, whole)]
    assert [sum(pair) for pair in zip(*sums[:2], strict=True)] == sums[2]
    assert found[whole].rows == 7


def test_a_fingerprint_is_the_sum_of_squares_it_says_it_is(in_satama: World):
    """(a × id + b × value in steps of 2⁻²⁰ + c × microseconds)² modulo 2³¹ − 1, of two rows."""
    hear(in_satama.phone, {10: 1, -0.5: 1}, IN_OCTOBER, "sentiment")
    prime, microseconds = 2**31 - 1, int(IN_OCTOBER.timestamp()) * 1_000_000
    sums = [0, 0]
    for row in Measurement.objects.all():
        for number, (a, b, c) in enumerate(FACTORS):
            root = (row.pk * a + int(row.value * 2**20) * b + microseconds * c) % prime
            sums[number] += root**2 % prime
    stand = Stand(metrics=("sentiment_net",), period=OCTOBER)
    assert fingerprints([stand])[stand].mark == f"{sums[0]:x}-{sums[1]:x}"


def test_many_stands_cost_the_queries_of_one_of_each_source(in_satama: World):
    one, twenty = stands_of(range(1)), stands_of(range(20))
    fingerprints(one)
    costs = []
    for stands in (one, twenty):
        with CaptureQueriesContext(connection) as queries:
            fingerprints(stands)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def stands_of(numbers: range) -> list[Stand]:
    return [
        stand
        for number in numbers
        for stand in (
            Stand(metrics=("nps",), period=OCTOBER, touchpoint=number),
            Stand(source=TARGETS, metrics=("nps",), touchpoint=number),
            Stand(source=COMMENTS, keys=(number,)),
        )
    ]


def test_how_many_of_our_own_people_answered_is_told_in_no_lineage(in_satama: World):
    stand = Stand(metrics=("enps",), period=OCTOBER)
    hear(in_satama.phone, {10: 30}, IN_OCTOBER, "enps")
    frozen = freeze([stand])[stand]
    hear(in_satama.phone, {10: 1}, IN_OCTOBER, "enps")
    with override("en"):
        found = explained(frozen, fingerprints([stand])[stand], {})
    assert (found.rows, found.fingerprint) == (None, "")
    assert found.problem == "The rows have changed since the report was made."


def test_only_the_main_numbers_are_told_and_one_with_a_target_is_never_left_out(in_satama: World):
    kinds = list(dict.fromkeys(metric.kind for metric in METRICS.values() if not metric.protects_people))
    for kind in kinds:
        known = next(one for one in METRICS.values() if one.kind == kind).answers
        hear(in_satama.phone, {known[0] if known else 1.0: 30}, IN_OCTOBER, kind)
    told = [item.figures["metric"] for item in made("2026-10").items.filter(form="number")]
    assert len(told) == 9 < len(kinds)
    kinds_told = {METRICS[key].kind for key in told}
    left_out = next(one for one in metrics_in_order() if one.kind in set(kinds) - kinds_told)
    set_target(metric=left_out, value=left_out.scale[0])
    anew = [item.figures["metric"] for item in made("2026-10").items.filter(form="number")]
    assert len(anew) == 9
    assert left_out.key in anew
