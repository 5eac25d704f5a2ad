from __future__ import annotations

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questions import QUESTIONS

from .walking import Course, ShownPage, ShownQuestion, Values, is_answered


def lacking(page: ShownPage, values: Values) -> dict[str, UnfitError]:
    """What is missing or unfit on a page, by the name of the question."""
    found = {}
    for question in page.questions:
        try:
            check_question(question, values)
        except UnfitError as problem:
            found[question.element.name] = problem
    return found


def check_question(question: ShownQuestion, values: Values) -> None:
    element = question.element
    value = values.get(element.name)
    if is_answered(value):
        QUESTIONS[element.type].check(value, element)
    elif question.required:
        raise UnfitError("answer_missing")
    if question.required and element.type == "consent" and value is not True:
        raise UnfitError("consent_missing")
    if question.required and element.type == "matrix" and len(value or {}) < len(element.rows):
        raise UnfitError("rows_unanswered")


def page_numbered(course: Course, number: int) -> ShownPage | None:
    return next((page for page in course.pages if page.number == number), None)


def next_page(course: Course, number: int) -> ShownPage | None:
    """The first one shown after the page of this number; None at the end."""
    return next((page for page in course.pages if page.number > number), None)


def previous_page(course: Course, number: int) -> ShownPage | None:
    return next((page for page in reversed(course.pages) if page.number < number), None)


def first_lacking(course: Course) -> ShownPage | None:
    """The first page that cannot be left as it is; None when everything is as it should be."""
    return next((page for page in course.pages if lacking(page, course.values)), None)
