from __future__ import annotations

from kohtaamo.language.analyser import Analyser
from kohtaamo.language.tone import read_tone

SENTIMENT_SV = Analyser(
    key="sentiment_sv",
    task="sentiment",
    languages=("sv",),
    read=lambda text, _language: read_tone(text, "sv"),
)
