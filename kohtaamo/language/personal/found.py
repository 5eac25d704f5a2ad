from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["hetu", "iban", "card", "phone", "email", "address", "plate", "passport", "name"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]` is the identifier as it was written, without the ending that hangs on it."""

    kind: Kind
    start: int
    end: int
    is_certain: bool = True
