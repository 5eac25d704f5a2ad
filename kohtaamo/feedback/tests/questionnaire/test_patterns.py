from __future__ import annotations

import re

import pytest

from kohtaamo.feedback.questionnaire.patterns import example_of, read_pattern


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
        r"\$",
    ],
)
def test_plain_pattern_is_read(pattern: str) -> None:
    assert read_pattern(pattern) == pattern
    assert pattern == "" or re.fullmatch(pattern, example_of(pattern) or "", re.ASCII)


def test_anchors_at_the_ends_say_nothing_new() -> None:
    assert read_pattern("^[0-9]{5}$") == "[0-9]{5}"


@pytest.mark.parametrize("pattern", [r"[^\s\S]", " *", r"\s+", "a{0}"])
def test_pattern_that_no_words_fit_has_no_example(pattern: str) -> None:
    assert example_of(read_pattern(pattern)) is None


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
