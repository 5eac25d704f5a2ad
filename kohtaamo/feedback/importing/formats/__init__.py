"""Every form of other programs' answers, one file each. A plain table is none of them."""

from __future__ import annotations

import sys

from kohtaamo.feedback.importing.found import AnswerFormat
from kohtaamo.kit.folder import collect

FORMATS: dict[str, AnswerFormat] = collect(
    sys.modules[__name__], AnswerFormat, group="kohtaamo.answer_formats"
)
