"""What a device is given once and keeps: the questionnaire in each language, and the files its page is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils import translation

from kohtaamo.feedback.models import Survey, SurveyVersion
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.visit import DrawnQuestion, Visit, live_page, pieces

WORKER = "kohtaamo/worker.js"
LOOKS = ("kohtaamo/respondent.css", "kohtaamo/icon.svg", "kohtaamo/fonts/schibsted-grotesk-600.woff2")
# A file cannot be kept for a day, nor left on a device that others use.
LEFT_OUT = "file"
ASKED_THERE = ("questionnaire", "kinds", "language", "hidden", "hasProgress", "sentences", "words")


def asked_on_devices(questionnaire: Questionnaire) -> Questionnaire:
    pages = [
        page.model_copy(update={"elements": [one for one in page.elements if one.type != LEFT_OUT]})
        for page in questionnaire.pages
    ]
    return questionnaire.model_copy(update={"pages": pages})


def visit_on_device(
    survey: Survey, version: SurveyVersion, language: str, hidden: Mapping[str, Any]
) -> Visit:
    questionnaire = asked_on_devices(read_questionnaire(version.questionnaire))
    known = {name: str(value) for name, value in hidden.items() if name in questionnaire.hidden}
    return Visit(survey, version, questionnaire, language, "", "", None, known)


def for_device(
    survey: Survey, version: SurveyVersion, hidden: Mapping[str, Any]
) -> tuple[dict[str, dict[str, Any]], list[tuple[str, list[DrawnQuestion]]]]:
    """By language what the browser walks, and every question drawn beforehand."""
    walked, drawn = {}, []
    for language in version.questionnaire["languages"]:
        with translation.override(language):
            visit = visit_on_device(survey, version, language, hidden)
            given = live_page(visit, 1, {})
            walked[language] = {name: given[name] for name in ASKED_THERE}
            drawn.append((language, pieces(visit)))
    return walked, drawn


def worker_of(*, page: str, program: str, mark: str, is_fresh: bool) -> str:
    """The program with what it is to keep; it differs when any of that does."""
    names = [*LOOKS, program]
    files = [static(name) for name in names]
    kept = {"mark": mark_of([mark, *files], names), "files": files, "page": page, "isFresh": is_fresh}
    return f"self.kept={json.dumps(kept, sort_keys=True)};{contents(WORKER).decode()}"


def mark_of(told: Sequence[str], names: Sequence[str] = ()) -> str:
    found = hashlib.sha256("\n".join(told).encode())
    for name in names:
        found.update(contents(name))
    return found.hexdigest()[:20]


@lru_cache(maxsize=16)
def contents(name: str) -> bytes:
    found = finders.find(name)
    return Path(str(found)).read_bytes() if found else b""
