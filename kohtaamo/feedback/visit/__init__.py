"""One person's way through a questionnaire, page by page, without cookies or a session."""

from .drawing import DrawnQuestion, Option, drawn, is_short, options_of, seconds_left, title_of
from .reading import Files, read_page
from .tickets import ExpiredError, Visit, begin, language_of, resume

__all__ = [
    "DrawnQuestion",
    "ExpiredError",
    "Files",
    "Option",
    "Visit",
    "begin",
    "drawn",
    "is_short",
    "language_of",
    "options_of",
    "read_page",
    "resume",
    "seconds_left",
    "title_of",
]
