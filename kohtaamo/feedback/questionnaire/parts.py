"""The parts a questionnaire is put together of. JSON has their names in camelCase, as SurveyJS has."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel

from kohtaamo.feedback.question import CHOICE_LENGTH, CHOICES, OWN_WORDS, WITHIN, Input, storable
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.kit.rules import check_rule

from .patterns import read_pattern

# Those our own words are in; a survey may be asked in these.
LANGUAGES = ("fi", "en")
NAME_LENGTH = 60
ROWS, COLUMNS, PROBES, FILE_TYPES = 50, 20, 20, 20
NAME = r"[a-z][a-z0-9_]{0,59}"
# Less than a number that is answered may have, so that there is always one beyond the limit.
LARGEST, SMALLEST_STEP = 1e14, 1e-6
# After the name of a question: the own words that tell why.
WHY = "_why"
DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
# What only some kinds of questions take; a kind names its own in `Question.takes`.
OF_A_KIND = (
    "choices", "other", "shuffle", "rows", "columns", "at_least", "at_most", "step", "pattern", "longest",
    "accept", "ask_why",
)  # fmt: skip


# Where a limit tells how many.
COUNTED = frozenset({"many", "ranking", "file"})


def _clean(raw: Any) -> Any:
    return storable(raw) if isinstance(raw, str) else raw


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    return language


def _bounded(number: float) -> float:
    if not abs(number) <= LARGEST:
        raise ValueError("not a number, or too large")
    return number


def _fit_rule(rule: Any) -> Any:
    problems = check_rule(rule)
    if problems:
        place = ".".join(str(step) for step in problems[0].place)
        raise ValueError(f"the rule cannot be read: {problems[0].code} {place}".rstrip())
    return rule


Language = Annotated[str, Field(pattern=r"^[a-z]{2}$"), AfterValidator(_known)]
Line = Annotated[str, BeforeValidator(_clean), Field(max_length=2000)]
Texts = dict[Language, Line]
ChoiceValue = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=CHOICE_LENGTH)]
Name = Annotated[str, Field(pattern=f"^{NAME}$")]
PageName = Annotated[str, Field(pattern=f"^({NAME})?$")]
# A number, or the day of a date.
Limit = (
    Annotated[StrictInt, AfterValidator(_bounded)]
    | Annotated[StrictFloat, AfterValidator(_bounded)]
    | Annotated[str, Field(pattern=DATE)]
)
Pattern = Annotated[str, BeforeValidator(_clean), Field(max_length=200), AfterValidator(read_pattern)]
FileType = Annotated[str, Field(pattern=r"^(\.[a-z0-9]{1,10}|[a-z]{1,20}/(\*|[a-z0-9.+-]{1,80}))$")]
Rule = Annotated[
    Any,
    AfterValidator(_fit_rule),
    WithJsonSchema({"description": "A rule in JsonLogic. Its variables are names of this questionnaire."}),
]
WhyValue = StrictBool | StrictInt | StrictFloat | ChoiceValue


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)


class Choice(Part):
    value: ChoiceValue
    text: Texts = {}
    visible_if: Rule | None = None


class Row(Part):
    """A row or a column of a table."""

    value: ChoiceValue
    text: Texts = {}


class Element(Part):
    """One question. `type` is the key of a question kind.

    `at_least`, `at_most` and `step` hold a number, a day, or how many are chosen, by the kind. After one of the
    values in `ask_why` an open text follows, kept under the name of the question and "_why".
    """

    name: Name
    type: str
    title: Texts = {}
    description: Texts = {}
    required: bool = False
    required_if: Rule | None = None
    visible_if: Rule | None = None
    choices: Annotated[list[Choice], Field(max_length=CHOICES)] = []
    other: bool = False
    shuffle: bool = False
    rows: Annotated[list[Row], Field(max_length=ROWS)] = []
    columns: Annotated[list[Row], Field(max_length=COLUMNS)] = []
    at_least: Limit | None = None
    at_most: Limit | None = None
    step: Annotated[float, Field(ge=SMALLEST_STEP, le=LARGEST, allow_inf_nan=False)] | None = None
    pattern: Pattern = ""
    longest: Annotated[int, Field(ge=1, le=20_000)] | None = None
    accept: Annotated[list[FileType], Field(max_length=FILE_TYPES)] = []
    ask_why: Annotated[list[WhyValue], Field(max_length=CHOICES)] = []
    probes: dict[Language, Annotated[list[Line], Field(max_length=PROBES)]] = {}
    note_space: bool = False

    @model_validator(mode="after")
    def fits_its_kind(self) -> Self:
        kind = QUESTIONS.get(self.type)
        if kind is None:
            raise ValueError(f"unknown question type {self.type!r}")
        for name in OF_A_KIND:
            if name not in kind.takes and getattr(self, name) not in (None, "", [], False):
                alias = to_camel(name)
                raise ValueError(f"a question of type {self.type!r} has no {alias!r} of its own")
        for given in (self.choices, self.rows, self.columns):
            if len({one.value for one in given}) < len(given):
                raise ValueError("two choices have the same value")
            if any(one.value == OWN_WORDS or WITHIN in one.value for one in given):
                raise ValueError("a choice has a value that is kept for something else")
        self.check_limits(kind.input)
        if self.ask_why and len(self.why) > NAME_LENGTH:
            raise ValueError(
                f"a name with a question why after it has at most {NAME_LENGTH - len(WHY)} signs"
            )
        return self

    def check_limits(self, way: Input) -> None:
        limits = [limit for limit in (self.at_least, self.at_most) if limit is not None]
        if any(isinstance(limit, str) != (way == "date") for limit in limits):
            raise ValueError("a limit is a day for a date, and a number for others")
        if way in COUNTED and any(not isinstance(limit, int) or limit < 0 for limit in limits):
            raise ValueError("a limit of how many is a whole number")
        if way in COUNTED and self.at_most == 0:
            raise ValueError("none can be chosen")

    @property
    def why(self) -> str:
        """Under this name the reason is kept."""
        return f"{self.name}{WHY}"

    def names(self) -> tuple[str, ...]:
        return (self.name, self.why) if self.ask_why else (self.name,)


class Page(Part):
    name: PageName = ""
    title: Texts = {}
    description: Texts = {}
    visible_if: Rule | None = None
    shuffle: bool = False
    elements: list[Element] = []


class Calculated(Part):
    """A value of its own that follows from the others."""

    name: Name
    value: Rule


class Quota(Part):
    """How many are wanted of those for whom `when` holds; without it, of all."""

    name: Name
    when: Rule | None = None
    most: Annotated[int, Field(ge=1, le=10_000_000)]
