from __future__ import annotations

from kohtaamo.language.analyser import Analyser
from kohtaamo.language.tone import read_tone

SENTIMENT_FI = Analyser(
    key="sentiment_fi",
    task="sentiment",
    languages=("fi",),
    read=lambda text, _language: read_tone(text, "fi"),
)
