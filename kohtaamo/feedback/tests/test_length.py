from __future__ import annotations

from typing import Any

from django.utils.translation import override

from kohtaamo.feedback.length import Length, length_of, time_in_words
from kohtaamo.feedback.questionnaire import read_questionnaire


def made(*elements: dict[str, Any]) -> Length:
    return length_of(read_questionnaire({"pages": [{"elements": list(elements)}]}))


def test_what_is_shown_on_a_condition_counts_for_the_longest_way() -> None:
    # 8 seconds a number, 25 an open text, 25 a reason
    rule = {"<=": [{"var": "nps"}, 6]}
    length = made(
        {"name": "nps", "type": "nps", "askWhy": [0]}, {"name": "why", "type": "open_text", "visibleIf": rule}
    )
    assert length == Length(shortest=8, longest=58, questions=2, texts=2)
    assert length.burden == "light"


def test_each_row_of_a_table_takes_its_time() -> None:
    rows = [{"value": str(n)} for n in range(8)]
    assert made({"name": "a", "type": "matrix", "rows": rows}).longest == 40


def test_time_is_said_in_seconds_and_then_in_minutes() -> None:
    with override("en"):
        assert time_in_words(Length(8, 58, 2, 2)) == "about 60 seconds"
        assert time_in_words(Length(100, 110, 5, 0)) == "about 2 minutes"
        assert time_in_words(Length(60, 240, 5, 0)) == "1–4 minutes"
        assert time_in_words(Length(0, 0, 0, 0)) == ""
