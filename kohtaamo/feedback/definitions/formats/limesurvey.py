from __future__ import annotations

from kohtaamo.feedback.definitions.definition import DefinitionFormat
from kohtaamo.feedback.definitions.limesurvey import knows, read

form = DefinitionFormat(
    key="limesurvey",
    label="LimeSurvey (LSS, LSQ, LSA)",
    knows=knows,
    read=read,
    ending=".lss",
    content_type="application/xml",
)
