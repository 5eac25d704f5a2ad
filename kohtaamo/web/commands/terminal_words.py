"""Sentences in the language of the terminal, for commands that do well without Django."""

from __future__ import annotations

import gettext as catalogues
from functools import cache
from pathlib import Path

import kohtaamo

from .setup import language_of_terminal

LOCALE = Path(kohtaamo.__file__).parent / "locale"


def gettext(message: str) -> str:
    return catalogue(language_of_terminal()).gettext(message)


def ngettext(one: str, several: str, count: int) -> str:
    return catalogue(language_of_terminal()).ngettext(one, several, count)


@cache
def catalogue(language: str) -> catalogues.NullTranslations:
    return catalogues.translation("django", LOCALE, [language], fallback=True)
