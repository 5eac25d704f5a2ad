from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import sqrt

from .analyser import Reading
from .lexicon import NOTHING, Known, known_word, phrase_at, plain, signs
from .negation import NEGATORS, is_negator, words_of

PROVIDER = "linear"
VERSION = "3"

NEGATION_REACH = 3
NEGATION = -0.6  # "not good" is bad, though less so than "bad"
BARE_NEGATION = -0.5  # "the order has not come": a mere hint
BARE_NEGATION_CLAUSE = 4  # words; "No, nothing" answers a question and complains of nothing
INTENSITY_REACH = 2
INTENSITY = 1.4
SPREAD = 15.0  # a sum of weights of √15 gives the value 0.71
LABEL_LIMIT = 0.1


INTENSIFIERS = {
    "fi": words_of("erittäin todella tosi liian hyvin aivan äärimmäisen erityisen niin kovin tajuttoman"),
    "en": words_of("very too extremely really so incredibly absolutely totally highly super"),
    "sv": words_of("mycket väldigt jätte för så extremt verkligen otroligt helt riktigt"),
}
# They join two clauses, and by themselves hint at nothing; what follows them they still deny.
JOINING_NEGATORS = words_of("eikä enkä etkä emmekä ettekä eivätkä nor")
# "Ongelmia ei ollut": in Finnish the negation may follow what it denies.
FOLLOWING_DENIALS = words_of("ole ollut olleet ollu ilmennyt esiintynyt tullut löytynyt")
TURNS = words_of("mutta vaan vaikka but although though however")
# In English these are a noun and praise.
SWEDISH_TURNS = words_of("men fast dock")


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    text: str
    kind: str  # word, sign or break


@dataclass(frozen=True)
class Hit:
    start: int
    end: int
    weight: float
    own: bool = True


@cache
def _token_pattern() -> re.Pattern[str]:
    known = "|".join(re.escape(sign) for sign in sorted(signs(), key=len, reverse=True))
    letter = r"[^\W\d_][\u0300-\u036f]*"
    return re.compile(
        rf"(?P<address>https?://\S+)|(?P<sign>{known})|(?P<word>(?:{letter})+(?:['’](?:{letter})+)*)"
        r"|(?P<break>[.!?;:,\n()…]|\s[-–—]\s)"
    )


def _tokens(text: str, language: str) -> list[Token]:
    turns = TURNS | SWEDISH_TURNS if language == "sv" else TURNS
    tokens = []
    for found in _token_pattern().finditer(text):
        kind, shown = str(found.lastgroup), found.group()
        shown = plain(shown) if kind == "word" else shown
        kind = "break" if kind == "address" or shown in turns else kind
        tokens.append(Token(found.start(), found.end(), shown, kind))
    return tokens


def read_sentiment(text: str, language: str, *, lexicon_language: str = "") -> Reading:
    """Value from -1 to 1. Confidence grows with the words found and falls when they disagree."""
    hits = hits_in(text, lexicon_language or language)
    if not hits:
        return Reading("sentiment", 0.0, 0.0, (), PROVIDER, VERSION)
    total, size = sum(hit.weight for hit in hits), sum(abs(hit.weight) for hit in hits)
    agreement = abs(total) / size
    confidence = agreement * size / (size + 2.0)
    spans = tuple((hit.start, hit.end, 1 if hit.weight > 0 else -1) for hit in hits)
    return Reading("sentiment", total / sqrt(total * total + SPREAD), confidence, spans, PROVIDER, VERSION)


def label_of(value: float) -> str:
    if abs(value) < LABEL_LIMIT:
        return "neutral"
    return "positive" if value > 0 else "negative"


def hits_in(text: str, language: str) -> list[Hit]:
    """The judging words, emoji and denials of a text, with the weight that they have where they stand."""
    hits: list[Hit] = []
    clause: list[Token] = []
    for token in _tokens(text, language):
        if token.kind == "sign":
            hits.append(Hit(token.start, token.end, signs()[token.text]))
        elif token.kind == "break":
            hits += _clause_hits(clause, language)
            clause = []
        else:
            clause.append(token)
    return sorted(hits + _clause_hits(clause, language), key=lambda hit: hit.start)


def _clause_hits(clause: list[Token], language: str) -> list[Hit]:
    words = [token.text for token in clause]
    hits: list[Hit] = []
    negations: dict[int, bool] = {}  # place of each negator -> whether it has denied something
    place = 0
    while place < len(words):
        phrase = phrase_at(words, place, language)
        last = place + (len(phrase.words) if phrase else 1) - 1
        # A phrase that is good or says nothing ("no problem", "not only") has used up its own negation.
        if phrase is None or phrase.weight < 0:
            for at in range(place, last + 1):
                if is_negator(words[at], language):
                    negations.setdefault(at, phrase is not None)
        weight, own = (phrase.weight, True) if phrase else _weight(words, place, language)
        if weight:
            weight *= _factor(words, place, last, negations, language)
            hits.append(Hit(clause[place].start, clause[last].end, weight, own))
        place = last + 1
    if len(words) >= BARE_NEGATION_CLAUSE:
        bare = (
            clause[at] for at, used in negations.items() if not used and words[at] not in JOINING_NEGATORS
        )
        hits += [Hit(token.start, token.end, BARE_NEGATION) for token in bare]
    return hits


def _weight(words: list[str], place: int, language: str) -> Known:
    word = words[place]
    if is_negator(word, language):
        return NOTHING
    found = known_word(word, language)
    # "hyvin hidas", "super slow": good only by themselves
    if found.weight > 0 and word in INTENSIFIERS[language] and place + 1 < len(words):
        return NOTHING if known_word(words[place + 1], language).weight else found
    return found


def _factor(words: list[str], place: int, last: int, negations: dict[int, bool], language: str) -> float:
    before = words[max(0, place - INTENSITY_REACH) : place]
    factor = INTENSITY if any(word in INTENSIFIERS[language] for word in before) else 1.0
    near = [at for at in negations if place - NEGATION_REACH <= at < place]
    if language == "fi" and _is_denied_after(words, last):
        near.append(last + 1)
    negations.update(dict.fromkeys(near, True))
    return factor * NEGATION if near else factor


def _is_denied_after(words: list[str], last: int) -> bool:
    following = words[last + 1 : last + 3]
    return bool(following) and following[0] in NEGATORS["fi"] and following[-1] in FOLLOWING_DENIALS
