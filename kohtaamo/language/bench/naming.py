"""How many words of people's names in the Turku corpus are found, and how much of what is found is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kohtaamo.language.personal import find

from .scores import Agreement

# Of a sentence: each word with its tag.
Sentence = list[tuple[str, str]]
PERSON = {"B-PER", "I-PER"}
# Between a word and these there is no space.
CLINGING = set(".,;:!?)%…”")


def sentences(path: Path) -> Iterator[Sentence]:
    """`word TAB tag` a line, an empty one between sentences."""
    sentence: Sentence = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        word, _, tag = line.partition("\t")
        if word and not word.startswith("-DOCSTART-"):
            sentence.append((word, tag))
        elif sentence:
            yield sentence
            sentence = []


def names_found(all_of: Iterable[Sentence]) -> Agreement:
    """Word by word: a word is found when some of it is."""
    right = said = read = 0
    for sentence in all_of:
        text, places = written(sentence)
        spans = [(one.start, one.end) for one in find(text) if one.kind == "name"]
        for (_, tag), (start, end) in zip(sentence, places, strict=True):
            is_said, is_found = tag in PERSON, any(a < end and start < b for a, b in spans)
            said, read, right = said + is_said, read + is_found, right + (is_said and is_found)
    return Agreement(right, said, read)


def written(sentence: Sentence) -> tuple[str, list[tuple[int, int]]]:
    """The sentence as a person writes it, and where its words stand."""
    text, places = "", []
    for word, _ in sentence:
        text += "" if not text or word[0] in CLINGING or text[-1] in "(”" else " "
        places.append((len(text), len(text) + len(word)))
        text += word
    return text, places
