from __future__ import annotations

import re

# OWASP, "CSV Injection"; the full-width signs are the same to a spreadsheet in Japanese.
STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[ \u00a0\u202f][0-9]{3})*(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?[ \u00a0]?%?")


def neutralise(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe before it; a number does not."""
    if cell.startswith(STARTS_FORMULA) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
