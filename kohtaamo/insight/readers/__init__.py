"""Readers off this machine: what an administrator set, and comments read by them."""

from .again import first_again
from .arriving import arrived
from .meaning_setting import meanings_in_use
from .near import MOST_NEAR, Near, near_comment, near_words, together
from .reading import PART, read_again, read_outside
from .setting import reader_in_use, reader_settings, set_reader, start_reader, stop_reader
from .trying import Trial, try_reader
from .usage import Usage, usage_of
from .vectors import fetch_vectors, forget_edited

__all__ = [
    "MOST_NEAR",
    "PART",
    "Near",
    "Trial",
    "Usage",
    "arrived",
    "fetch_vectors",
    "first_again",
    "forget_edited",
    "meanings_in_use",
    "near_comment",
    "near_words",
    "read_again",
    "read_outside",
    "reader_in_use",
    "reader_settings",
    "set_reader",
    "start_reader",
    "stop_reader",
    "together",
    "try_reader",
    "usage_of",
]
