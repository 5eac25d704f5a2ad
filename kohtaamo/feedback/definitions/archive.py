"""The archive of a whole LimeSurvey survey (.lsa): only its definition is unpacked, into memory and never to disk."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from kohtaamo.feedback.question import UnfitError

STRUCTURE = ".lss"
LARGEST_PART, MOST_UNPACKED, MOST_PARTS = 20 << 20, 500 << 20, 200
# Answers are rows alike, so a real archive packs well; beyond this it was made to swell.
MOST_RATIO, SMALL_ENOUGH = 200, 20 << 20


def definition_in(data: bytes) -> tuple[bytes, tuple[str, ...]] | None:
    """The definition and the names of the other parts; None where the archive has no definition."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            found = next((name for name in names if name.lower().endswith(STRUCTURE)), None)
            if found is None:
                return None
            check_parts(archive.infolist(), len(data))
            check_size(archive.getinfo(found))
            return archive.read(found), tuple(name for name in names if name != found)
    except UnfitError:
        raise
    except Exception:  # noqa: BLE001  what a broken archive raises is not told anywhere
        raise UnfitError("definition_broken") from None


def check_parts(parts: list[zipfile.ZipInfo], packed: int) -> None:
    """Also of parts that are never unpacked: an archive with such is no export of a survey program."""
    if any(part.flag_bits & 1 for part in parts):
        raise UnfitError("definition_locked")
    if any(climbs(part.filename) for part in parts):
        raise UnfitError("definition_climbs")
    if swells(parts, packed):
        raise UnfitError("definition_dangerous")


def swells(parts: list[zipfile.ZipInfo], packed: int) -> bool:
    unpacked = sum(part.file_size for part in parts)
    is_packed_too_well = unpacked > SMALL_ENOUGH and unpacked > MOST_RATIO * packed
    return is_packed_too_well or unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS


def check_size(part: zipfile.ZipInfo) -> None:
    if part.file_size > LARGEST_PART:
        raise UnfitError("definition_too_large", most=LARGEST_PART >> 20)


def climbs(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name
