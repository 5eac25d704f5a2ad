"""JSON lines: one answer a line, its values as they are kept. Programs read these; nothing is made safe for a sheet."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.taking_out.form import TakenForm
from kohtaamo.feedback.taking_out.table import CHUNK, Sheet, answers_of


def write(sheet: Sheet, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for answer in answers_of(sheet.survey).iterator(chunk_size=CHUNK):
            told = {
                "uid": answer.uid,
                "survey": sheet.survey.token,
                "touchpoint": answer.touchpoint.name,
                "unit": answer.unit.name if answer.unit else None,
                "channel": answer.channel,
                "language": answer.language,
                "happened_at": answer.happened_at.isoformat(),
                "complete": answer.is_complete,
                "attributes": answer.attributes,
                "values": sheet.content_of(answer),
            }
            file.write(json.dumps(told, ensure_ascii=False) + "\n")


form = TakenForm(
    key="jsonl",
    label=_("JSON lines"),
    ending=".jsonl",
    content_type="application/x-ndjson; charset=utf-8",
    write=write,
)
