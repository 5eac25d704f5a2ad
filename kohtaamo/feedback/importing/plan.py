"""How a file of another program is brought in; kept with its import as JSON."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class KeptLoss(BaseModel):
    element: str
    code: str
    facts: dict[str, Any] = {}


class Plan(BaseModel):
    """`kinds` by the question's name in the file; an empty one is left out. `survey_id` once it is made.

    `joined`: the questions that the survey asks already, its names by their first columns in the file.
    """

    model_config = ConfigDict(frozen=True)

    format: str
    survey: str = Field(max_length=200)
    touchpoint: str = Field(max_length=200)
    language: str
    kinds: dict[str, str]
    losses: list[KeptLoss] = []
    survey_id: int | None = None
    joined: dict[str, str] = {}

    def stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def read_plan(raw: dict[str, Any]) -> Plan:
    return Plan.model_validate(raw)
