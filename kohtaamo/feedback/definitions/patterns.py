"""Patterns that other programs know by name."""

from __future__ import annotations

EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
WEB = r"https?://\S+"
PHONE = r"[+0-9][0-9 ()-]{3,24}"
