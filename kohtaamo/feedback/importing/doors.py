"""The two ways into an import: a file from the command, and one that was brought on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kohtaamo.feedback.models import Import
from kohtaamo.organisation.models import Member

from .bringing import bring_in, continue_bringing
from .mapping import Mapping
from .run import Tell, continue_table, import_table


def import_file(
    path: Path,
    *,
    mapping: str | dict[str, Any] | Mapping | None,
    dry_run: bool = False,
    tell: Tell = lambda _share: None,
    actor: Member | None = None,
    name: str | None = None,
) -> dict[str, Any]:
    """Store the answers of a file. With a mapping it is read as a table; else its form is recognised.

    Raises `ImportProblem`. Returns {"rows", "stored", "duplicates", "refused", "reasons": [{"row", "reason"}],
    "questions", "imported", "losses": [{"element", "why"}]}, and rows is always stored + duplicates + refused;
    `imported` counts the answers stored. Row numbers count the rows of data from 1. `tell` hears the share done.
    The same file again stores nothing twice, so an import that was interrupted is simply run again.
    """
    if mapping is None:
        brought = bring_in(path, name=name or path.name, dry_run=dry_run, tell=tell, actor=actor)
        if brought is not None:
            return brought
    return import_table(path, mapping=mapping, dry_run=dry_run, tell=tell, actor=actor, name=name)


def continue_import(*, imported: Import, tell: Tell = lambda _share: None) -> None:
    """Store the rest of a file that was brought on the page, from where it got to, and delete the file.

    Raises `ImportProblem`. Safe to run twice at once: the one that comes late stops.
    """
    if "format" in imported.mapping:
        continue_bringing(imported=imported, tell=tell)
    else:
        continue_table(imported=imported, tell=tell)
