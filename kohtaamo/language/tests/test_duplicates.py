from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from kohtaamo.language.search.duplicates import duplicates, jaccard, rows_of_band


def test_likeness_is_that_of_five_letter_pieces():
    # abcde bcdef cdefg / bcdef cdefg defgh: two of four are shared
    assert jaccard("abcdefg", "bcdefgh") == pytest.approx(0.5)
    assert duplicates(["abcdefg", "bcdefgh"], 0.5) == [(0, 1, 0.5)]
    assert duplicates(["abcdefg", "bcdefgh"], 0.51) == []


def test_case_spaces_and_unseen_signs_do_not_count():
    assert duplicates(["Hyvä palvelu", " hyvä  PALVELU\n", "hyva\u0308 pal\u200bvelu"]) == [
        (0, 1, 1.0),
        (0, 2, 1.0),
    ]


def test_texts_without_anything_to_see_are_like_none():
    assert duplicates(["", " ", "\u200b", ""]) == []
    assert duplicates(["😀", "😀", "ok"]) == [(0, 1, 1.0)]
    assert duplicates(["\ud800", "\ud800"]) == [(0, 1, 1.0)]
    assert duplicates([]) == duplicates(["one"]) == []


def test_the_same_a_thousand_times_gives_a_pair_for_each_later_one():
    assert duplicates(["ok"] * 1000) == [(0, later, 1.0) for later in range(1, 1000)]


def test_every_near_pair_that_a_full_count_finds_is_found():
    drawn = Random(3)
    words = ["".join(drawn.choices("aeioklmnprstuv", k=drawn.randint(3, 9))) for _ in range(300)]
    texts = []
    for _ in range(150):
        text = drawn.choices(words, k=drawn.randint(4, 20))
        changed = text[:]
        changed[drawn.randrange(len(changed))] = drawn.choice(words)
        texts += [" ".join(text), " ".join(changed)]
    expected = [
        (one, other, likeness)
        for one, other in combinations(range(len(texts)), 2)
        if (likeness := slow_likeness(texts[one], texts[other])) >= 0.7
    ]
    assert len(expected) > 50
    assert duplicates(texts, 0.7) == expected


def slow_likeness(one: str, other: str) -> float:
    ours = {"".join(piece) for piece in zip(*(one[start:] for start in range(5)), strict=False)}
    theirs = {"".join(piece) for piece in zip(*(other[start:] for start in range(5)), strict=False)}
    return len(ours & theirs) / len(ours | theirs)


def test_a_pair_at_the_limit_is_hardly_ever_passed_over():
    # 25 bands of 5: (1 - 0.8 ** 5) ** 25 = 0.00005; 21 bands of 6 would miss 0.0017
    assert rows_of_band(0.8) == 5
    assert rows_of_band(1.0) == 8
    assert rows_of_band(0.05) == 1


@pytest.mark.parametrize("least", [0.0, -1.0, 1.01])
def test_a_likeness_that_is_no_share_is_refused(least: float):
    with pytest.raises(ValueError, match="least"):
        duplicates(["a", "b"], least)


def test_a_million_letters_beside_one_more():
    endless = "ab" * 500_000
    # ababa babab / ababa babab ababc
    assert duplicates([endless, endless + "c", "ab"], 0.6) == [(0, 1, 2 / 3)]


def test_in_a_crowd_of_one_template_each_is_paired_though_not_with_all():
    texts = [
        f"Tilausnumero {number} on myöhässä jo toista viikkoa, milloin se tulee"
        for number in range(1000, 1300)
    ]
    found = duplicates(texts)
    assert {place for one, other, _ in found for place in (one, other)} == set(range(300))
    assert len(found) <= 300 * 25 * 50  # a band at a time at most fifty earlier ones
