from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from .analyser import Reading
from .lexicon import NOTHING, Known, fitting
from .negation import NEGATORS, words_of
from .tokens import Token, tokens_in

PROVIDER = "linear"
VERSION = "5"

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


class Hit(NamedTuple):
    start: int
    end: int
    weight: float
    own: bool = True


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


# A word or sign and the place in the text that its own is counted from.
Placed = tuple[int, Token]


def hits_in(text: str, language: str) -> list[Hit]:
    """The judging words, emoji and denials of a text, with the weight that they have where they stand."""
    hits: list[Hit] = []
    clause: list[Placed] = []
    for at, tokens in tokens_in(text, language):
        for token in tokens:
            if token.kind == "word":
                clause.append((at, token))
            elif token.kind == "sign":
                hits.append(Hit(at + token.start, at + token.end, token.known.weight))
            else:
                hits += _clause_hits(clause, language)
                clause = []
    hits += _clause_hits(clause, language)
    return sorted(hits, key=lambda hit: hit.start) if len(hits) > 1 else hits


def _clause_hits(clause: list[Placed], language: str) -> list[Hit]:
    if not any(token.matters for _, token in clause):
        return []
    tokens = [token for _, token in clause]
    words = [token.text for token in tokens]
    hits: list[Hit] = []
    negations: dict[int, bool] = {}  # place of each negator -> whether it has denied something
    place = 0
    while place < len(words):
        if not tokens[place].matters:
            place += 1
            continue
        phrase = fitting(tokens[place].phrases, words, place)
        last = place + (len(phrase.words) if phrase else 1) - 1
        # A phrase that is good or says nothing ("no problem", "not only") has used up its own negation.
        if phrase is None or phrase.weight < 0:
            for at in range(place, last + 1):
                if tokens[at].denies:
                    negations.setdefault(at, phrase is not None)
        weight, own = (phrase.weight, True) if phrase else _weight(tokens, place, language)
        if weight:
            weight *= _factor(words, place, last, negations, language)
            hits.append(Hit(_start(clause[place]), _end(clause[last]), weight, own))
        place = last + 1
    if len(words) >= BARE_NEGATION_CLAUSE:
        bare = (
            clause[at] for at, used in negations.items() if not used and words[at] not in JOINING_NEGATORS
        )
        hits += [Hit(_start(one), _end(one), BARE_NEGATION) for one in bare]
    return hits


def _start(one: Placed) -> int:
    return one[0] + one[1].start


def _end(one: Placed) -> int:
    return one[0] + one[1].end


def _weight(tokens: list[Token], place: int, language: str) -> Known:
    token = tokens[place]
    if token.denies:
        return NOTHING
    # "hyvin hidas", "super slow": good only by themselves
    if token.known.weight > 0 and token.text in INTENSIFIERS[language] and place + 1 < len(tokens):
        return NOTHING if tokens[place + 1].known.weight else token.known
    return token.known


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
