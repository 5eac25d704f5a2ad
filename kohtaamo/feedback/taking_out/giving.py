from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import gettext as _

from kohtaamo.feedback.models import Survey

from .formats import FORMS
from .table import NotGivenOutError, sheet_of


def take_out(survey: Survey, key: str, path: Path, *, language: str, is_open: bool = False) -> int:
    """Write the answers of a survey to a file; how many there were.

    What names a person in their words is hidden, unless `is_open`. Raises `NotGivenOutError`, whose text is a
    sentence for people.
    """
    form = FORMS.get(key)
    if form is None:
        raise NotGivenOutError(_("Answers are given out as %(forms)s.") % {"forms": ", ".join(FORMS)})
    sheet = sheet_of(survey, language, is_open=is_open)
    form.write(sheet, path)
    return sheet.count


def file_name(survey: Survey, key: str) -> str:
    """Of letters that every system takes."""
    words = re.sub(r"[^a-z0-9]+", "-", survey.name.casefold().translate(str.maketrans("äöå", "aoa"))).strip(
        "-"
    )
    return f"{words[:60] or 'answers'}{FORMS[key].ending}"
