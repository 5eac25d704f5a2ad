"""A file of answers as a reply; pages and the API give the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kohtaamo.feedback.models import Survey

from .formats import FORMS
from .giving import file_name, take_out


def file_of(survey: Survey, key: str, language: str) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"answers{FORMS[key].ending}"
        take_out(survey, key, path, language=language)
        response = HttpResponse(path.read_bytes(), content_type=FORMS[key].content_type)
    name = content_disposition_header(as_attachment=True, filename=file_name(survey, key))
    response["Content-Disposition"] = name or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
