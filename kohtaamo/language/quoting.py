"""What a writer only quotes, as in a thread of e-mails, is not what the writer says."""

from __future__ import annotations

import re

QUOTED = re.compile(r"[^\S\n]*>")
# The line before a quotation: "On Monday Anna wrote:", "ma 3.2. klo 10 Anna kirjoitti:", "Den 3 februari skrev Anna:".
TELLS_WHO = re.compile(r".{0,200}(?:wrote|kirjoitti|kirjoittaa|skrev)\b[^\n]{0,80}:\s*", re.IGNORECASE)
FORWARDED = re.compile(
    r"\s*[-_]{2,}\s?(?:original message|alkuperäinen viesti|ursprungligt meddelande|forwarded message"
    r"|välitetty viesti|vidarebefordrat meddelande)\s?[-_]{2,}\s*",
    re.IGNORECASE,
)
SENDER = re.compile(r"\s*\**(?:lähettäjä|from|från|avsändare)\**:", re.IGNORECASE)
OTHER_HEADER = re.compile(
    r"\s*\**(?:lähetetty|sent|date|päivämäärä|päiväys|pvm|skickat|datum|vastaanottaja|to|till|aihe|subject|ämne|kopio"
    r"|cc)\**:",
    re.IGNORECASE,
)
MAY_QUOTE = re.compile(r"[>_]|--|:\n|(?:lähettäjä|from|från|avsändare)\**:", re.IGNORECASE)
HEADERS_NEAR = 4


def own_words(text: str) -> str:
    """The text with spaces in place of what is quoted, so that every place stays; all of it where all is quoted."""
    # far cheaper than the pattern, which most texts need not
    if not (":" in text or ">" in text or "_" in text or "--" in text) or not MAY_QUOTE.search(text):
        return text
    lines = text.split("\n")
    is_quoted = quoted_lines(lines)
    if not any(is_quoted):
        return text
    own = "\n".join(
        " " * len(line) if quoted else line for line, quoted in zip(lines, is_quoted, strict=True)
    )
    return text if own.isspace() else own


def quoted_lines(lines: list[str]) -> list[bool]:
    found = [QUOTED.match(line) is not None for line in lines]
    for place, line in enumerate(lines):
        if begins_thread(lines, place):
            return [*found[:place], *[True] * (len(lines) - place)]
        if not found[place] and any(found[place + 1 : place + 3]) and TELLS_WHO.fullmatch(line):
            found[place] = True
    return found


def begins_thread(lines: list[str], place: int) -> bool:
    """Whether an older letter follows, with its sender and other headers one below the other."""
    line = lines[place]
    if FORWARDED.fullmatch(line):
        return True
    near = lines[place + 1 : place + 1 + HEADERS_NEAR]
    return SENDER.match(line) is not None and any(OTHER_HEADER.match(one) for one in near)
