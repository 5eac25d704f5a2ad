"""A questionnaire as it is kept in `Survey.draft` and `SurveyVersion.questionnaire`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from .question import CHOICE_LENGTH, CHOICES, UnfitError, storable
from .questions import QUESTIONS

MOST_QUESTIONS = 200
Language = Literal["fi", "en"]


def _clean(raw: Any) -> Any:
    return storable(raw) if isinstance(raw, str) else raw


Line = Annotated[str, BeforeValidator(_clean), Field(max_length=2000)]
ChoiceValue = Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=CHOICE_LENGTH)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(Part):
    value: ChoiceValue
    text: dict[Language, Line] = {}


class Element(Part):
    """One question. `type` is the key of a question kind."""

    name: Name
    type: str
    title: dict[Language, Line] = {}
    required: bool = False
    choices: Annotated[list[Choice], Field(max_length=CHOICES)] = []

    @model_validator(mode="after")
    def fits_its_kind(self) -> Self:
        kind = QUESTIONS.get(self.type)
        if kind is None:
            raise ValueError(f"unknown question type {self.type!r}")
        if self.choices and not kind.has_own_choices:
            raise ValueError(f"a question of type {self.type!r} has no choices of its own")
        if len({choice.value for choice in self.choices}) < len(self.choices):
            raise ValueError("two choices have the same value")
        return self


class Page(Part):
    elements: list[Element] = []


class Questionnaire(Part):
    languages: Annotated[list[Language], Field(min_length=1, max_length=2)] = ["fi"]
    pages: Annotated[list[Page], Field(max_length=MOST_QUESTIONS)] = []

    @model_validator(mode="after")
    def is_of_one_piece(self) -> Self:
        names = [element.name for element in self.elements()]
        if len(names) > MOST_QUESTIONS:
            raise ValueError(f"more than {MOST_QUESTIONS} questions")
        if len(set(names)) < len(names):
            raise ValueError("two questions have the same name")
        if len(set(self.languages)) < len(self.languages):
            raise ValueError("a language twice")
        return self

    def elements(self) -> Iterator[Element]:
        for page in self.pages:
            yield from page.elements

    def named(self) -> dict[str, Element]:
        return {element.name: element for element in self.elements()}

    def asks_the_same(self, other: Questionnaire) -> bool:
        """Whatever the pages: the respondent meets one question at a time."""
        return self.languages == other.languages and list(self.elements()) == list(other.elements())

    def stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def read_questionnaire(raw: Any) -> Questionnaire:
    """What a person or a program gave; `UnfitError` "questionnaire_unfit" tells the first trouble."""
    try:
        return Questionnaire.model_validate(raw)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise UnfitError("questionnaire_unfit", place=place, trouble=str(first["msg"])) from None


def check_for_publication(questionnaire: Questionnaire) -> None:
    """A draft may be unfinished, what is asked may not: `UnfitError` with the first lack."""
    if not any(True for _ in questionnaire.elements()):
        raise UnfitError("no_questions")
    for number, element in enumerate(questionnaire.elements(), start=1):
        for language in questionnaire.languages:
            if not element.title.get(language, "").strip():
                raise UnfitError("title_missing", number=number, language=language)
            if any(not choice.text.get(language, "").strip() for choice in element.choices):
                raise UnfitError("choice_text_missing", number=number, language=language)
        if QUESTIONS[element.type].has_own_choices and len(element.choices) < 2:  # noqa: PLR2004
            raise UnfitError("choices_missing", number=number)
