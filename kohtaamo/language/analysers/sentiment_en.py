from __future__ import annotations

from functools import partial

from kohtaamo.language.analyser import Analyser
from kohtaamo.language.sentiment import read_sentiment

SENTIMENT_EN = Analyser(
    key="sentiment_en",
    task="sentiment",
    languages=("en",),
    read=partial(read_sentiment, lexicon_language="en"),
)
