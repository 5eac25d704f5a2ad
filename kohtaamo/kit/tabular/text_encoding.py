from __future__ import annotations

import codecs
from pathlib import Path

from .errors import UnreadableTable

CHUNK = 1 << 20
SAMPLE = 1 << 16
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MANY_ZEROS, FEW_ZEROS = 0.4, 0.05
CANDIDATES = ["cp1252", "cp1250", "cp1251", "cp1257", "iso8859_15", "mac_roman", "cp850"]
ASCII = range(128)
NORDIC = frozenset("åäöÅÄÖæøÆØéèüÉÜšžŠŽ€–—’‘”“»«…•°§´½\xa0".encode("cp1252"))
CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b"))
A_FEW = 8


def find_encoding(path: Path) -> str:
    """The name of a codec that ignores a byte order mark: the reader drops the mark itself."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    wide = _wide_without_mark(start)
    if wide:
        return wide
    _refuse_binary(start)
    wrong_at = _first_byte_not_utf8(path)
    if wrong_at is None or _mostly_utf8(path):
        return "utf-8"
    return _single_byte(_sample_around(path, wrong_at))


def _wide_without_mark(start: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every other byte; where tells the byte order."""
    half = max(1, len(start) // 2)
    even, odd = start[0 : half * 2 : 2].count(0) / half, start[1 : half * 2 : 2].count(0) / half
    if odd > MANY_ZEROS and even < FEW_ZEROS:
        return "utf-16-le"
    if even > MANY_ZEROS and odd < FEW_ZEROS:
        return "utf-16-be"
    return None


def _refuse_binary(start: bytes) -> None:
    controls = len(start) - len(start.translate(None, CONTROLS))
    if controls > len(start) * 0.02 + A_FEW or start.count(0) > len(start) * 0.3:
        raise UnreadableTable("not_a_table", format="binary")


def _first_byte_not_utf8(path: Path) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return position - waiting + error.start
            position += len(chunk)
    return None if not decoder.getstate()[0] else position - 1


def _mostly_utf8(path: Path) -> bool:
    """A few broken letters in a long UTF-8 file do not make it Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    broken = whole = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            if not text.isascii():
                lost = text.count("\ufffd")
                broken += lost
                whole += len(text) - len(text.encode("ascii", "ignore")) - lost
    return whole > 20 * broken


def _sample_around(path: Path, position: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, position - SAMPLE // 4))
        return file.read(SAMPLE)


def _single_byte(sample: bytes) -> str:
    high = [byte for byte in sample if byte not in ASCII]
    if sum(byte in NORDIC for byte in high) >= 0.9 * len(high):
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and seldom needed

    best = from_bytes(sample, cp_isolation=CANDIDATES, preemptive_behaviour=False).best()
    return best.encoding if best and best.encoding in CANDIDATES else "cp1252"
