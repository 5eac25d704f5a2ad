from __future__ import annotations

from functools import partial

from kohtaamo.insight.analyser import Analyser
from kohtaamo.insight.sentiment import read_sentiment

SENTIMENT_FI = Analyser(
    key="sentiment_fi",
    task="sentiment",
    languages=("fi",),
    read=partial(read_sentiment, lexicon_language="fi"),
)
