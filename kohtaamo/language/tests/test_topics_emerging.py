from __future__ import annotations

from math import erfc, isclose, log, sqrt
from random import Random

from kohtaamo.language.topics import Term, emerging, terms_in
from kohtaamo.language.topics.emerging import FEWEST_TEXTS, log_odds


def texts(held: dict[str, int], size: int) -> list[list[Term]]:
    """So many texts, of which the first so many hold each word."""
    return [[Term(word, word) for word, many in held.items() if row < many] for row in range(size)]


def test_log_odds_of_a_table_of_two_periods_and_three_words_are_those_worked_out_by_hand() -> None:
    # 40 texts now, 60 before; the prior weighs half of the smaller side: 20 texts
    table = {"lasku": (20, 10), "jono": (10, 15), "remontti": (8, 0)}
    by_hand = {
        # a = 20 * 30/100 = 6: has 26 and 16, has not 34 and 64
        "lasku": (log(26 / 34) - log(16 / 64), sqrt(1 / 26 + 1 / 34 + 1 / 16 + 1 / 64)),
        # a = 20 * 25/100 = 5: has 15 and 20, has not 45 and 60: the odds are the same
        "jono": (0.0, sqrt(1 / 15 + 1 / 45 + 1 / 20 + 1 / 60)),
        # a = 20 * 8/100 = 1.6: has 9.6 and 1.6, has not 50.4 and 78.4
        "remontti": (log(9.6 / 50.4) - log(1.6 / 78.4), sqrt(1 / 9.6 + 1 / 50.4 + 1 / 1.6 + 1 / 78.4)),
    }
    for word, (now, before) in table.items():
        found = log_odds(now, 40, before, 60)
        difference, error = by_hand[word]
        assert isclose(found.difference, difference, abs_tol=1e-12)
        assert isclose(found.error, error)
        assert isclose(found.p, erfc(abs(difference / error) / sqrt(2)))


def test_a_planted_word_is_found_with_its_texts_and_nothing_else_is() -> None:
    now = texts({"remontti": 30, "palvelu": 100}, 200)
    before = texts({"palvelu": 100, "jono": 20}, 200)
    for row in range(20):
        now[row + 100].append(Term("jono", "jono"))
    found = emerging(now, before)
    assert [(one.written, one.now, one.before, one.is_new) for one in found] == [("remontti", 30, 0, True)]
    assert found[0].places == tuple(range(30))


def test_a_word_that_went_away_is_told_as_falling() -> None:
    found = emerging(texts({"palvelu": 50}, 100), texts({"palvelu": 50, "ruuhka": 30}, 100))
    assert [(one.key, one.is_rising, one.now, one.before) for one in found] == [("ruuhka", False, 0, 30)]


def test_where_nothing_changed_at_most_a_twentieth_of_the_looks_find_anything() -> None:
    chance = Random(7)
    words = [(f"sana{rank}", 0.3 / rank) for rank in range(1, 151)]
    looks, mistaken = 60, 0
    for _ in range(looks):
        sides = [
            [[Term(word, word) for word, share in words if chance.random() < share] for _ in range(250)]
            for _ in range(2)
        ]
        mistaken += bool(emerging(sides[0], sides[1]))
    assert mistaken <= looks * 0.05


def test_too_few_texts_are_not_compared() -> None:
    assert emerging(texts({"remontti": 20}, FEWEST_TEXTS - 1), texts({}, 500)) == ()
    assert emerging(texts({"remontti": 20}, 500), texts({}, 0)) == ()


def test_a_pair_of_words_stands_for_its_words() -> None:
    now = [terms_in("Uusi maksupääte jumitti.", "fi") for _ in range(30)]
    now += [terms_in("Ystävällinen myyjä.", "fi") for _ in range(70)]
    before = [terms_in("Ystävällinen myyjä.", "fi") for _ in range(100)]
    rising = [one.written for one in emerging(now, before) if one.is_rising]
    assert sorted(rising) == ["maksupääte jumitti", "uusi maksupääte"]


def test_terms_leave_out_names_numbers_and_words_that_tell_of_nothing() -> None:
    found = [one.written for one in terms_in("Soita minulle 040 123 4567, lasku oli taas väärin!", "fi")]
    assert found == ["soita", "lasku", "väärin"]
    assert [one.key for one in terms_in("It's the bills", "en")] == ["bill"]
