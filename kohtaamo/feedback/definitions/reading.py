"""A file of unknown form becomes a questionnaire and a list of what could not be carried over."""

from __future__ import annotations

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Questionnaire

from .definition import Definition
from .formats import FORMATS
from .opened import open_file


def read_definition(data: bytes) -> Definition:
    """Recognised by contents, never by a file name. `UnfitError` tells why a file cannot be taken."""
    opened = open_file(data)
    for form in FORMATS.values():
        if form.knows is not None and form.read is not None and form.knows(opened):
            try:
                return form.read(opened)
            except RecursionError:
                raise UnfitError("definition_too_deep") from None
            except (AttributeError, KeyError, TypeError, IndexError):
                # the form is right on the outside only: some part is not what its program writes
                raise UnfitError("definition_bent", format=str(form.label)) from None
    raise UnfitError("definition_unknown")


def write_definition(key: str, questionnaire: Questionnaire, name: str) -> bytes:
    form = FORMATS.get(key)
    if form is None or form.write is None:
        raise UnfitError("definition_no_writer", format=key)
    return form.write(questionnaire, name)
