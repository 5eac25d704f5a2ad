from __future__ import annotations

from kohtaamo.feedback.definitions.definition import DefinitionFormat
from kohtaamo.feedback.definitions.qualtrics import knows, read

form = DefinitionFormat(key="qualtrics", label="Qualtrics (QSF)", knows=knows, read=read, ending=".qsf")
