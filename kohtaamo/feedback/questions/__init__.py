"""Every way to ask, one file each."""

from __future__ import annotations

import sys

from kohtaamo.feedback.question import Question
from kohtaamo.kit.folder import collect

QUESTIONS: dict[str, Question] = collect(sys.modules[__name__], Question, group="kohtaamo.questions")
# Asked of our own people: see `Answer.is_from_staff`.
STAFF_KINDS = frozenset(key for key, question in QUESTIONS.items() if question.protects_people)
