"""What pages say of readings that the organisation does not rely on."""

from __future__ import annotations

from typing import Any

from django import template

from kohtaamo.insight.comments import LANGUAGES
from kohtaamo.insight.learning.reliability import unreliable_languages

register = template.Library()


@register.inclusion_tag("insight/_unreliable.html")
def unreliable_readings() -> dict[str, Any]:
    """Once a page: it asks the database."""
    return {"languages": [LANGUAGES.get(code, code) for code in sorted(unreliable_languages())]}
