"""Every form a survey's definition may come in, one file each."""

from __future__ import annotations

import sys

from kohtaamo.feedback.definitions.definition import DefinitionFormat
from kohtaamo.kit.folder import collect

FORMATS: dict[str, DefinitionFormat] = collect(
    sys.modules[__name__], DefinitionFormat, group="kohtaamo.definitions"
)
