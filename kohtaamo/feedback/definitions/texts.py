"""Texts of others: HTML becomes plain text, and names become names of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from html import unescape
from html.parser import HTMLParser

NAME_LENGTH = 50
# Of a question in a report: enough to know it by.
WORDS_LENGTH = 120
ROUNDS = 5
SILENT = frozenset(
    {"script", "style", "template", "iframe", "object", "noscript", "svg", "math", "title", "head"}
)
ENDING = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
)
TAG = re.compile(r"<[a-zA-Z/!?]")
# Around the name of a value that is piped in, until braces of the text itself are doubled.
OPENS, CLOSES = "\ue000", "\ue001"
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Words(HTMLParser):
    """What a reader sees; nothing of scripts, styles, comments and marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in SILENT:
            self.silent.append(tag)
        elif tag in ENDING:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        elif tag in ENDING:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def called(words: str, code: str) -> str:
    """What people know it by, and after it the code that the other program has: "Miten meni? (QID3)"."""
    text = " ".join(words.split())
    if len(text) > WORDS_LENGTH:
        text = f"{text[: WORDS_LENGTH - 1].rstrip()}…"
    return f"{text} ({code})" if text and text != code else code


def plain(text: object) -> str:
    """The words of an HTML text. What was written as &lt;script&gt; is undone as well."""
    words = shown(text)
    for _ in range(ROUNDS):
        if not ("<" in words or "&" in words):
            break
        before, words = words, reading_of(words)
        if words == before:
            break
    if TAG.search(words):
        words = TAG.sub(" ", words)
    lines = (" ".join(line.split()) for line in words.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def shown(text: object) -> str:
    """As a text; numbers are written, all else is nothing."""
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return ""
    return CONTROLS.sub("", str(text))


def reading_of(html: str) -> str:
    reader = Words()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # how the parser tells of a mark it cannot make out
        return re.sub(r"<[^>]*>?", " ", unescape(html))
    return "".join(reader.parts)


def piped(text: object, pattern: re.Pattern[str], name_of: Callable[[re.Match[str]], str | None]) -> str:
    """Plain, with what the pattern finds as {name}; what has no name here is left out."""

    def marked(found: re.Match[str]) -> str:
        name = name_of(found)
        return f"{OPENS}{name}{CLOSES}" if name else ""

    raw = shown(text).replace(OPENS, "").replace(CLOSES, "")
    return plain(pattern.sub(marked, raw)).replace("{", "{{").replace(OPENS, "{").replace(CLOSES, "}")


def name_from(wanted: object, taken: Collection[str], otherwise: str) -> str:
    """A free name of small letters, digits and underscores: "Q1.a – Ääni" becomes "q1_a_aani"."""
    letters = unicodedata.normalize("NFKD", shown(wanted)).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:NAME_LENGTH].strip("_")
    if not name:
        name = otherwise
    elif not name[0].isalpha():
        name = f"q_{name}"
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free
