"""Writes docs/questionnaire.schema.json anew; a test keeps it equal to what is checked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from kohtaamo.feedback.questionnaire.schema import schema  # noqa: PLC0415  needs Django started

    text = json.dumps(schema(), indent=2, ensure_ascii=False)
    Path("docs/questionnaire.schema.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
