"""The page where a person confirms what was understood of a file of another program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kohtaamo.feedback.models import Import
from kohtaamo.feedback.questions import QUESTIONS

from .bringing import fresh_plan, plan_for
from .files import path_of
from .joining import Meeting, meetings_of, planned, rejoined
from .losses import explain_losses
from .plan import Plan, read_plan
from .understanding import Understood, understood

LONGEST = 200
MOST_SURVEYS = 10


@dataclass(frozen=True, slots=True)
class Proposed:
    """A question of the file: `kinds` are those it may be, with their words."""

    number: int
    name: str
    title: str
    answers: int
    kind: str
    kinds: list[tuple[str, str]]


def found_in(imported: Import) -> Understood | None:
    """None where the file is a plain table. Raises `ImportProblem`."""
    return understood(path_of(imported), imported.name)


def plan_in(imported: Import, whole: Understood) -> tuple[Plan, Understood]:
    """What was chosen before on the page, else the proposal, with the file as it is read by it."""
    return rejoined(read_plan(imported.mapping), whole) if "format" in imported.mapping else plan_for(whole)


def joins(act: str, into: str, whole: Understood) -> Plan | None:
    """The plan after a person chose to put the answers in a survey that is here, or in one of their own."""
    if act == "alone":
        return fresh_plan(whole)
    met = meetings_of(whole) if act == "join" else []
    meeting = next((one for one in met if str(one.survey.pk) == into), None)
    return planned(fresh_plan(whole), whole, meeting)[0] if meeting else None


def surveys_to_join(whole: Understood) -> list[Meeting]:
    """Those that a person is let choose from."""
    return meetings_of(whole)[:MOST_SURVEYS]


def proposed(whole: Understood, plan: Plan) -> list[Proposed]:
    return [
        Proposed(
            number,
            one.name,
            one.title,
            max((whole.facts[column].filled for column in one.columns() if column in whole.facts), default=0),
            plan.kinds.get(one.name, ""),
            [(kind, str(QUESTIONS[kind].label)) for kind in whole.kinds[one.name]],
        )
        for number, one in enumerate(whole.asked)
    ]


def chosen_in(chosen: Mapping[str, str], whole: Understood, plan: Plan) -> Plan:
    """A kind that the cells do not fit is as if nothing had been chosen."""
    kinds = {}
    for number, one in enumerate(whole.asked):
        wanted = chosen.get(f"kind-{number}", plan.kinds.get(one.name, ""))
        kinds[one.name] = wanted if wanted in [*whole.kinds[one.name], ""] else whole.kinds[one.name][0]
    if plan.joined:
        return plan.model_copy(update={"kinds": kinds})
    names = {
        key: " ".join(chosen.get(key, "").split())[:LONGEST] or getattr(plan, key)
        for key in ("survey", "touchpoint")
    }
    return plan.model_copy(update={**names, "kinds": kinds})


def losses_told(plan: Plan) -> list[dict[str, str]]:
    return explain_losses(plan.losses)
