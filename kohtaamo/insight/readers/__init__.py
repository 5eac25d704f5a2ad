"""Readers off this machine: what an administrator set, and comments read by them."""

from .arriving import arrived
from .reading import PART, read_outside
from .setting import reader_in_use, reader_settings, set_reader, start_reader, stop_reader
from .trying import Trial, try_reader
from .usage import Usage, usage_of

__all__ = [
    "PART",
    "Trial",
    "Usage",
    "arrived",
    "read_outside",
    "reader_in_use",
    "reader_settings",
    "set_reader",
    "start_reader",
    "stop_reader",
    "try_reader",
    "usage_of",
]
