from __future__ import annotations

import pytest

from kohtaamo.feedback.importing import guess_mapping
from kohtaamo.feedback.importing.guess import score_kind, touchpoint_name
from kohtaamo.feedback.importing.mapping import layout_of
from kohtaamo.kit.tabular import ColumnProfile
from kohtaamo.kit.tabular.profile import profile_column


def scores(name: str, low: int, high: int) -> ColumnProfile:
    return profile_column(name, [str(low + step % (high - low + 1)) for step in range(40)])


@pytest.mark.parametrize(
    ("name", "low", "high", "kind"),
    [
        ("NPS", 0, 10, "nps"),
        ("Suosittelisitko meitä?", 2, 10, "nps"),
        ("likelihood_to_recommend", 0, 10, "nps"),
        ("Suosittelisitko työpaikkana", 0, 10, "enps"),
        ("csat", 1, 5, "csat"),
        ("Tyytyväisyys palveluun", 1, 5, "csat"),
        ("review_stars", 1, 5, "csat"),
        ("Arvosana", 2, 5, "csat"),
        ("CES", 1, 7, "ces_1_7"),
        ("Asiointi oli helppoa", 1, 5, "ces_1_7"),
        ("effort_score", 1, 5, "ces_1_5"),
        ("Vaiva", -2, 2, "effort"),
        ("Vastasiko odotuksia", -1, 1, "expectation"),
        ("Arvosana", 4, 10, None),
        ("jonotusaika", 1, 5, None),
    ],
)
def test_score_is_known_by_its_name_and_values(name: str, low: int, high: int, kind: str | None) -> None:
    assert score_kind(scores(name, low, high)) == kind


@pytest.mark.parametrize(("slips", "kind"), [(1, "nps"), (10, "nps"), (30, None)])
def test_few_slips_do_not_cost_the_column(slips: int, kind: str | None) -> None:
    marks = [str(number % 11) for number in range(200)] + ["12"] * slips
    assert score_kind(profile_column("Suosittelu", marks)) == kind


def test_columns_of_a_finnish_survey_are_recognised() -> None:
    words = [f"Jonotin kauan mutta asia hoitui lopulta hyvin, kerta {number}" for number in range(40)]
    columns = [
        profile_column("Vastaustunnus", [f"V-{number:05}" for number in range(40)]),
        profile_column(
            "Vastausaika", [f"{1 + number % 28}.3.2024 klo 10.{number:02}" for number in range(40)]
        ),
        profile_column("Asiakasnumero", [str(100_000 + number) for number in range(40)]),
        profile_column("Kontaktipiste", ["Puhelin", "Chat"] * 20),
        profile_column("Kanava", ["puhelin", "verkko"] * 20),
        profile_column("Yksikkö", ["Itä", "Länsi"] * 20),
        profile_column("Kieli", ["fi", "sv"] * 20),
        scores("Suosittelu", 0, 10),
        profile_column("Kommentti", words),
        profile_column("Ikäryhmä", ["18–30", "31–50"] * 20),
        profile_column("tyhjä", [""] * 40),
    ]
    guessed = guess_mapping(columns, name="vastaukset.csv").model_dump(mode="json", exclude_none=True)
    assert guessed["date"] == {"column": "Vastausaika", "day_first": True}
    assert guessed["uid"] == {"column": "Vastaustunnus"}
    assert guessed["customer"] == {"column": "Asiakasnumero"}
    assert guessed["touchpoint"] == {"column": "Kontaktipiste"}
    assert guessed["channel"] == {"column": "Kanava"}
    assert guessed["unit"] == {"column": "Yksikkö"}
    assert guessed["language"] == {"column": "Kieli"}
    assert [(one["column"], one["kind"]) for one in guessed["questions"]] == [
        ("Suosittelu", "nps"),
        ("Kommentti", "open_text"),
    ]
    assert guessed["attributes"] == [{"column": "Ikäryhmä", "name": "Ikäryhmä"}]


def test_of_several_moments_that_of_the_answer_is_taken() -> None:
    days = [f"2024-03-{1 + number % 28:02}" for number in range(40)]
    columns = [profile_column(name, days) for name in ("ordered_at", "delivered_at", "review_created")]
    assert guess_mapping(columns).date.column == "review_created"  # type: ignore[union-attr]


def test_identifier_that_is_missing_on_some_rows_is_not_trusted() -> None:
    columns = [profile_column("id", [f"A-{number:04}" if number else "" for number in range(40)])]
    assert guess_mapping(columns).uid is None


def test_nothing_is_guessed_of_nothing() -> None:
    guessed = guess_mapping([], name="")
    assert (guessed.date, guessed.uid, guessed.questions, guessed.attributes) == (None, None, [], [])


def test_file_name_becomes_a_touchpoint_as_people_write_it() -> None:
    assert touchpoint_name("bank_app-reviews.2024.csv") == "Bank app reviews 2024"


def test_layout_does_not_care_for_capitals_and_spaces() -> None:
    assert layout_of(["Päivä", "Arvosana "]) == layout_of(["PÄIVÄ", "arvosana"])
    assert layout_of(["a", "b"]) != layout_of(["b", "a"])
