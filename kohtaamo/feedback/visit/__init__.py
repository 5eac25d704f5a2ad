"""One person's way through a questionnaire, page by page, without cookies or a session."""

from .drawing import DrawnQuestion, Option, drawn, is_short, options_of, seconds_left, title_of
from .files import files_of, kept_files
from .keeping import keep, parse_page
from .live import answer_missing, is_live, live_page, pieces
from .looks import ShownLook, look_of
from .reading import Files, read_page
from .tickets import ExpiredError, Visit, begin, language_of, resume

__all__ = [
    "DrawnQuestion",
    "ExpiredError",
    "Files",
    "Option",
    "ShownLook",
    "Visit",
    "answer_missing",
    "begin",
    "drawn",
    "files_of",
    "is_live",
    "is_short",
    "keep",
    "kept_files",
    "language_of",
    "live_page",
    "look_of",
    "options_of",
    "parse_page",
    "pieces",
    "read_page",
    "resume",
    "seconds_left",
    "title_of",
]
