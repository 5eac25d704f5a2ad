from __future__ import annotations

from kohtaamo.feedback.definitions.definition import DefinitionFormat
from kohtaamo.feedback.definitions.typeform import knows, read

form = DefinitionFormat(key="typeform", label="Typeform (JSON)", knows=knows, read=read)
