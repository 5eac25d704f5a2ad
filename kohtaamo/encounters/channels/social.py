from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.channel import Channel

channel = Channel(
    key="social",
    label=_("Social media"),
    synonyms=("some", "sosiaalinen media", "social media"),
)
