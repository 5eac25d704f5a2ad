"""The door of `personal` for other packages, which import no `personal` of another (that is a page's part there)."""

from __future__ import annotations

from .personal import KINDS, Found, Kind, Redacted, find, redact, restore
from .personal.veiling import Veiled, veiled

__all__ = ["KINDS", "Found", "Kind", "Redacted", "Veiled", "find", "redact", "restore", "veiled"]
