"""What is asked: the schema of a questionnaire, and what is checked before it is asked."""

from .checking import check_for_publication
from .parts import (
    LANGUAGES,
    WHY,
    Calculated,
    Choice,
    ChoiceValue,
    Element,
    Language,
    Line,
    Name,
    Page,
    Part,
    Quota,
    Row,
    Rule,
)
from .whole import MOST_QUESTIONS, Questionnaire, read_questionnaire

__all__ = [
    "LANGUAGES",
    "MOST_QUESTIONS",
    "WHY",
    "Calculated",
    "Choice",
    "ChoiceValue",
    "Element",
    "Language",
    "Line",
    "Name",
    "Page",
    "Part",
    "Questionnaire",
    "Quota",
    "Row",
    "Rule",
    "check_for_publication",
    "read_questionnaire",
]
