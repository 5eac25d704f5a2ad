"""What changed between two questionnaires, said in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .question import Words
from .questionnaire import Questionnaire
from .questionnaire.difference import Change, difference
from .visit import title_of

WORDS: dict[str, Words] = {
    "added": _("added"),
    "removed": _("removed"),
    "moved": _("moved"),
    "texts": _("wording changed"),
    "rules": _("when it is shown or needed changed"),
    "choices": _("choices changed"),
    "settings": _("limits or settings changed"),
    "type": _("the way to ask changed"),
}
OF_ALL: dict[str, Words] = {
    "languages": _("Languages"),
    "hidden": _("Hidden values"),
    "calculated": _("Calculated values"),
    "quotas": _("Quotas"),
    "shuffle_pages": _("Order of pages"),
    "show_progress": _("Showing how far one has come"),
    "thanks": _("Words of thanks"),
    "guide": _("Interview guide"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What it is about, what happened, and its words before and after where they are texts."""

    about: Words
    what: Words
    before: str = ""
    after: str = ""


def sentence_of(before: Questionnaire | None, after: Questionnaire) -> str:
    """One sentence; nothing when nothing changed."""
    if before is None:
        count = sum(1 for _one in after.elements())
        return ngettext("First version: %(n)s question.", "First version: %(n)s questions.", count) % {
            "n": count
        }
    changes = difference(before, after)
    counts = Counter(change.what for change in changes if change.of == "question")
    changed = {change.name for change in changes if change.of == "question"} - {
        change.name for change in changes if change.what in {"added", "removed"}
    }
    parts = []
    if added := counts["added"]:
        parts.append(ngettext("%(n)s question added", "%(n)s questions added", added) % {"n": added})
    if removed := counts["removed"]:
        parts.append(ngettext("%(n)s removed", "%(n)s removed", removed) % {"n": removed})
    if changed:
        n = len(changed)
        parts.append(ngettext("%(n)s changed", "%(n)s changed", n) % {"n": n})
    if any(change.of == "page" for change in changes):
        parts.append(gettext("pages changed"))
    if any(change.of == "questionnaire" for change in changes):
        parts.append(gettext("settings changed"))
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def lines_of(before: Questionnaire, after: Questionnaire, language: str) -> list[Line]:
    return list(told(difference(before, after), before, after, language))


def told(
    changes: Iterable[Change], before: Questionnaire, after: Questionnaire, language: str
) -> Iterable[Line]:
    for change in changes:
        what = WORDS[change.what]
        if change.of == "page":
            yield Line(gettext("Page %(number)s") % {"number": change.name}, what)
        elif change.of == "questionnaire":
            yield Line(OF_ALL[change.name], gettext("changed"))
        else:
            element = after.named().get(change.name) or before.named()[change.name]
            one, other = texts_of(change, language)
            yield Line(title_of(element, language), what, one, other)


def texts_of(change: Change, language: str) -> tuple[str, str]:
    """The wording before and after, of a changed title."""
    sides = [
        (side.get("title") or {}).get(language, "") if isinstance(side, dict) else ""
        for side in (change.before, change.after)
    ]
    return (sides[0], sides[1]) if change.what == "texts" and sides[0] != sides[1] else ("", "")
