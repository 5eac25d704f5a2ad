"""Sentences in the language of the terminal, for commands that do well without Django."""

from __future__ import annotations

import gettext as catalogues
import os
from functools import cache
from pathlib import Path

import kohtaamo

LOCALE = Path(kohtaamo.__file__).parent / "locale"


def language_of_terminal() -> str:
    """Finnish where the terminal is Finnish, English elsewhere."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "fi" if chosen.startswith("fi") else "en"


def gettext(message: str) -> str:
    return catalogue(language_of_terminal()).gettext(message)


def ngettext(one: str, several: str, count: int) -> str:
    return catalogue(language_of_terminal()).ngettext(one, several, count)


@cache
def catalogue(language: str) -> catalogues.NullTranslations:
    return catalogues.translation("django", LOCALE, [language], fallback=True)
