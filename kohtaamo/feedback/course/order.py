"""A random order that is the same whenever it is asked for, and the same in the browser."""

from __future__ import annotations

from collections.abc import Iterable

WORD = 0xFFFFFFFF
# FNV-1a of 32 bits, and the finaliser of MurmurHash3, which spreads the last letters over all bits.
OFFSET, PRIME = 0x811C9DC5, 0x01000193
SPREAD = ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1))


def shuffled(keys: Iterable[str], *, seed: str, scope: str) -> list[str]:
    """In the order of their hashes; `scope` keeps two lists of the same keys apart."""
    return sorted(keys, key=lambda key: (hash_of(f"{seed}\x1f{scope}\x1f{key}"), key.encode("utf-16-be")))


def hash_of(text: str) -> int:
    word = OFFSET
    for byte in text.encode():
        word = ((word ^ byte) * PRIME) & WORD
    for shift, factor in SPREAD:
        word = ((word ^ (word >> shift)) * factor) & WORD
    return word
