"""Files that come with an answer: what they are is read from their contents."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from kohtaamo.feedback.models import Answer, AnswerFile, Survey
from kohtaamo.feedback.question import UnfitError, storable
from kohtaamo.organisation.tenancy import across_organisations

MEGABYTE = 2**20
LARGEST = 5 * MEGABYTE
FILES_OF_A_VISIT = 20
NAME_LENGTH = 100
# As long as the ticket of a visit is good, and a day.
UNCLAIMED = timedelta(days=8)
# What the contents begin with, the type, and the endings such a file may have; the first is given to others.
BEGINNINGS: tuple[tuple[int, bytes, str, tuple[str, ...]], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (0, b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (0, b"GIF87a", "image/gif", (".gif",)),
    (0, b"GIF89a", "image/gif", (".gif",)),
    (8, b"WEBP", "image/webp", (".webp",)),
    (4, b"ftypheic", "image/heic", (".heic",)),
    (4, b"ftypmif1", "image/heic", (".heic", ".heif")),
    (0, b"%PDF-", "application/pdf", (".pdf",)),
)
TEXT = ("text/plain", (".txt", ".csv", ".md", ".log"))


def keep_answer_file(*, survey: Survey, uid: str, question: str, upload: UploadedFile[Any]) -> dict[str, Any]:
    """The value as it stands in an answer. `UnfitError` for one that is too large or of a type not taken."""
    name = (upload.name or "").replace("\\", "/").rpartition("/")[2]
    if (upload.size or 0) > LARGEST:
        raise UnfitError("file_too_large", file=name, most=LARGEST // MEGABYTE)
    contents = upload.read()
    if not contents:
        raise UnfitError("file_empty", file=name)
    kind, endings = type_of(contents) or (None, ())
    if kind is None:
        raise UnfitError("file_type_unknown", file=name)
    with transaction.atomic():
        if AnswerFile.objects.filter(uid=uid).count() >= FILES_OF_A_VISIT:
            raise UnfitError("too_many_files", most=FILES_OF_A_VISIT)
        kept = AnswerFile.objects.create(
            organisation_id=survey.organisation_id,
            key=secrets.token_urlsafe(16),
            survey=survey,
            uid=uid,
            question=question,
            name=name_with_ending(name, endings),
            type=kind,
            size=len(contents),
            contents=contents,
        )
    return value_of(kept)


def value_of(kept: AnswerFile) -> dict[str, Any]:
    return {"file": kept.key, "name": kept.name, "size": kept.size, "type": kept.type}


def type_of(contents: bytes) -> tuple[str, tuple[str, ...]] | None:
    for start, beginning, kind, endings in BEGINNINGS:
        if contents[start : start + len(beginning)] == beginning:
            return kind, endings
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    has_strangers = any(sign < " " and sign not in "\t\r\n\f" for sign in text)
    # what a browser might take for a page is not a text
    return None if has_strangers or text.lstrip()[:1] == "<" else TEXT


def name_with_ending(name: str, endings: tuple[str, ...]) -> str:
    """The sender's name without signs that mean something to a machine."""
    plain = "".join(sign if sign.isalnum() or sign in " -_." else "_" for sign in storable(name)).strip(" .")
    path = PurePosixPath(plain or "file")
    if path.suffix.lower() in endings:
        return path.stem[:NAME_LENGTH] + path.suffix
    return path.stem[:NAME_LENGTH] + endings[0]


def own_files(uid: str, question: str, keys: Iterable[Any]) -> list[dict[str, Any]] | None:
    """Of the files somebody names those that came by this visit, to this question."""
    wanted = [str(key) for key in keys]
    found = AnswerFile.objects.filter(uid=uid, question=question, key__in=wanted).defer("contents")
    return [value_of(kept) for kept in found] or None


def claim_files(answer: Answer) -> None:
    """The files an answer names are its own from now on; those of the visit that it does not name go."""
    keys = [
        one["file"]
        for value in answer.content
        if value["kind"] == "file"
        for one in value["value"]
        if isinstance(one["file"], str)
    ]
    files = AnswerFile.objects.filter(uid=answer.uid)
    files.filter(key__in=keys, answer=None).update(answer=answer)
    if answer.is_complete:
        files.exclude(key__in=keys).delete()


def clean_unclaimed_everywhere() -> int:
    """Files whose answer never came go from every organisation; returns how many went."""
    with across_organisations():
        gone, _ = AnswerFile.objects.filter(answer=None, created_at__lt=timezone.now() - UNCLAIMED).delete()
    return gone
