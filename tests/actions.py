"""A development action at Satama's telephone service, as tests plan it."""

from __future__ import annotations

from typing import Any

from kohtaamo.improvement.models import Intervention
from kohtaamo.improvement.services import start_action
from tests.world import World


def plan(world: World, **facts: Any) -> Intervention:
    given: dict[str, Any] = {
        "title": "Takaisinsoitto",
        "touchpoint": world.phone,
        "metric": "nps",
        "direction": "up",
        "size": 10.0,
        "actor": world.aino,
    }
    return start_action(**{**given, **facts})
