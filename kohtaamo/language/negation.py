"""Words that deny what follows them."""

from __future__ import annotations


def words_of(line: str) -> frozenset[str]:
    return frozenset(line.split())


NEGATORS = {
    "fi": words_of(
        "ei en et emme ette eivät eikä enkä etkä emmekä ettekä eivätkä älä älkää ilman tuskin ettei etten "
        "etteivät eipä enpä eihän"
    ),
    "en": words_of(
        "not no never none nor cannot without hardly barely dont cant wont didnt doesnt isnt wasnt couldnt "
        "wouldnt havent hasnt aint"
    ),
    "sv": words_of("inte ej icke aldrig ingen inget inga utan knappt knappast varken"),
}


def is_negator(word: str, language: str) -> bool:
    return word in NEGATORS.get(language, ()) or (language == "en" and word.endswith("n't"))
