from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.channel import Channel

channel = Channel(
    key="letter",
    label=_("Letter"),
    synonyms=("kirje", "kirjeitse", "posti", "postitse", "post", "by post"),
)
