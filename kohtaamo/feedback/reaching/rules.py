"""When a pop-over opens by itself. The visitor's browser decides by these, and tells us nothing before it opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """It opens at the first of `after_seconds`, `leaving`, `event` and `scrolled` that comes true, for `share` of a
    hundred visitors, on `pages` only, and not again for `again_days`.

    `leaving`: the pointer leaves by the top, or back is pressed on a touch screen. `scrolled`: of a hundred parts of
    the page. A page is a path, * stands for anything, and one that begins with ! is left out. With `needs_consent`
    it stays shut until the site has told that the visitor allows a note in her browser.
    """

    after_seconds: int | None = None
    leaving: bool = False
    event: str = ""
    scrolled: int | None = None
    share: int = 100
    again_days: int = DAYS
    pages: tuple[str, ...] = ()
    needs_consent: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        known = {name: value for name, value in stored.items() if name in cls.__dataclass_fields__}
        return cls(**{**known, "pages": tuple(known.get("pages", ()))})

    def stored(self) -> dict[str, Any]:
        return {**asdict(self), "pages": list(self.pages)} if self.opens_itself else {}

    @property
    def opens_itself(self) -> bool:
        return self.after_seconds is not None or self.leaving or bool(self.event) or self.scrolled is not None


def in_words(rules: Rules, language: str) -> str:
    """The rules as one would tell them to a colleague."""
    if not rules.opens_itself:
        return _("It opens only when the visitor presses it.")
    moments = format_list(list(moments_of(rules)), style="or", locale=language)
    parts = [_("It opens by itself %(moments)s.") % {"moments": moments}, *limits_of(rules, language)]
    return " ".join(parts)


def moments_of(rules: Rules) -> Iterator[str]:
    if rules.after_seconds is not None:
        text = ngettext(
            "when the page has been open for %(n)s second",
            "when the page has been open for %(n)s seconds",
            rules.after_seconds,
        )
        yield text % {"n": rules.after_seconds}
    if rules.scrolled is not None:
        yield _("when %(n)s %% of the page has been seen") % {"n": rules.scrolled}
    if rules.event:
        yield _("when “%(event)s” has happened") % {"event": rules.event}
    if rules.leaving:
        yield _("when the visitor is about to leave")


def limits_of(rules: Rules, language: str) -> Iterator[str]:
    wanted = [page for page in rules.pages if not page.startswith("!")]
    unwanted = [page[1:] for page in rules.pages if page.startswith("!")]
    if wanted:
        yield _("Only on these pages: %(pages)s.") % {"pages": format_list(wanted, locale=language)}
    if unwanted:
        yield _("Never on these pages: %(pages)s.") % {"pages": format_list(unwanted, locale=language)}
    if rules.share < 100:  # noqa: PLR2004
        yield _("Of a hundred visitors %(n)s see it.") % {"n": rules.share}
    if rules.again_days:
        text = ngettext(
            "The same visitor is not asked again for %(n)s day.",
            "The same visitor is not asked again for %(n)s days.",
            rules.again_days,
        )
        yield text % {"n": rules.again_days}
    if rules.needs_consent:
        yield _("Before the visitor has allowed the site to remember, it does not open by itself.")
