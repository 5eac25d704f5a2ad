"""The page where a person says what each column is: choices to show, and the mapping from what was chosen."""

from __future__ import annotations

from collections.abc import Mapping as Chosen
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from kohtaamo.encounters import channels
from kohtaamo.feedback.question import Words
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.tabular import ColumnProfile, Table

from .guess import MOST_CHOICES, short
from .mapping import Mapping, QuestionColumn, check_mapping, read_mapping
from .problems import ImportProblem, explain_row
from .row import ReadRow, Refusal
from .run import reader_of

QUESTION = "question-"
# Roles that one column can have.
SINGLES: dict[str, Words] = {
    "date": gettext_lazy("When it happened"),
    "case": gettext_lazy("Case that it is about"),
    "uid": gettext_lazy("Identifier of the answer"),
    "touchpoint": gettext_lazy("Touchpoint"),
    "channel": gettext_lazy("Channel"),
    "unit": gettext_lazy("Unit"),
    "customer": gettext_lazy("Customer number"),
    "language": gettext_lazy("Language of the answer"),
}
ATTRIBUTE = "attribute"
PREVIEWED, CHECKED, MOST_REASONS = 8, 500, 3
# Rows of data are kept by their number from 1; in the table a person sees the header is row 1.
HEADER = 1


class ChoiceError(ValueError):
    """The choices do not fit together; its text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Words


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    number: int
    name: str
    examples: tuple[str, ...]
    filled: float
    role: str
    label: str

    @property
    def is_named(self) -> bool:
        return self.role == ATTRIBUTE or self.role.startswith(QUESTION)


@dataclass(frozen=True, slots=True)
class PreviewedRow:
    """`number` as in the table of the person, its header counted."""

    number: int
    read: ReadRow | None
    values: list[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as they would be stored, every column that is; of `checked` rows `fit` can be.

    `reasons` has one example of each reason among those that cannot.
    """

    names: list[str]
    rows: list[PreviewedRow]
    checked: int
    fit: int
    reasons: list[str] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return "better" if self.fit == self.checked else "worse"

    @property
    def width(self) -> int:
        """Cells a refused row leaves empty: moment, touchpoint and what was named."""
        return 2 + len(self.names)


def role_options() -> list[tuple[Words, list[Option]]]:
    return [
        (_("Answers"), [Option(f"{QUESTION}{key}", kind.label) for key, kind in QUESTIONS.items()]),
        (_("About the answer"), [Option(role, label) for role, label in SINGLES.items()]),
        (_("Background"), [Option(ATTRIBUTE, _("Background fact to compare by"))]),
    ]


def choices_of(profiles: Sequence[ColumnProfile], mapping: Mapping) -> list[ColumnChoice]:
    roles: dict[str, tuple[str, str]] = {}
    for attribute in mapping.attributes:
        roles[attribute.column] = (ATTRIBUTE, attribute.name)
    for question in mapping.questions:
        roles[question.column] = (f"{QUESTION}{question.kind}", question.name)
    for role in SINGLES:
        column = getattr(getattr(mapping, role), "column", None)
        if column is not None:
            roles[column] = (role, "")
    return [
        ColumnChoice(
            number=number,
            name=one.name,
            examples=one.examples,
            filled=one.filled,
            role=roles.get(one.name, ("", ""))[0],
            label=roles.get(one.name, ("", ""))[1] or short(one.name),
        )
        for number, one in enumerate(profiles)
    ]


def choices_as_posted(chosen: Chosen[str, str], choices: Sequence[ColumnChoice]) -> list[ColumnChoice]:
    """For choices that make no mapping: a form that is refused shows what the person chose, not our guess."""
    return [
        replace(
            one,
            role=chosen.get(f"role-{one.number}", ""),
            label=chosen.get(f"name-{one.number}", "").strip() or short(one.name),
        )
        for one in choices
    ]


