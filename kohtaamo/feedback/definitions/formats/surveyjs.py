from __future__ import annotations

from kohtaamo.feedback.definitions.definition import DefinitionFormat
from kohtaamo.feedback.definitions.surveyjs import knows, read, write

form = DefinitionFormat(key="surveyjs", label="SurveyJS (JSON)", knows=knows, read=read, write=write)
