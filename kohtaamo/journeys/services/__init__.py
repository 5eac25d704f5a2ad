"""What may happen to a journey. Every function is one transaction and records its event."""

from __future__ import annotations

from .journey import NewStage, copy_as_ideal, draw_journey, remove_journey, rename_journey, restore_journey
from .moment import add_moment, mark_moment_of_truth, move_moment, name_moment, remove_moment
from .removal import restore_removed
from .stage import add_stage, change_stage, move_stage, remove_stage
from .touchpoint import (
    Placed,
    change_touchpoint,
    find_or_create_touchpoint,
    move_placement,
    place_touchpoint,
    unplace,
)

__all__ = [
    "NewStage",
    "Placed",
    "add_moment",
    "add_stage",
    "change_stage",
    "change_touchpoint",
    "copy_as_ideal",
    "draw_journey",
    "find_or_create_touchpoint",
    "mark_moment_of_truth",
    "move_moment",
    "move_placement",
    "move_stage",
    "name_moment",
    "place_touchpoint",
    "remove_journey",
    "remove_moment",
    "remove_stage",
    "rename_journey",
    "restore_journey",
    "restore_removed",
    "unplace",
]
