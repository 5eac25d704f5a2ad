"""Engines of their own servers, for those who have outgrown one machine: the same files, the same question.

Which one is in use says `KOHTAAMO_ENGINE`: the scheme of its address is the name of a file here.
"""

from __future__ import annotations

import sys
from functools import cache

from django.conf import settings

from kohtaamo.insight.facts.distributed import Distributed
from kohtaamo.kit.folder import collect

ENGINES = collect(sys.modules[__name__], Distributed)


@cache
def engine_at(address: str) -> tuple[Distributed, str]:
    """The engine and its address without the scheme; `LookupError` of one that nobody knows."""
    scheme, _, rest = address.partition("://")
    if scheme not in ENGINES:
        raise LookupError(f"there is no engine {scheme!r}; there are {', '.join(sorted(ENGINES))}")
    return ENGINES[scheme], rest


def chosen() -> tuple[Distributed, str] | None:
    """None where facts are counted in this process."""
    return engine_at(settings.ENGINE) if settings.ENGINE else None
