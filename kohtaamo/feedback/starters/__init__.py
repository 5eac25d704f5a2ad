"""Ready sets of questions a survey may begin with, one file each."""

from __future__ import annotations

import sys

from kohtaamo.feedback.starter import Starter
from kohtaamo.kit.folder import collect

STARTERS: dict[str, Starter] = dict(
    sorted(
        collect(sys.modules[__name__], Starter, group="kohtaamo.starters").items(),
        key=lambda item: item[1].place,
    )
)
