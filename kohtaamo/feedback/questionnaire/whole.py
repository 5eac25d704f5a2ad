from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from kohtaamo.feedback.question import UnfitError

from .parts import LANGUAGES, Calculated, Element, Language, Name, Page, Part, Quota, Texts

MOST_QUESTIONS = 200
# As many as an answer has attributes: what is hidden and calculated is kept there.
MOST_HIDDEN = 25
MOST_CALCULATED = 25
MOST_QUOTAS = 50
MOST_LANGUAGES = 20


class Questionnaire(Part):
    """As it is kept in `Survey.draft` and `SurveyVersion.questionnaire`.

    `hidden` are filled from the link, the customer's card or what gave rise to asking; `guide` is for an
    interviewer to read from.
    """

    languages: Annotated[list[Language], Field(min_length=1, max_length=MOST_LANGUAGES)] = [LANGUAGES[0]]
    pages: Annotated[list[Page], Field(max_length=MOST_QUESTIONS)] = []
    hidden: Annotated[list[Name], Field(max_length=MOST_HIDDEN)] = []
    calculated: Annotated[list[Calculated], Field(max_length=MOST_CALCULATED)] = []
    quotas: Annotated[list[Quota], Field(max_length=MOST_QUOTAS)] = []
    shuffle_pages: bool = False
    show_progress: bool = True
    thanks: Texts = {}
    guide: bool = False

    @model_validator(mode="after")
    def is_of_one_piece(self) -> Self:
        if sum(len(page.elements) for page in self.pages) > MOST_QUESTIONS:
            raise ValueError(f"more than {MOST_QUESTIONS} questions")
        check_once("questions", [name for element in self.elements() for name in element.names()])
        check_once("names", self.names())
        check_once("pages", [page.name for page in self.pages if page.name])
        check_once("quotas", [quota.name for quota in self.quotas])
        if len(set(self.languages)) < len(self.languages):
            raise ValueError("a language twice")
        return self

    def elements(self) -> Iterator[Element]:
        for page in self.pages:
            yield from page.elements

    def named(self) -> dict[str, Element]:
        return {element.name: element for element in self.elements()}

    def names(self) -> list[str]:
        """All that a rule or a text may name: questions, their reasons, what is hidden and calculated."""
        asked = [name for element in self.elements() for name in element.names()]
        return [*asked, *self.hidden, *(one.name for one in self.calculated)]

    def asks_the_same(self, other: Questionnaire) -> bool:
        """Whether nobody could tell them apart: pages, rules, texts and all."""
        return self == other

    def stored(self) -> dict[str, Any]:
        """As JSON, without what is at its default."""
        short = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        pages = [{"elements": [], **page} for page in short.get("pages", [])]
        return {"languages": list(self.languages), **short, "pages": pages}


def check_once(what: str, names: list[str]) -> None:
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise ValueError(f"two {what} have the same name: {repeated[0]}")


def read_questionnaire(raw: Any) -> Questionnaire:
    """What a person or a program gave; `UnfitError` "questionnaire_unfit" tells the first trouble."""
    count = questions_in(raw)
    if count > MOST_QUESTIONS:
        raise UnfitError("too_many_questions", count=count, most=MOST_QUESTIONS)
    try:
        return Questionnaire.model_validate(raw)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise UnfitError("questionnaire_unfit", place=place, trouble=str(first["msg"])) from None


def questions_in(raw: Any) -> int:
    """Counted before anything is read, so that thousands of them are told in one sentence."""
    pages = raw.get("pages") if isinstance(raw, dict) else None
    if not isinstance(pages, list):
        return 0
    counts = [page.get("elements") for page in pages if isinstance(page, dict)]
    return sum(len(elements) for elements in counts if isinstance(elements, list))
