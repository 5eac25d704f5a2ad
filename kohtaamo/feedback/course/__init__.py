"""One person's way through a questionnaire: what is shown, what is needed, where it goes next, where it ends.

Pure: the same questionnaire, values, hidden facts and seed give the same course, here and in the browser
(`islands/course.ts`).
"""

from .needs import first_lacking, lacking, next_page, page_numbered, previous_page
from .order import shuffled
from .walking import Course, ShownPage, ShownQuestion, course_of, is_answered
from .words import in_language, text_in, words_of

__all__ = [
    "Course",
    "ShownPage",
    "ShownQuestion",
    "course_of",
    "first_lacking",
    "in_language",
    "is_answered",
    "lacking",
    "next_page",
    "page_numbered",
    "previous_page",
    "shuffled",
    "text_in",
    "words_of",
]
