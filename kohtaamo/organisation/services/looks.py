"""The organisation's own look on what its customers see: one accent colour and a logo."""

from __future__ import annotations

from dataclasses import dataclass

from kohtaamo.kit.contrast import AA, Colour, contrast, hex_of, mixed, nearest_fit, read_colour
from kohtaamo.organisation import events
from kohtaamo.organisation.models import Look, Member

# The logo travels with a page that is to stay light.
LARGEST_LOGO = 20 * 1024
KINDS = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (8, b"WEBP", "image/webp"),
)
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
# paper, card and sunk of both themes; what stands on the accent
LIGHT = tuple(map(read_colour, ("#FAF8F4", "#FFFFFF", "#F3EFE8")))
DARK = tuple(map(read_colour, ("#12181A", "#1A2225", "#151C1F")))
ON_DARK = read_colour("#0C1A1C")
SOFT = 0.87


class UnfitLogoError(ValueError):
    """Too large, or no picture of a kind every browser shows."""


@dataclass(frozen=True, slots=True)
class Accent:
    """`meri` is the colour on its own, `soft` behind what is chosen, `deep` under a pointer, `on` text on it."""

    meri: str
    soft: str
    deep: str
    on: str


def in_light(colour: str) -> Accent:
    def fits(one: Colour) -> bool:
        grounds = (*LIGHT, mixed(one, WHITE, SOFT))
        return all(contrast(one, ground) >= AA for ground in grounds)

    fit = nearest_fit(read_colour(colour), BLACK, fits)
    return Accent(hex_of(fit), hex_of(mixed(fit, WHITE, SOFT)), hex_of(mixed(fit, BLACK, 0.18)), "#FFFFFF")


def in_dark(colour: str) -> Accent:
    def fits(one: Colour) -> bool:
        grounds = (*DARK, ON_DARK, mixed(one, DARK[0], SOFT))
        return all(contrast(one, ground) >= AA for ground in grounds)

    fit = nearest_fit(read_colour(colour), WHITE, fits)
    return Accent(
        hex_of(fit), hex_of(mixed(fit, DARK[0], SOFT)), hex_of(mixed(fit, WHITE, 0.18)), hex_of(ON_DARK)
    )


def style_of(colour: str) -> str:
    """A style sheet of its own, after that of the page."""
    light, dark = declarations(in_light(colour)), declarations(in_dark(colour))
    return (
        f":root,[data-theme=kohtaamo]{{{light}}}[data-theme=kohtaamo-dark]{{{dark}}}"
        f"@media(prefers-color-scheme:dark){{:root:not([data-theme]){{{dark}}}}}"
    )


def declarations(accent: Accent) -> str:
    return f"--meri:{accent.meri};--meri-soft:{accent.soft};--meri-deep:{accent.deep};--on-meri:{accent.on}"


def read_logo(contents: bytes) -> str:
    """Its type, told by its contents."""
    if len(contents) > LARGEST_LOGO:
        raise UnfitLogoError
    for start, beginning, kind in KINDS:
        if contents[start : start + len(beginning)] == beginning:
            return kind
    raise UnfitLogoError


def change_look(*, accent: str, logo: bytes | None, keeps_logo: bool, actor: Member | None) -> Look:
    """`accent` is "#RRGGBB", or empty for ours."""
    kind = read_logo(logo) if logo else ""
    look = Look.objects.first() or Look()
    look.accent = hex_of(read_colour(accent)) if accent else ""
    if logo or not keeps_logo:
        look.logo, look.logo_type = logo, kind
    look.changes += 1
    look.save()
    events.record("organisation.settings_changed", data={"accent": look.accent}, actor=actor)
    return look
