from __future__ import annotations

from kohtaamo.kit.letters import FONTS, printable

__all__ = ["FONTS", "printable"]
