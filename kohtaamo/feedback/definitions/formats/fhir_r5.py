from __future__ import annotations

from kohtaamo.feedback.definitions.definition import DefinitionFormat
from kohtaamo.feedback.definitions.fhir import write_r5

form = DefinitionFormat(
    key="fhir_r5", label="FHIR Questionnaire R5", write=write_r5, content_type="application/fhir+json"
)
