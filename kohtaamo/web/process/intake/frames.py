"""What the web process and the storing process say to each other: many requests or replies in one frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

LENGTH_BYTES = 4


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """One request of a known program. `is_beside_page`: somebody waits for a page that is computed meanwhile."""

    number: int
    path: str
    organisation: int
    token: int
    accept_language: bytes
    cookie: bytes
    body: bytes
    is_beside_page: bool = False


class Told(msgspec.Struct, frozen=True, array_like=True):
    """The reply to one request; `retry_after` is in seconds, 0 when it may not help."""

    number: int
    status: int
    body: bytes
    retry_after: int = 0


encode = msgspec.msgpack.Encoder().encode
read_asked = msgspec.msgpack.Decoder(list[Asked]).decode
read_told = msgspec.msgpack.Decoder(list[Told]).decode


def frame(messages: Sequence[Asked] | Sequence[Told]) -> bytes:
    packed = encode(messages)
    return len(packed).to_bytes(LENGTH_BYTES, "big") + packed


class Frames:
    """Puts together what came in pieces."""

    def __init__(self) -> None:
        self._came = bytearray()

    def add(self, data: bytes) -> Iterator[bytes]:
        """Every frame that is whole now."""
        self._came += data
        while len(self._came) >= LENGTH_BYTES:
            end = LENGTH_BYTES + int.from_bytes(self._came[:LENGTH_BYTES], "big")
            if len(self._came) < end:
                return
            whole = bytes(self._came[LENGTH_BYTES:end])
            del self._came[:end]
            yield whole
