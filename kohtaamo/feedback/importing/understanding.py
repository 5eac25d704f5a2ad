"""A file of another program, recognised and looked through once: its questions, their kinds and what is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kohtaamo.feedback.questionnaire import MOST_QUESTIONS, Element
from kohtaamo.kit.tabular import UnreadableTable

from .column_facts import ColumnFacts, facts_of
from .formats import FORMATS
from .found import Asked, Beginning, Found, Loss
from .problems import ImportProblem
from .settling import kinds_for, losses_of, settled


@dataclass(frozen=True, slots=True)
class Understood:
    """A file with what its cells tell: `kinds` of each question, the guess first.

    `joined` tells, by the first column of a question, the name it has in a survey that asks it already.
    """

    found: Found
    asked: tuple[Asked, ...]
    facts: dict[str, ColumnFacts]
    kinds: dict[str, list[str]]
    losses: tuple[Loss, ...]
    joined: Mapping[str, str] = field(default_factory=dict)


def form_of(beginning: Beginning) -> str:
    return next((key for key, form in FORMATS.items() if form.knows(beginning)), "")


def understood(path: Path, name: str) -> Understood | None:
    """None where no form is recognised. Raises `ImportProblem`."""
    beginning = Beginning(path, name)
    if not path.is_file():
        raise ImportProblem("no_file")
    try:
        key = form_of(beginning)
        if not key:
            return None
        found = FORMATS[key].read(beginning)
        return understanding(found)
    except UnreadableTable as problem:
        raise ImportProblem.of_table(problem) from problem


def recognised(path: Path, name: str) -> Understood:
    """A file that was recognised before."""
    whole = understood(path, name)
    if whole is None:
        raise ImportProblem("no_questions_found")
    return whole


def understanding(found: Found) -> Understood:
    about = found.about
    columns = {column for asked in found.asked for column in asked.columns()}
    facts = facts_of(found.rows(), [*columns, *about.moments, *about.attributes])
    return understood_of(found, facts, found.asked, {})


def understood_of(
    found: Found,
    facts: dict[str, ColumnFacts],
    parts: Iterable[Asked],
    known: Mapping[str, tuple[Asked, Element]],
) -> Understood:
    """`known`, by their first column: questions that a survey asks already, as its cells are read into it."""
    read = [
        one
        for asked in parts
        for one in ([known[asked.column][0]] if asked.column in known else settled(asked, facts))
    ]
    whole = once_named(read)
    asked, rest = whole[:MOST_QUESTIONS], whole[MOST_QUESTIONS:]
    if not asked:
        raise ImportProblem("no_questions_found")
    kinds = {
        one.name: [known[one.column][1].type] if one.column in known else kinds_for(one, facts)
        for one in asked
    }
    own = [one for one in asked if one.column not in known]
    worded = {one.name for one in asked if one.column in known}
    losses = [
        *(loss for loss in found.losses if loss.code != "titles_missing" or loss.element not in worded),
        *(loss for one in own for loss in losses_of(one, facts, kinds[one.name][0])),
        *(Loss(one.name, "too_many_questions", {"most": MOST_QUESTIONS}) for one in rest),
    ]
    joined = {one.column: known[one.column][1].name for one in asked if one.column in known}
    return Understood(found, tuple(asked), facts, kinds, tuple(losses), joined)


def once_named(asked: list[Asked]) -> list[Asked]:
    taken: set[str] = set()
    named = []
    for one in asked:
        name, number = one.name, 2
        while name in taken:
            name, number = f"{one.name} ({number})", number + 1
        taken.add(name)
        named.append(one if name == one.name else replace(one, name=name))
    return named
