from __future__ import annotations

from kohtaamo.feedback.definitions.definition import DefinitionFormat
from kohtaamo.feedback.definitions.xlsform import knows, read, write

form = DefinitionFormat(
    key="xlsform",
    label="XLSForm (XLSX)",
    knows=knows,
    read=read,
    write=write,
    ending=".xlsx",
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
