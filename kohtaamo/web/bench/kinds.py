"""What the survey of the benchmark asks, and answers as programs send them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

QUESTIONS = ("nps", "csat", "effort", "expectation", "open_text")
# Where the number of the answer stands in a body that is sent many times.
PLACE = "000000000000"
TEXT = "Jonotin kauan, mutta asia hoitui kerralla kuntoon ja palvelija oli ystävällinen."


def an_answer(touchpoint: int, *, uid: str = PLACE) -> dict[str, Any]:
    """Two scales and a sentence, some 330 bytes, as a till or a chat would send it."""
    return {
        "uid": uid,
        "touchpoint": touchpoint,
        "happened_at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "channel": "web",
        "values": [
            {"name": "nps", "kind": "nps", "value": 9},
            {"name": "csat", "kind": "csat", "value": 4},
            # every comment is another, so that none is found read already
            {"name": "miksi", "kind": "open_text", "value": f"{TEXT} ({uid})"},
        ],
        "attributes": {"tier": "v1"},
    }


def one_body(touchpoint: int) -> str:
    return json.dumps(an_answer(touchpoint), ensure_ascii=False)


def list_body(touchpoint: int, items: int) -> str:
    """A list whose answers differ in their last five digits; the first seven are for the request."""
    rows = [an_answer(touchpoint, uid=f"{PLACE}-{number:05}") for number in range(items)]
    return json.dumps(rows, ensure_ascii=False)
