from __future__ import annotations

import pytest

from kohtaamo.language.themes import (
    LANGUAGES,
    THEMES,
    PlainRuleError,
    index,
    read_plain,
    read_rules,
    standard_rules,
)
from kohtaamo.language.themes.finding import index_of, themes_by
from kohtaamo.language.themes.index import RuleIndex
from kohtaamo.language.themes.plain import LONGEST_LINE, MOST_LINES
from kohtaamo.language.themes.rules import first_path


def read(text):
    return read_plain(text, theme="parking", language="fi")


def test_a_line_reads_as_the_same_line_of_a_standard_list():
    plain = read("parkki*|pysäk* täynnä = 0,8 not: bussi*, juna* with: auto*")
    tabbed = read_rules(
        ["parking\tparkki*|pysäk* täynnä\t0.8\tnot: bussi*, juna*\twith: auto*"], language="fi"
    )
    assert plain == tabbed


def test_weight_and_company_may_be_left_out():
    assert read("parkkipaik*\n\n# a remark\n") == read_rules(["parking\tparkkipaik*\t0.75"], language="fi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_standard_rules_come_back_as_they_are(language):
    plain = standard_rules(language)
    assert set(plain) == set(THEMES)
    back = {theme: read_plain(text, theme=theme, language=language) for theme, text in plain.items()}
    for theme in THEMES:
        assert back[theme] == tuple(rule for rule in index_of(language).rules if rule.theme == theme)


def test_a_theme_of_ones_own_is_found():
    [theme] = themes_by(RuleIndex(read("parkki* täynnä")), "Parkkipaikka oli täynnä. Muuten hyvä")
    assert (theme.key, theme.confidence, theme.evidence) == ("parking", 0.75, ((0, 12), (17, 23)))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("*", "unreadable"),
        ("**", "unreadable"),
        ("a*", "unreadable"),
        ("*a*", "unreadable"),
        ("(((((((a+)+)+)+)+)+)+)$", "unreadable"),
        ("yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän", "unreadable"),
        ("parkki = paljon", "weight"),
        ("parkki = 2", "weight"),
        ("parkki = nan", "weight"),
        ("not: parkki", "unreadable"),
        ("|".join(["parkki"] * 121), "too_long"),
        ("parkki" + "x" * LONGEST_LINE, "too_long"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_line(line, why):
    with pytest.raises(PlainRuleError) as problem:
        read(f"parkki*\n{line}")
    assert (problem.value.why, problem.value.line) == (why, 2)


def test_a_hyphen_parts_words_as_it_does_in_a_text():
    [theme] = themes_by(RuleIndex(read("e-lasku*")), "Tilasin e-laskun")
    assert theme.evidence == ((8, 9), (10, 16))


def test_a_line_written_twice_counts_once():
    assert len(read("parkki*\nparkki*\n")) == 1


def test_too_much_is_refused_before_it_is_read():
    for text in ("parkki*\n" * (MOST_LINES + 1), "x" * 100_000_000):
        with pytest.raises(PlainRuleError) as problem:
            read(text)
        assert (problem.value.why, problem.value.line) == ("too_many", 0)


def test_the_most_rules_there_may_be_walk_a_clause_a_bounded_number_of_times(monkeypatch):
    """However the rules are chosen, a pattern is followed once through the words that it accepts."""
    walked = 0

    def counting(places):
        nonlocal walked
        walked += sum(map(len, places))
        return first_path(places)

    monkeypatch.setattr(index, "first_path", counting)
    line = "aa* aa* aa* aa* aa* aa* aa* bb* = 0.{number} not: aa* aa* aa* cc* with: aa* aa* dd*"
    rules = RuleIndex(read("\n".join(line.format(number=1000 + number) for number in range(MOST_LINES))))
    assert len(rules.rules) == MOST_LINES
    themes_by(rules, "aaa " * 59 + "bbb")
    words, in_a_rule = 60, 8 + 4 + 3
    assert 0 < walked <= MOST_LINES * in_a_rule * words
