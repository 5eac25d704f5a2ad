from __future__ import annotations

import sys

from kohtaamo.kit.folder import collect
from kohtaamo.language.analyser import Analyser

ANALYSERS = collect(sys.modules[__name__], Analyser)


def analysers_for(*, task: str, language: str) -> list[Analyser]:
    return [one for one in ANALYSERS.values() if one.task == task and language in one.languages]
