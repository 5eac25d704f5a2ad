"""Where people meet Satama's surveys by themselves: a newsletter, signs on paper, the website."""

from __future__ import annotations

from collections.abc import Mapping

from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.reaching import Rules, make_link, make_widget
from kohtaamo.organisation.models import Member, Unit

SITE = "https://www.satama.example"


def make_reach(surveys: Mapping[str, Survey], units: Mapping[str, Unit], actor: Member) -> None:
    site = surveys["website"]
    make_link(survey=site, name="Uutiskirje, marraskuu", channel="email", actor=actor)
    make_link(survey=site, name="Asiakaslehti", channel="letter", actor=actor)
    for name, unit in units.items():
        make_link(
            survey=surveys["desk"],
            name=f"Palvelupiste, {name}",
            way="qr",
            channel="face_to_face",
            unit=unit,
            actor=actor,
        )
    make_widget(survey=site, name="Etusivun kulma", sites=[SITE], actor=actor)
    make_widget(
        survey=site,
        name="Tilauksen jälkeen",
        place="bar",
        sites=[SITE],
        words={"fi": "Miten tilaaminen sujui?", "en": "How did ordering go?"},
        rules=Rules(event="order.delivered", leaving=True, share=20, again_days=90, pages=("/tilaus/*",)),
        actor=actor,
    )
