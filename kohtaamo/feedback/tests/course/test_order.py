from __future__ import annotations

from collections import Counter

from kohtaamo.feedback.course.order import hash_of, shuffled


def test_hash_is_fnv_1a_with_the_finaliser_of_murmur() -> None:
    """The finaliser leaves nought as it is; FNV-1a of "a" is 0xE40C292C in its authors' test vectors."""
    word = 0xE40C292C
    word = ((word ^ (word >> 16)) * 0x85EBCA6B) % 2**32
    word = ((word ^ (word >> 13)) * 0xC2B2AE35) % 2**32
    assert hash_of("a") == word ^ (word >> 16)


def test_every_order_of_three_is_about_as_frequent() -> None:
    """Each of six orders is expected 1,000 times of 6,000; the standard deviation is 29."""
    counts = Counter(tuple(shuffled("abc", seed=str(seed), scope="q")) for seed in range(6000))
    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values())


def test_scope_keeps_lists_apart() -> None:
    orders = {tuple(shuffled("abcdefgh", seed="x", scope=scope)) for scope in ("a", "b", "c")}
    assert len(orders) == 3
