"""Where the files of the copy lie: a folder an organisation, under the data folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from kohtaamo.organisation.tenancy import current_organisation_id

FOLDER = "facts"


def root() -> Path:
    return Path(settings.DATA) / FOLDER


def whole_path(path: str) -> Path:
    """Paths in the manifest are under the folder of facts, so that a data folder can be moved."""
    return root() / path


def own_folder() -> Path:
    folder = root() / str(current_organisation_id())
    folder.mkdir(parents=True, exist_ok=True)
    return folder
