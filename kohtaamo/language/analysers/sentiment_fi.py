from __future__ import annotations

from functools import partial

from kohtaamo.language.analyser import Analyser
from kohtaamo.language.sentiment import read_sentiment

SENTIMENT_FI = Analyser(
    key="sentiment_fi",
    task="sentiment",
    languages=("fi",),
    read=partial(read_sentiment, lexicon_language="fi"),
)
