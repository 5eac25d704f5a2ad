"""The themes in force: the standard ones as the organisation changed them, and its own, in their tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, override, pgettext_lazy

from kohtaamo.insight.metric import Text
from kohtaamo.insight.models import Theme
from kohtaamo.language.themes import LANGUAGES, THEMES, standard_rules

STANDARD: dict[str, Text] = {
    "delivery": pgettext_lazy("a theme", "Delivery"),
    "product": pgettext_lazy("a theme", "Product"),
    "usability": pgettext_lazy("a theme", "Ease of use"),
    "price": pgettext_lazy("a theme", "Price"),
    "selection": pgettext_lazy("a theme", "Selection"),
    "resolution": pgettext_lazy("a theme", "Getting it solved"),
    "communication": pgettext_lazy("a theme", "Communication"),
    "trust": pgettext_lazy("a theme", "Trust"),
    "waiting": pgettext_lazy("a theme", "Waiting"),
    "staff": pgettext_lazy("a theme", "Staff"),
    "expertise": pgettext_lazy("a theme", "Expertise"),
    "facilities": pgettext_lazy("a theme", "Facilities"),
}
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class ThemeNow:
    """`depth` is 0 at the top. A standard theme without a row of its own is as it was shipped."""

    key: str
    name: str
    parent: str
    depth: int
    is_active: bool
    row: Theme | None

    @property
    def is_standard(self) -> bool:
        return self.key in STANDARD

    @property
    def is_own(self) -> bool:
        return not self.is_standard


def themes_now(*, hidden: bool = False) -> list[ThemeNow]:
    """Parents before what is under them; with `hidden` also those that are not read."""
    found = in_tree(list(Theme.objects.all()))
    return [theme for theme in found if hidden or theme.is_active]


def in_tree(rows: Sequence[Theme]) -> list[ThemeNow]:
    known = {row.key: row for row in rows}
    keys = [*THEMES, *(row.key for row in rows if row.key not in STANDARD)]
    parents = {key: parent_of(key, known, keys) for key in keys}
    under: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys, key=lambda key: place_of(key, known)):
        under[parents[key]].append(key)
    found: list[ThemeNow] = []

    def grow(parent: str, depth: int) -> None:
        for key in under[parent]:
            row = known.get(key)
            found.append(ThemeNow(key, name_of(key, row), parent, depth, row.is_active if row else True, row))
            grow(key, depth + 1)

    grow("", 0)
    return found


def parent_of(key: str, known: dict[str, Theme], keys: Sequence[str]) -> str:
    """Empty also where following the parents would never end."""
    parent = known[key].parent if key in known else ""
    seen, above = {key}, parent
    while above and above in keys:
        if above in seen:
            return ""
        seen.add(above)
        above = known[above].parent if above in known else ""
    return parent if parent in keys else ""


def place_of(key: str, known: dict[str, Theme]) -> tuple[int, int]:
    """Without an order of its own a standard theme stands where it was shipped, and an added one after them."""
    usual = THEMES.index(key) + 1 if key in STANDARD else len(THEMES) + 1
    row = known.get(key)
    return (row.order or usual, row.pk or 0) if row else (usual, 0)


def names_in_each(theme: ThemeNow) -> list[str]:
    """What it is called in each language, that of the page first."""
    names = [theme.name]
    for language in LANGUAGES:
        with override(language):
            names.append(name_of(theme.key, theme.row))
    return names


def name_of(key: str, row: Theme | None) -> str:
    """In the language of the page; without one in the other; of a standard theme its own."""
    language = (get_language() or "en")[:2]
    if row:
        names = (row.name_fi, row.name_en) if language == "fi" else (row.name_en, row.name_fi)
        if key in STANDARD:
            return names[0] or str(STANDARD[key])
        return names[0] or names[1] or key
    return str(STANDARD.get(key, key))


def names_of(keys: Iterable[str]) -> dict[str, str]:
    rows = {row.key: row for row in Theme.objects.filter(key__in=set(keys))}
    return {key: name_of(key, rows.get(key)) for key in keys}


def rules_in_force(key: str, row: Theme | None, language: str) -> str:
    if row and language in row.rules:
        return str(row.rules[language])
    return standard_rules(language).get(key, "")
