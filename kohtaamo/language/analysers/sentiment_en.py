from __future__ import annotations

from kohtaamo.language.analyser import Analyser
from kohtaamo.language.tone import read_tone

SENTIMENT_EN = Analyser(
    key="sentiment_en",
    task="sentiment",
    languages=("en",),
    read=lambda text, _language: read_tone(text, "en"),
)
