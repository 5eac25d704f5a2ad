"""The channels that have a name of their own here, one file each. Others are kept as they were told."""

from __future__ import annotations

import re
import sys

from kohtaamo.encounters.channel import Channel
from kohtaamo.kit.folder import collect

CHANNELS: dict[str, Channel] = collect(sys.modules[__name__], Channel)


def as_word(text: str) -> str:
    return " ".join(re.split(r"[\s_.-]+", text.casefold())).strip()


KEYS = {as_word(name): one.key for one in CHANNELS.values() for name in (one.key, *one.synonyms)}


def key_of(told: str) -> str:
    """The key of the channel that goes by this name; the text itself where none does."""
    return KEYS.get(as_word(told), told)


def label_of(channel: str) -> str:
    known = CHANNELS.get(channel)
    return str(known.label) if known else channel
