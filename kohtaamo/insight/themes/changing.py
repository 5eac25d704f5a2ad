"""Changing the themes of the organisation: each change can be undone, and older comments follow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction
from django.utils.text import slugify

from kohtaamo.insight.models import Reading, Theme, ThemeChange
from kohtaamo.insight.models.themes import LONGEST_KEY
from kohtaamo.language.themes import LANGUAGES, PlainRuleError, read_plain, standard_rules
from kohtaamo.organisation.events import record
from kohtaamo.organisation.models import Member

from .taxonomy import DEEPEST, STANDARD, ThemeNow, in_tree, name_of

MOST_THEMES = 60
LONGEST_NAME = 60
FIELDS = ("name_fi", "name_en", "parent", "order", "is_active", "rules")
# Of these, comments are read by; the others are only how it is shown.
READ_BY = ("is_active", "rules")

Field = Literal["name", "parent", "rules_fi", "rules_en"]


class ThemeRefusedError(ValueError):
    """`why` is a word for the page to explain; of a rule `rule` says the line."""

    def __init__(self, on: Field, why: str, rule: PlainRuleError | None = None) -> None:
        super().__init__(f"{on}: {why}")
        self.on, self.why, self.rule = on, why, rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    name_fi: str = ""
    name_en: str = ""
    parent: str = ""
    is_active: bool = True
    # language -> one rule a line
    rules: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_theme(*, key: str, wanted: Wanted, actor: Member | None) -> ThemeChange:
    """A change of the theme of this key; of "" a new theme. Raises `ThemeRefusedError`."""
    rows = list(Theme.objects.select_for_update())
    tree = in_tree(rows)
    if not key:
        key = new_key(wanted, tree)
    row = next((one for one in rows if one.key == key), None)
    names = named(key, wanted)
    check_parent(key, wanted.parent, tree)
    after = {
        **names,
        "parent": wanted.parent,
        "order": row.order if row else 0,
        "is_active": wanted.is_active,
        "rules": checked_rules(key, wanted.rules),
    }
    return put(key, row, after if is_something(key, after) else None, actor)


@transaction.atomic
def restore_standard(*, key: str, actor: Member | None) -> ThemeChange | None:
    """A standard theme as it was shipped; None when it is so already."""
    row = Theme.objects.select_for_update().filter(key=key).first()
    return put(key, row, None, actor) if row and key in STANDARD else None


@transaction.atomic
def undo_change(*, change: ThemeChange, actor: Member | None) -> ThemeChange:
    """The theme as it was before the change, whatever was changed in it since."""
    row = Theme.objects.select_for_update().filter(key=change.theme).first()
    return put(change.theme, row, change.before, actor)


def put(key: str, row: Theme | None, after: dict[str, Any] | None, actor: Member | None) -> ThemeChange:
    before = stored(row)
    if after is None:
        if row:
            row.delete()
    else:
        row = row or Theme(key=key)
        for name, value in after.items():
            setattr(row, name, value)
        row.save()
    change = ThemeChange(theme=key, before=before, after=after, actor=actor)
    if read_by(before) != read_by(after) and (total := Reading.objects.count()):
        change.status, change.total = ThemeChange.Status.WAITING, total
    change.save()
    record(
        "insight.theme_changed",
        subject_id=change.pk,
        data={"name": name_of(key, row), "theme": key},
        actor=actor,
    )
    return change


def stored(row: Theme | None) -> dict[str, Any] | None:
    return {name: getattr(row, name) for name in FIELDS} if row else None


def read_by(kept: dict[str, Any] | None) -> dict[str, Any]:
    return {name: kept[name] for name in READ_BY} if kept else {"is_active": True, "rules": {}}


def is_something(key: str, after: dict[str, Any]) -> bool:
    """A standard theme of which nothing differs needs no row."""
    untouched = {"name_fi": "", "name_en": "", "parent": "", "order": 0, "is_active": True, "rules": {}}
    return key not in STANDARD or after != untouched


def new_key(wanted: Wanted, tree: list[ThemeNow]) -> str:
    if len(tree) >= MOST_THEMES:
        raise ThemeRefusedError("name", "too_many")
    start = slugify(wanted.name_en or wanted.name_fi)[: LONGEST_KEY - 4] or "theme"
    taken = {theme.key for theme in tree} | {"new", "preview", "changes"}
    number, key = 1, start
    while key in taken:
        number += 1
        key = f"{start}-{number}"
    return key


def named(key: str, wanted: Wanted) -> dict[str, str]:
    names = {
        "name_fi": " ".join(wanted.name_fi.split())[:LONGEST_NAME],
        "name_en": " ".join(wanted.name_en.split())[:LONGEST_NAME],
    }
    if key not in STANDARD and not any(names.values()):
        raise ThemeRefusedError("name", "missing")
    return names


def check_parent(key: str, parent: str, tree: list[ThemeNow]) -> None:
    if not parent:
        return
    known = {theme.key: theme for theme in tree}
    if parent not in known:
        raise ThemeRefusedError("parent", "unknown")
    above: str = parent
    while above:
        if above == key:
            raise ThemeRefusedError("parent", "circle")
        above = known[above].parent
    if known[parent].depth + 1 + height_of(key, tree) >= DEEPEST:
        raise ThemeRefusedError("parent", "deep")


def height_of(key: str, tree: list[ThemeNow]) -> int:
    """How many levels stand under it."""
    under = [height_of(theme.key, tree) + 1 for theme in tree if theme.parent == key]
    return max(under, default=0)


def checked_rules(key: str, rules: dict[str, str]) -> dict[str, str]:
    """Those that differ from the standard ones of the theme."""
    kept = {}
    for language in LANGUAGES:
        if language not in rules:
            continue
        text = tidy(rules[language])
        try:
            read_plain(text, theme=key, language=language)
        except PlainRuleError as problem:
            on: Field = "rules_fi" if language == "fi" else "rules_en"
            raise ThemeRefusedError(on, problem.why, problem) from problem
        if text != standard_rules(language).get(key, ""):
            kept[language] = text
    return kept


def tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
