"""Rows of numbers: which of them are one of ours, which are a slider."""

from __future__ import annotations

from typing import Any

NPS = (0, 10)
# Words by which people ask whether they would be recommended.
RECOMMENDING = ("recommend", "suosittel", "nps", "rekommend")


def scale_fields(low: float, high: float, step: float | None, *texts: str) -> dict[str, Any]:
    """0 to 10 about recommending is NPS; any other keeps its numbers as a slider."""
    said = " ".join(texts).lower()
    if (low, high) == NPS and any(word in said for word in RECOMMENDING):
        return {"type": "nps"}
    return {"type": "slider", "at_least": low, "at_most": high, "step": float(step or 1)}
