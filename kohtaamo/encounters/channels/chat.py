from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.channel import Channel

channel = Channel(
    key="chat",
    label=_("Chat"),
    synonyms=("chatti", "chat-palvelu", "verkkochat", "live chat", "livechat", "web chat"),
)
