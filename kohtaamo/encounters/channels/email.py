from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.channel import Channel

channel = Channel(
    key="email",
    label=_("Email"),
    synonyms=("sähköposti", "sähköpostitse", "sposti", "s-posti", "e-mail"),
)
