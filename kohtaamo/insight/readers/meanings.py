from __future__ import annotations

from django.utils import translation

from kohtaamo.insight.themes.taxonomy import themes_now
from kohtaamo.language.readers import THEME_MEANINGS


def theme_meanings() -> dict[str, str]:
    """The themes in force by key, in English as the question is: an own theme is told by its name."""
    with translation.override("en"):
        return {theme.key: THEME_MEANINGS.get(theme.key, theme.name) for theme in themes_now()}
