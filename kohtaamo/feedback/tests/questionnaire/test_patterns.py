from __future__ import annotations

import pytest

from kohtaamo.feedback.questionnaire.patterns import read_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "[0-9]{5}",
        r"\d{6}[-+A]\d{3}[0-9A-Z]",
        r"[^@ ]+@[^@ ]+\.[a-z]{2,}",
        r"(?:\d{3} ){2}\d{4}",
        "FI|SE|NO",
        "(a|b)*",
    ],
)
def test_plain_pattern_is_read(pattern: str) -> None:
    assert read_pattern(pattern) == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|aa)*",
        "(a?){50}",
        ".*.*.*.*x",
        "a?" * 9,
        "(?i)a",
        "(?P<n>a)",
        "(?=a)b",
        r"(a)\1",
        "(",
        "a**",
        r"\Aa",
    ],
)
def test_pattern_that_could_take_long_or_reads_otherwise_elsewhere_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        read_pattern(pattern)
