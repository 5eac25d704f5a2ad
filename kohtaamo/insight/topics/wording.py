"""What is wrong with a query, in words; what topics are called; queries made of found topics."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.comments import LANGUAGES
from kohtaamo.insight.metric import Text
from kohtaamo.language.topics import QueryError

PROBLEMS: dict[str, Text] = {
    "empty": _("Write the words that tell of the topic."),
    "too_long": _("This is too long. 500 letters fit."),
    "too_many_words": _("There are too many words. Fifty fit; beginnings such as bill* save many."),
    "too_deep": _("There are too many parentheses within each other. Take some away."),
    "open_quote": _("A quotation mark is open. Close it after the last word that belongs together."),
    "open_parenthesis": _("A parenthesis is open. Close it, or take it away."),
    "stray_parenthesis": _("This parenthesis closes nothing. Take it away."),
    "nothing_before": _("There is nothing before this word. Write what it joins."),
    "nothing_after": _("There is nothing after this. Write what it joins, or take it away."),
    "empty_phrase": _("There are no words between the quotation marks."),
    "short_beginning": _("Before the star write at least three letters: bill* catches billing too."),
    "stray_star": _("A star can only be at the end of a word."),
    "no_letters": _("There are no letters in this. Write a word."),
    "only_not": _("This would catch nearly everything. Write also what the comments must say."),
}


def problem_in_words(problem: QueryError) -> str:
    words = str(PROBLEMS[problem.problem])
    if not problem.part.strip():
        return words
    where = gettext("At letter %(position)s, “%(part)s”:") % {
        "position": problem.position + 1,
        "part": problem.part[:40],
    }
    return f"{where} {words}"


def language_name(code: str) -> str:
    return str(LANGUAGES.get(code, code))


def query_of(words: Sequence[str]) -> str:
    """A query that any one of these satisfies, in the words of the reader's language."""
    joint = " TAI " if (get_language() or "").startswith("fi") else " OR "
    return joint.join(f'"{word}"' if " " in word else word for word in words)
