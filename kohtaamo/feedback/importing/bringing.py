"""Answers of another program brought in whole: a survey with its questions, and every answer to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from kohtaamo.feedback.models import Import
from kohtaamo.organisation.models import Member

from .batch import Batch
from .files import delete_file, path_of
from .found import Found, Loss
from .joining import meeting_of, planned, rejoined
from .keeping import Keeper
from .losses import explain_losses, stored_losses
from .plan import Plan, read_plan
from .problems import ImportProblem, explain_row
from .run import BATCH, Keep, Tell, begin_found, fail, go_through, note_interrupted, result_of, take_up
from .seen import Seen
from .survey import survey_of
from .understanding import Understood, recognised, understood


def bring_in(
    path: Path, *, name: str, dry_run: bool, tell: Tell, actor: Member | None
) -> dict[str, Any] | None:
    """As `import_file` tells, with the questions and what was lost besides; None for a plain table."""
    whole = understood(path, name)
    if whole is None:
        return None
    plan, whole = plan_for(whole)
    if dry_run:
        return rehearse_bringing(whole, plan, tell=tell, actor=actor)
    note_interrupted()
    imported = begin_found(plan, whole.found, name=name, actor=actor)
    answered = carry_in(imported, whole, tell=tell)
    return {**result_of(imported), **told(whole, read_plan(imported.mapping), imported.stored, answered)}


def plan_for(whole: Understood) -> tuple[Plan, Understood]:
    """As the last import of the same survey was planned; else into a survey that asks the same; else a new one.

    With it the file as it is read by the plan.
    """
    found = whole.found
    earlier = Import.objects.filter(layout=found.layout, mapping__format=found.format).order_by("-pk").first()
    if earlier is None:
        meeting = meeting_of(whole)
        return planned(fresh_plan(whole), whole, meeting) if meeting else (fresh_plan(whole), whole)
    known, whole = rejoined(read_plan(earlier.mapping), whole)
    kept = {
        name: known.kinds[name] if known.kinds.get(name) in [*kinds, ""] else kinds[0]
        for name, kinds in whole.kinds.items()
    }
    names = {key: getattr(known, key) for key in ("survey", "touchpoint", "survey_id", "joined")}
    return fresh_plan(whole).model_copy(update={**names, "kinds": kept}), whole


def fresh_plan(whole: Understood) -> Plan:
    """Of a survey of its own, each question as it is guessed."""
    found = whole.found
    return Plan(
        format=found.format,
        survey=found.name,
        touchpoint=found.name,
        language=found.language,
        kinds={name: kinds[0] for name, kinds in whole.kinds.items()},
        losses=stored_losses(whole.losses, whole.asked),
    )


def carry_in(imported: Import, whole: Understood, *, tell: Tell) -> dict[str, int]:
    """How many answered each question in this run."""
    survey, version, plan = survey_of(whole, read_plan(imported.mapping), actor=imported.actor)
    imported.mapping = plan.stored()
    imported.save(update_fields=["mapping"])
    with Seen() as seen:
        keeper = Keeper(whole, plan, survey, version, imported=imported, actor=imported.actor, seen=seen)
        go_through(imported, steps(whole.found, keeper, skip=imported.rows), tell=tell)
    return dict(keeper.answered)


def steps(found: Found, keeper: Keeper, *, skip: int) -> Iterator[tuple[Keep, float]]:
    rows = found.rows()
    for start in range(0, skip, BATCH):
        keeper.pass_over(list(islice(rows, min(BATCH, skip - start))))
    while batch := list(islice(rows, BATCH)):
        yield partial(keeper.keep, batch), batch[-1].progress


def rehearse_bringing(whole: Understood, plan: Plan, *, tell: Tell, actor: Member | None) -> dict[str, Any]:
    """The same counts as of a real import, and nothing written."""
    done = Batch(0)
    with transaction.atomic(), Seen() as seen:
        survey, version, plan = survey_of(whole, plan, actor=actor)
        keeper = Keeper(whole, plan, survey, version, imported=None, actor=actor, seen=seen)
        for keep, share in steps(whole.found, keeper, skip=0):
            batch = keep()
            done.rows += batch.rows
            done.stored += batch.stored
            done.duplicates += batch.duplicates
            done.refused += batch.refused
            tell(share)
        transaction.set_rollback(True)
    counts = {name: getattr(done, name) for name in ("rows", "stored", "duplicates")}
    reasons = [{"row": one.number, "reason": explain_row(one.code, one.facts)} for one in done.refused]
    result = {**counts, "refused": len(done.refused), "reasons": reasons}
    return {**result, **told(whole, plan, done.stored, keeper.answered)}


def told(whole: Understood, plan: Plan, imported: int, answered: Mapping[str, int]) -> dict[str, Any]:
    asked = [
        {
            "name": one.name,
            "title": one.title,
            "kind": plan.kinds[one.name],
            "columns": one.columns(),
            "answers": answered.get(one.name, 0),
        }
        for one in whole.asked
        if plan.kinds.get(one.name)
    ]
    losses = [*whole.losses, *left_out_by(plan)]
    return {
        "format": plan.format,
        "survey": plan.survey_id,
        "questions": len(asked),
        "imported": imported,
        "asked": asked,
        "losses": explain_losses(stored_losses(losses, whole.asked)),
    }


def left_out_by(plan: Plan) -> list[Loss]:
    return [Loss(name, "left_out_by_you") for name, kind in plan.kinds.items() if not kind]


def continue_bringing(*, imported: Import, tell: Tell) -> None:
    """As `continue_import` tells, of a file whose form was recognised."""
    if not take_up(imported):
        return
    try:
        plan, whole = rejoined(read_plan(imported.mapping), recognised(path_of(imported), imported.name))
        imported.mapping = plan.stored()
        carry_in(imported, whole, tell=tell)
    except ImportProblem as problem:
        fail(imported, problem)
        raise
    if imported.status == Import.Status.DONE:
        delete_file(imported)
