from __future__ import annotations

from functools import lru_cache

import Stemmer

STEMMERS = {"fi": "finnish", "en": "english", "sv": "swedish"}


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    # A new stemmer each time, because one must not be shared by threads; making it is cheap.
    return str(Stemmer.Stemmer(STEMMERS[language], 0).stemWord(word))
