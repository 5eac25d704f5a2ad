"""A file of answers as a reply; pages and the API give the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse

from kohtaamo.feedback.models import Survey

from .formats import FORMS
from .giving import file_name, take_out


def file_of(survey: Survey, key: str, language: str) -> FileResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"answers{FORMS[key].ending}"
        take_out(survey, key, path, language=language)
        # still open when the folder is gone: the bytes stay until the reply is sent
        response = FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=file_name(survey, key),
            content_type=FORMS[key].content_type,
        )
    response["X-Content-Type-Options"] = "nosniff"
    return response
