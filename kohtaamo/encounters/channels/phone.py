from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.channel import Channel

channel = Channel(
    key="phone",
    label=_("Phone"),
    synonyms=(
        "puhelin",
        "puh",
        "puhelu",
        "puhelut",
        "puhelimitse",
        "soitto",
        "phone call",
        "call",
        "telephone",
        "tel",
    ),
)
