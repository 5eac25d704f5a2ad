from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.channel import Channel

channel = Channel(
    key="app",
    label=_("App"),
    synonyms=("sovellus", "mobiilisovellus", "äppi", "appi", "mobile app", "application"),
)
