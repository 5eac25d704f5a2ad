"""Personal data in text: found with exact spans, and put behind placeholders that can be taken back."""

from __future__ import annotations

from .finding import find
from .found import KINDS, Found, Kind
from .redacting import Redacted, redact, restore

__all__ = ["KINDS", "Found", "Kind", "Redacted", "find", "redact", "restore"]
