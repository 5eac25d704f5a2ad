from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.template import Context, Template
from django.utils.translation import override

from kohtaamo.web.templatetags import look


def figure(**more):
    known = {"value": -31, "low": -38, "high": -24, "n": 1204, "unit": "NPS", "signed": True, "target": 10}
    return SimpleNamespace(**known | more)


@pytest.fixture(autouse=True)
def finnish():
    with override("fi"):
        yield


def test_number_is_shown_as_finns_write_it():
    assert look.number(1204) == "1\u00a0204"
    assert look.number(-0.72, 2) == "−0,72"
    assert look.number(None) == "–"


def test_number_is_shown_as_the_english_write_it():
    with override("en"):
        assert look.number(1204.5, 1) == "1,204.5"


def test_signed_puts_a_plus_only_before_more_than_nothing():
    assert [look.signed(value) for value in (12, 0, -31)] == ["+12", "0", "−31"]


def test_percent_takes_a_share():
    assert look.percent(0.804) == "80\u00a0%"


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(33, 49, "33–49"), (4.2, 17.8, "4–18"), (0.11, 0.62, "0,1–0,6"), (-6, 4, "−6…4")],
)
def test_range_has_as_many_decimals_as_its_width_needs(low, high, shown):
    assert look.value_range(low, high) == shown


@time_machine.travel(datetime(2026, 11, 21, 22, 30, tzinfo=UTC), tick=False)
def test_ago_counts_days_of_the_local_calendar():
    # 22.30 UTC is already the 22nd in Helsinki
    assert look.ago(datetime(2026, 11, 21, 22, 5, tzinfo=UTC)) == look.ago(date(2026, 11, 22))
    assert look.ago(datetime(2026, 11, 21, 21, 55, tzinfo=UTC)) == look.ago(date(2026, 11, 21))
    assert look.ago(date(2026, 11, 22)) != look.ago(date(2026, 11, 21))


@time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False)
def test_ago_is_a_date_where_nobody_counts_the_days_any_more():
    # September has 30 days and October 31: from 22.9. there are 8 + 31 + 21 days
    assert look.ago(date(2026, 9, 22)).startswith("60")
    assert look.ago(date(2026, 9, 21)) == "21.9.2026"
    # 22.30 UTC is already the 12th in Helsinki
    assert look.ago(datetime(2016, 5, 11, 22, 30, tzinfo=UTC)) == "12.5.2016"


def test_moment_is_local_and_in_full():
    assert look.moment(datetime(2026, 11, 21, 8, 42, tzinfo=UTC)) == "21.11.2026 klo\u00a010.42"
    assert look.moment(date(2026, 11, 21)) == "21.11.2026"


def test_marked_escapes_what_the_customer_wrote():
    shown = look.marked("<b>odotin 45 min", [(10, 16)])
    assert shown == '&lt;b&gt;odotin <mark class="">45 min</mark>'


def test_marked_keeps_the_first_of_two_overlapping_spans():
    assert look.marked("abcd", [(1, 3), (2, 4, "good")]) == 'a<mark class="">bc</mark>d'


def test_honest_places_stand_on_the_scale():
    drawn = look.honest(figure(scale_low=-100, scale_high=100))
    assert (drawn.point, drawn.interval_start, drawn.interval_width, drawn.target) == (
        "34.50%", "31.00%", "7.00%", "55.00%",
    )  # fmt: skip


def test_honest_point_beyond_the_scale_stands_at_its_end():
    assert look.honest(figure(value=130, low=None, high=None)).point == "100.00%"


def test_honest_margin_is_half_of_an_even_interval():
    assert look.honest(figure()).margin == "±7"
    assert look.honest(figure(value=78, low=76.4, high=79.6, signed=False)).margin == "±1,6"


def test_honest_shows_both_ends_of_an_uneven_interval():
    assert look.honest(figure(value=2, low=1, high=9, signed=False)).margin == "1–9"


def test_share_bar_fills_the_whole_width():
    bar = look.share_bar(52, 27, 21)
    assert (bar["first"], bar["second_start"], bar["third_start"], bar["third"]) == (
        "52.00%", "52.00%", "79.00%", "21.00%",
    )  # fmt: skip


def drawn_html(**more):
    page = "{% cotton honest-number :number=number size='large' / %}"
    return Template(page).render(Context({"number": figure(**more)}))


def test_honest_number_with_too_few_answers_shows_no_number():
    html = drawn_html(too_few=True, n=6, minimum=10)
    assert "−31" not in html
    assert "10" in html


def test_honest_number_leads_to_its_source_unless_told_not_to():
    assert 'href="/why/"' in drawn_html(explain_url="/why/")
    page = "{% cotton honest-number :number=number size='large' :source=False / %}"
    assert "/why/" not in Template(page).render(Context({"number": figure(explain_url="/why/")}))


def test_honest_number_differs_by_shape_and_by_words_for_each_state():
    shapes = {state: drawn_html(state=state) for state in ("better", "worse", "same")}
    points = [html[html.index('class="point"') :][:60] for html in shapes.values()]
    assert len(set(points)) == len(shapes)
    with override("en"):
        assert "· worse" in drawn_html(state="worse")
