from __future__ import annotations

from kohtaamo.feedback.definitions.definition import DefinitionFormat
from kohtaamo.feedback.definitions.fhir import write_r4

form = DefinitionFormat(
    key="fhir_r4", label="FHIR Questionnaire R4", write=write_r4, content_type="application/fhir+json"
)
