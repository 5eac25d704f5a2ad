"""Every form in which answers go out, one file each."""

from __future__ import annotations

import sys

from kohtaamo.feedback.taking_out.form import TakenForm
from kohtaamo.kit.folder import collect

FORMS: dict[str, TakenForm] = collect(sys.modules[__name__], TakenForm, group="kohtaamo.answer_exports")
