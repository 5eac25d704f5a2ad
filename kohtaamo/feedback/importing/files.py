"""Files brought on the page: kept in the data folder until they are imported."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils.text import get_valid_filename

from kohtaamo.feedback.models import Import
from kohtaamo.organisation.tenancy import current_organisation_id

LONGEST_NAME = 80


def keep_file(upload: UploadedFile[Any]) -> str:
    """Where it stands now, from the folder of files on. Its name holds nothing that could lead elsewhere."""
    relative = (
        Path("imports") / str(current_organisation_id()) / f"{secrets.token_hex(8)}-{safe_name(upload)}"
    )
    target = Path(settings.MEDIA_ROOT) / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(upload, TemporaryUploadedFile):
        shutil.move(upload.temporary_file_path(), target)
    else:
        with target.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
    return relative.as_posix()


def safe_name(upload: UploadedFile[Any]) -> str:
    plain = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in upload.name or "")
    return get_valid_filename(f"f{plain}")[-LONGEST_NAME:].lstrip(".")


def path_of(imported: Import) -> Path:
    return Path(settings.MEDIA_ROOT) / imported.file if imported.file else Path("/nonexistent")


def delete_file(imported: Import) -> None:
    if imported.file:
        path_of(imported).unlink(missing_ok=True)
        imported.file = ""
        imported.save(update_fields=["file"])
