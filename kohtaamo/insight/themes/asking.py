"""The form of a theme, and in words why it was refused."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext, override, pgettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Text
from kohtaamo.language.themes import LANGUAGES, PlainRuleError
from kohtaamo.language.themes.plain import LONGEST_LINE, MOST_LINES

from .changing import LONGEST_NAME, MOST_THEMES, ThemeRefusedError, Wanted
from .taxonomy import DEEPEST, STANDARD, ThemeNow, rules_in_force

THEME_WORDS: dict[str, Text] = {
    "missing": _("A theme needs a name. Write it in Finnish or in English: one is enough."),
    "too_many": _(
        "There are %(most_themes)d themes already, which is the most. Change one that you do not need."
    ),
    "circle": _("A theme cannot belong under itself."),
    "deep": _("Themes stand at most three deep. Choose a theme nearer the top."),
    "unknown": _("That theme is no longer there. Choose another."),
}
RULE_WORDS: dict[str, Text] = {
    "too_many": _("At most %(most_lines)d lines fit in. Leave out those that catch nothing."),
    "too_long": _("Line %(line)d is too long: %(words)s … At most %(most_letters)d letters fit on a line."),
    "weight": _(
        "Line %(line)d: %(words)s. The number after = is more than 0 and at most 1, for example 0.8."
    ),
    "unreadable": _(
        "Line %(line)d cannot be read: %(words)s. Write words with spaces between, at most eight. "
        "An asterisk may begin or end a word that has at least two letters besides."
    ),
}
# Of a line that says more than words: there a comma has a meaning of its own.
WRITTEN_OUT = re.compile(r"=|\b(?:not|with):|^\s*#", re.IGNORECASE)
# Neither name is needed by itself, so the page marks neither as one that may be left out.
ONE_NAME = _("Needed in one of the two languages.")
RULES = {
    "class": "max-h-96 text-sm",
    "rows": "12",
    "wrap": "off",
    "spellcheck": "false",
    "autocapitalize": "off",
}


class ThemeForm(forms.Form):
    name_fi = forms.CharField(
        label=_("Name in Finnish"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=ONE_NAME,
    )
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=ONE_NAME,
    )
    parent = forms.ChoiceField(label=_("Belongs under"), required=False)
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("A theme that is not in use is neither read nor shown."),
    )
    rules_fi = forms.CharField(
        label=_("Words of the theme in Finnish"),
        help_text=_("One word or phrase on a line, or commas between them."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs=RULES),
    )
    rules_en = forms.CharField(
        label=_("Words of the theme in English"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs=RULES),
    )

    def __init__(self, *args: Any, theme: ThemeNow | None, tree: list[ThemeNow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.choices = [
            ("", pgettext("a theme that belongs under no other", "none: it is a theme of its own")),
            *(
                (one.key, one.name)
                for one in tree
                if one.depth < DEEPEST - 1 and (not theme or one.key != theme.key)
            ),
        ]
        if theme and theme.is_standard:
            for language in LANGUAGES:
                field = self.fields[f"name_{language}"]
                field.help_text = gettext("Empty: the name we gave it.")
                with override(language):
                    field.widget.attrs["placeholder"] = str(STANDARD[theme.key])

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            name_fi=given["name_fi"],
            name_en=given["name_en"],
            parent=given["parent"],
            is_active=given["is_active"],
            rules={language: one_a_line(given[f"rules_{language}"]) for language in LANGUAGES},
        )

    def refuse(self, problem: ThemeRefusedError) -> None:
        on = "name_fi" if problem.on == "name" else problem.on
        self.add_error(on, in_words(problem.why, problem.rule))


def one_a_line(written: str) -> str:
    """People part words with commas too; "queue, waiting" are two lines."""
    lines = (line if WRITTEN_OUT.search(line) else line.replace(",", "\n") for line in written.splitlines())
    return "\n".join(part.strip() for line in lines for part in line.split("\n"))


def as_asked(theme: ThemeNow) -> dict[str, Any]:
    """What the form of this theme is opened with."""
    row = theme.row
    return {
        "name_fi": row.name_fi if row else "",
        "name_en": row.name_en if row else "",
        "parent": theme.parent,
        "is_active": theme.is_active,
        **{f"rules_{language}": rules_in_force(theme.key, row, language) for language in LANGUAGES},
    }


def in_words(why: str, rule: PlainRuleError | None = None) -> str:
    words = RULE_WORDS[rule.why] if rule else THEME_WORDS.get(why, THEME_WORDS["unknown"])
    place = {"line": rule.line, "words": rule.shown} if rule else {}
    return str(words) % {
        "most_themes": MOST_THEMES,
        "most_lines": MOST_LINES,
        "most_letters": LONGEST_LINE,
        **place,
    }
