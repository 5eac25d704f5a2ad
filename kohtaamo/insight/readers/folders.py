"""Models in folders of this machine: whoever runs it puts them there, an administrator names one."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Text
from kohtaamo.language.readers import SCHEME, FolderError, FolderReader, ReaderError

# No folder has this name.
NOTHING = "?"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
PROBLEMS: dict[str, Text] = {
    "no_folder": _("There is no folder of that name. Put the model under %(root)s."),
    "no_config": _("The folder has no config.json that can be read."),
    "no_labels": _("Its config.json does not name its labels (id2label)."),
    "unnamed_labels": _(
        "Its labels have no names (%(detail)s), so nobody can tell which of them is good. Name them in"
        " config.json, under id2label: negative, neutral, positive."
    ),
    "unknown_labels": _(
        "Its labels are not tones: %(detail)s. They must be negative, neutral and positive, or 1 star to 5 stars."
    ),
    "no_tokenizer": _("The folder has no tokenizer.json or other file of words."),
    "no_weights": _(
        "The folder has no model.onnx or model.safetensors. Other kinds of files are not opened."
    ),
    "not_installed": _(
        "The library %(detail)s is not installed on this machine. It comes with: pip install kohtaamo[transformer]"
    ),
    "broken": _("The model cannot be used: %(detail)s"),
}


def is_folder(address: str) -> bool:
    return address.startswith(SCHEME)


def folder_of(address: str) -> FolderReader:
    """A name that could lead out of the folder of models names nothing."""
    name = address.removeprefix(SCHEME)
    root: Path = settings.READER_FOLDERS
    return FolderReader(root / (name if NAME.fullmatch(name) else NOTHING))


def checked(address: str) -> str:
    """What hinders its use, in words; empty where nothing does. Loads it and reads a sentence."""
    try:
        folder_of(address).read([gettext("The service was good.")], "sentiment", {})
    except ReaderError as problem:
        cause = problem.__cause__
        return words_for(cause) if isinstance(cause, FolderError) else str(problem)
    return ""


def words_for(problem: FolderError) -> str:
    known = {"detail": problem.detail, "root": settings.READER_FOLDERS}
    return str(PROBLEMS[problem.problem]) % known
