"""The models that come with the program. They are loaded when the first text is read."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .blend import Blend

if TYPE_CHECKING:
    from .linear import LinearModel

FOLDER = Path(__file__).parent / "models"


@cache
def shipped_model(name: str) -> LinearModel | None:
    from .linear import LinearModel  # noqa: PLC0415 - brings in numpy, which start-up does without

    path = FOLDER / f"{name}.npz"
    return LinearModel.from_bytes(path.read_bytes()) if path.exists() else None


@cache
def shipped_blend(language: str) -> Blend | None:
    path = FOLDER / f"sentiment_{language}.json"
    return Blend.of(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


@cache
def limits(name: str) -> dict[str, float]:
    """From which probability a label of a model holds."""
    path = FOLDER / f"{name}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
