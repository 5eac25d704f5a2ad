"""Files sent with a page, by a form or in the background."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from kohtaamo.feedback.course import ShownPage
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Element
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.services import keep_answer_file

from .tickets import Visit

Sent = MultiValueDict[str, UploadedFile[Any]]


def kept_files(
    sent: Sent, visit: Visit, page: ShownPage
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, UnfitError]]:
    """What was kept, and why something was not, by the name of the question."""
    kept: dict[str, list[dict[str, Any]]] = {}
    problems = {}
    for question in page.questions:
        name = question.element.name
        if question.element.type == "file" and sent.getlist(name):
            try:
                kept[name] = files_of(sent, visit, question.element)
            except UnfitError as problem:
                problems[name] = problem
    return kept, problems


def files_of(sent: Sent, visit: Visit, element: Element) -> list[dict[str, Any]]:
    """All or none: one that cannot be taken is chosen anew with the others."""
    found = [
        keep_answer_file(survey=visit.survey, uid=visit.uid, question=element.name, upload=upload)
        for upload in sent.getlist(element.name)
    ]
    QUESTIONS["file"].check(found, element)
    return found
