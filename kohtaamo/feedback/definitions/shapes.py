"""Parts of foreign JSON taken for what they should be: what is something else is nothing."""

from __future__ import annotations

from typing import Any


def mapping(raw: Any) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {}


def listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []


def words(raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return ""
    return str(raw)


def numbered(raw: Any) -> dict[str, Any]:
    """By key; a list is keyed by its places, as programs do that write {} as []."""
    if isinstance(raw, list):
        return {str(place): one for place, one in enumerate(raw)}
    return mapping(raw)


def number(raw: Any) -> float | int | None:
    """A number, or the number a text holds; whole ones as such."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    try:
        found = float(str(raw).replace(",", "."))
    except ValueError:
        return None
    if not abs(found) <= 1e14:  # noqa: PLR2004  as far as a limit of ours goes
        return None
    return int(found) if found == int(found) else found


def whole(raw: Any) -> int | None:
    found = number(raw)
    return found if isinstance(found, int) else None
