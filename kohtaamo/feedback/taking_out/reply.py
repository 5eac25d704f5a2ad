"""A file of answers as a reply; pages and the API give the same.

The file is made on disk and sent from there, never whole in memory. It is made before the reply begins, so that
what goes wrong is told by a status and not by half a file, and a slow reader holds no rows of the database.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse

from kohtaamo.feedback.models import Survey

from .formats import FORMS
from .giving import file_name, take_out


class TakenFile(FileResponse):
    # Each part crosses from a thread to the server's loop, and is packed by itself.
    block_size = 256 << 10


def file_of(survey: Survey, key: str, language: str, *, is_open: bool = False) -> TakenFile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"answers{FORMS[key].ending}"
        take_out(survey, key, path, language=language, is_open=is_open)
        # an open file outlives its name, and goes when the reply is closed
        file = path.open("rb")
    response = TakenFile(
        file, as_attachment=True, filename=file_name(survey, key), content_type=FORMS[key].content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
