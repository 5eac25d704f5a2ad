from __future__ import annotations

from typing import Any

from kohtaamo.insight.readers import reader_settings, usage_of
from kohtaamo.insight.readers.form import MeaningForm, ReaderForm
from kohtaamo.insight.readers.meaning_setting import meaning_settings
from kohtaamo.insight.readers.vectors import progress
from kohtaamo.insight.readers.wording import REASON_WORDS
from kohtaamo.organisation.access import MemberRequest, may


def page_of(
    request: MemberRequest, *, form: ReaderForm | None = None, meaning_form: MeaningForm | None = None
) -> dict[str, Any]:
    """What the page of readers shows; a form that was refused is shown as it was filled."""
    settings, meanings = reader_settings(), meaning_settings()
    return {
        "form": form or ReaderForm(settings=settings),
        "settings": settings,
        "usage": usage_of(settings) if settings else None,
        "trouble": REASON_WORDS.get(settings.trouble, "") if settings else "",
        "meanings": meanings,
        "meaning_form": meaning_form or MeaningForm(settings=meanings, prefix="meanings"),
        "meaning_progress": progress(meanings) if meanings else None,
        "meaning_trouble": REASON_WORDS.get(meanings.trouble, "") if meanings else "",
        "writes": may(request.member, "organisation.write"),
    }
