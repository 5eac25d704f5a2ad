"""Themes of Satama's own, under the standard ones; they stand before the first comment is read."""

from __future__ import annotations

from kohtaamo.insight.themes.changing import Wanted, save_theme
from kohtaamo.organisation.models import Member

THEMES = (
    Wanted(
        name_fi="Kirjautuminen",
        name_en="Signing in",
        parent="usability",
        rules={
            "fi": "kirjautu*|sisäänkirjautu*\nsalasan*|pankkitunnuks*|mobiilivarmen*",
            "en": "log|logged|logging|sign|signed|signing in\nlogin*|password*",
        },
    ),
    Wanted(
        name_fi="Uusi sovellus",
        name_en="New app",
        parent="usability",
        rules={"fi": "sovellu*|äppi*|appi*", "en": "app|apps"},
    ),
    Wanted(
        name_fi="Lasku",
        name_en="Invoice",
        parent="price",
        rules={"fi": "lasku* not: laskuri*", "en": "invoice*|bill|bills|billed|billing"},
    ),
)


def make_themes(actor: Member) -> None:
    for wanted in THEMES:
        save_theme(key="", wanted=wanted, actor=actor)
