"""Colours that can be read: contrast as WCAG 2 counts it, and the nearest colour that has enough of it."""

from __future__ import annotations

import re
from collections.abc import Callable

AA = 4.5
HEX = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)
STEPS = 100
Colour = tuple[int, int, int]


def read_colour(text: str) -> Colour:
    """Of "#RRGGBB"; `ValueError` for anything else."""
    if not HEX.fullmatch(text):
        raise ValueError(f"not a colour: {text[:20]!r}")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def hex_of(colour: Colour) -> str:
    return "#" + "".join(f"{part:02X}" for part in colour)


def luminance(colour: Colour) -> float:
    """0 is black, 1 white (WCAG 2.2, relative luminance)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` 0..1 of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def nearest_fit(colour: Colour, towards: Colour, fits: Callable[[Colour], bool]) -> Colour:
    """The colour itself when it fits, else mixed with `towards` as little as is enough."""
    tried = (mixed(colour, towards, step / STEPS) for step in range(STEPS + 1))
    return next((one for one in tried if fits(one)), towards)
