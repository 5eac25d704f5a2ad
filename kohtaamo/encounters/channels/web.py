from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.channel import Channel

channel = Channel(
    key="web",
    label=_("Web"),
    synonyms=(
        "verkko",
        "verkossa",
        "verkkosivu",
        "verkkosivut",
        "verkkosivusto",
        "verkkopalvelu",
        "netti",
        "nettisivu",
        "nettisivut",
        "website",
        "web site",
        "web page",
        "internet",
        "online",
        "www",
    ),
)