def mapping_of(chosen: Chosen[str, str], columns: Sequence[str], previous: Mapping) -> Mapping:
    """What was chosen on the page; what the page does not show stays as in `previous`.

    Raises `ChoiceError` or `ImportProblem`.
    """
    given: dict[str, Any] = {"questions": [], "attributes": [], "zone": previous.zone}
    earlier = {(one.column, one.kind): one for one in previous.questions}
    for number, column in enumerate(columns):
        role = chosen.get(f"role-{number}", "")
        name = chosen.get(f"name-{number}", "").strip() or short(column)
        if role == ATTRIBUTE:
            given["attributes"].append({"column": column, "name": name})
        elif role.startswith(QUESTION):
            kind = role.removeprefix(QUESTION)
            given["questions"].append(question_part(column, kind, name, earlier.get((column, kind))))
        elif role in SINGLES:
            if role in given:
                raise ChoiceError(
                    _("Two columns are marked the same: “%(role)s”. Choose one.") % {"role": SINGLES[role]}
                )
            given[role] = {"column": column}
    complete_date(given, chosen, previous)
    # a column has one role on the page, and the number of an order often tells the answer apart too
    given.setdefault("case", previous.case if "uid" in given else None)
    if "touchpoint" not in given and (place := touchpoint_chosen(chosen)):
        given["touchpoint"] = {"name": place}
    try:
        mapping = Mapping.model_validate(given)
    except ValidationError as problem:
        raise ChoiceError(
            _(
                "Two answers or two background facts have the same name, or a name is longer than 60 characters."
            )
        ) from problem
    check_mapping(mapping, columns)
    return mapping


def question_part(column: str, kind: str, name: str, earlier: QuestionColumn | None) -> dict[str, Any]:
    part: dict[str, Any] = {"column": column, "kind": kind, "name": name}
    if earlier:
        part |= earlier.model_dump(include={"values", "separator", "direction", "higher_is_better", "scale"})
    return part


def complete_date(given: dict[str, Any], chosen: Chosen[str, str], previous: Mapping) -> None:
    if "date" in given:
        order = {"day": True, "month": False}.get(chosen.get("day_first", ""))
        given["date"]["day_first"] = order
        if getattr(previous.date, "column", None) == given["date"]["column"]:
            given["date"]["format"] = getattr(previous.date, "format", None)
        return
    try:
        given["date"] = {"value": date.fromisoformat(chosen.get("day", ""))}
    except ValueError:
        given["date"] = None


def touchpoint_chosen(chosen: Chosen[str, str]) -> str:
    return chosen.get("touchpoint_name", "").strip() or chosen.get("touchpoint", "").strip()


def mapping_to_begin_with(draft: dict[str, Any], guessed: Mapping, columns: Sequence[str]) -> Mapping:
    """The draft, as far as it fits this file; else the guess."""
    if not draft:
        return guessed
    try:
        mapping = read_mapping(draft)
    except ImportProblem:
        return guessed
    return mapping if set(mapping.columns()) <= set(columns) else guessed


def preview(table: Table, mapping: Mapping) -> Preview:
    reader = reader_of(table, mapping)
    shown: list[PreviewedRow] = []
    reasons: dict[str, str] = {}
    checked = fit = 0
    for row in islice(table.rows(), CHECKED):
        read = reader.read(row)
        checked += 1
        if isinstance(read, Refusal):
            reasons.setdefault(read.code, explain_row(read.code, read.facts))
        else:
            fit += 1
        if len(shown) < PREVIEWED:
            shown.append(previewed(read, mapping))
    return Preview(previewed_names(mapping), shown, checked, fit, list(reasons.values())[:MOST_REASONS])


def previewed_names(mapping: Mapping) -> list[str]:
    questions = [one.name for one in mapping.questions]
    return [
        *questions,
        *(str(SINGLES[role]) for role in beside(mapping)),
        *(one.name for one in mapping.attributes),
    ]


def beside(mapping: Mapping) -> list[str]:
    """What is told of an answer besides its moment and touchpoint, which are always told."""
    return [
        role for role in ("channel", "unit", "customer", "case", "language", "uid") if getattr(mapping, role)
    ]


def previewed(read: ReadRow | Refusal, mapping: Mapping) -> PreviewedRow:
    if isinstance(read, Refusal):
        return PreviewedRow(read.number + HEADER, None, [], explain_row(read.code, read.facts))
    said = {given.name: given.value for given in read.content}
    answers = [said.get(one.name, "") for one in mapping.questions]
    texts = [", ".join(value) if isinstance(value, list) else str(value) for value in answers]
    texts += [told(read, role) for role in beside(mapping)]
    texts += [read.attributes.get(one.name, "") for one in mapping.attributes]
    return PreviewedRow(read.number + HEADER, read, texts, "")


def told(read: ReadRow, role: str) -> str:
    text: str = getattr(read, role)
    if role == "channel":
        return channels.label_of(text)
    return text.removeprefix("import:") if role == "uid" else text


def too_many_values(profiles: Sequence[ColumnProfile], mapping: Mapping) -> list[str]:
    """Background facts that have more different values than can be compared."""
    distinct = {one.name: one.distinct for one in profiles}
    return [one.column for one in mapping.attributes if distinct.get(one.column, 0) > MOST_CHOICES]
