from __future__ import annotations

from functools import partial

from kohtaamo.insight.analyser import Analyser
from kohtaamo.insight.sentiment import read_sentiment

SENTIMENT_EN = Analyser(
    key="sentiment_en",
    task="sentiment",
    languages=("en",),
    read=partial(read_sentiment, lexicon_language="en"),
)
