"""One sentence for each reason code, the same on pages, in the API and in the report of an import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .question import Words

REASONS: dict[str, Words] = {
    # a wave
    "wave_overlaps": _("It would reach into “%(name)s”. Choose a later day."),
    "wave_over": _("“%(name)s” is over already."),
    "wave_ends_early": _("“%(name)s” cannot end before it starts."),
    # an answer
    "uid_missing": _("The answer has no uid, so it could be counted twice."),
    "uid_too_long": _("The uid is longer than %(most)s characters."),
    "uid_taken": _("Another answer already has this uid, and its contents differ."),
    "no_values": _("The answer has no values."),
    "too_many_values": _("The answer has more than %(most)s values."),
    "unknown_question": _("There is no question “%(name)s” of the type “%(kind)s”."),
    "repeated_question": _("The question “%(name)s” is answered twice."),
    "question_name_too_long": _("The name of a question is longer than %(most)s characters."),
    "not_a_number": _("The value of “%(name)s” is not a number. Give a number from %(low)s to %(high)s."),
    "off_scale": _("The value of “%(name)s” is off the scale. Give a whole number from %(low)s to %(high)s."),
    "mislabelled": _("“%(name)s” is told: %(told)s. But %(kind)s goes: %(known)s. %(advice)s"),
    "not_a_text": _("The value of “%(name)s” is not a text."),
    "not_a_list": _("The value of “%(name)s” is not a list of texts."),
    "too_many_choices": _("“%(name)s” has more than %(most)s choices."),
    "unknown_choice": _("“%(name)s” has no such choice: %(value)s."),
    "text_too_long": _("The text of “%(name)s” is too long: %(length)s characters. %(most)s fit."),
    "own_words_twice": _("“%(name)s” has own words twice."),
    "own_words_not_asked": _("“%(name)s” does not ask for own words: choose one of the choices."),
    "too_few_chosen": _("Choose at least %(least)s in “%(name)s”."),
    "too_many_chosen": _("Choose at most %(most)s in “%(name)s”."),
    "pattern_unfit": _("“%(name)s” is not written in the form that is asked for."),
    "not_yes_or_no": _("The value of “%(name)s” is neither yes nor no."),
    "no_number": _("The value of “%(name)s” is not a number."),
    "too_low": _("The number in “%(name)s” must be at least %(least)s."),
    "too_high": _("The number in “%(name)s” must be at most %(most)s."),
    "off_step": _("The number in “%(name)s” must go by steps of %(step)s."),
    "not_a_date": _("The value of “%(name)s” is not a date (for example 2026-05-31)."),
    "too_early": _("The date in “%(name)s” must be %(least)s or later."),
    "too_late": _("The date in “%(name)s” must be %(most)s or earlier."),
    "not_a_table": _("The value of “%(name)s” is not one column for each row."),
    "ranked_twice": _("In “%(name)s” each may be in one place only."),
    "not_a_pair": _("The value of “%(name)s” is not a pair of steps, with and without."),
    "half_a_pair": _("Answer both parts of “%(name)s”."),
    "not_a_file": _("The value of “%(name)s” is not a file that was kept."),
    "file_too_large": _("The file %(file)s is too large: at most %(most)s MB fit."),
    "file_empty": _("The file %(file)s is empty."),
    "file_type_unknown": _("The file %(file)s is neither a picture, a PDF nor a text."),
    "file_lost": _("The file was not kept. Open the page anew and choose it again."),
    "too_few_files": _("Add at least %(least)s files to “%(name)s”."),
    "too_many_files": _("Add at most %(most)s files to “%(name)s”."),
    "file_type_unfit": _("Files of this type are not taken in “%(name)s”: %(file)s."),
    "consent_missing": _("You can go on once you agree to “%(name)s”."),
    "rows_unanswered": _("Answer every row of “%(name)s”."),
    "answer_missing": _("“%(name)s” needs an answer."),
    "happened_at_out_of_range": _("The date must be between the years 1900 and 2100."),
    "happened_at_in_future": _("The date is in the future."),
    "foreign_touchpoint": _("There is no such touchpoint."),
    "foreign_reference": _("The answer points at something that does not exist: %(field)s."),
    "survey_not_published": _("The survey has not been published."),
    "survey_closed": _("The survey had already closed when this answer was given."),
    "too_many_attributes": _("There are more than %(most)s attributes."),
    "attribute_name_unfit": _("The name of an attribute must have 1 to %(most)s characters."),
    "attribute_unfit": _("The attribute “%(name)s” must be a text, a number, true, false or empty."),
    "attribute_too_long": _("The attribute “%(name)s” is longer than %(most)s characters."),
    "channel_too_long": _("The channel is longer than %(most)s characters."),
    "unknown_survey": _("There is no such survey."),
    "malformed": _("The answer is not in the right form: %(place)s: %(trouble)s"),
    # a questionnaire
    "questionnaire_unfit": _("The questions cannot be saved: %(place)s: %(trouble)s"),
    "no_questions": _("Add at least one question before you publish."),
    "title_missing": _("Question %(number)s has no text in one of the languages (%(language)s)."),
    "choice_text_missing": _("Question %(number)s has a choice without a text (%(language)s)."),
    "question_placeholder": _(
        "Question %(number)s still has “%(text)s” in it. Write there what people should read, then publish."
    ),
    "page_placeholder": _(
        "Page %(number)s still has “%(text)s” in it. Write there what people should read, then publish."
    ),
    "thanks_placeholder": _(
        "The words of thanks still have “%(text)s” in them. Change them in the settings, then publish."
    ),
    "too_many_questions": _(
        "There are %(count)s questions; %(most)s fit in one survey. Make two surveys of them."
    ),
    "rows_missing": _("Question %(number)s needs at least one row and two columns."),
    "choices_missing": _("Question %(number)s needs at least two choices."),
    "limit_no_day": _("Question %(number)s has a limit that is no date: %(day)s."),
    "limits_crossed": _("Nothing fits between the limits of question %(number)s."),
    "limit_unreadable": _("“%(text)s” is not a number."),
    "rule_unreadable": _("The rule is not in a form that can be read."),
    "pattern_unanswerable": _("No text was found that fits the pattern of question %(number)s."),
    "never_answerable": _("Question %(number)s needs an answer, but none of its choices is ever shown."),
    "page_names_unknown": _("The rule of page %(number)s asks of “%(name)s”, which is not in this survey."),
    "page_names_later": _("The rule of page %(number)s asks of “%(name)s”, which is not answered before it."),
    "question_names_unknown": _(
        "A rule of question %(number)s asks of “%(name)s”, which is not in this survey."
    ),
    "question_names_later": _(
        "A rule of question %(number)s asks of “%(name)s”, which is not answered before it."
    ),
    "value_names_unknown": _(
        "The value “%(value)s” is calculated from “%(name)s”, which is not in this survey."
    ),
    "values_in_circle": _("These values are calculated from each other in a circle: %(names)s."),
    "quota_names_unknown": _("The quota “%(quota)s” asks of “%(name)s”, which is not in this survey."),
    # of a questionnaire: worth a look
    "page_never_seen": _("Nobody ever sees page %(number)s."),
    "text_names_unknown": _("A text of question %(number)s names “%(name)s”, which is not in this survey."),
    "name_missing": _("Give the survey a name."),
    "name_too_long": _("The name is longer than %(most)s characters."),
}


def explain(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code in the language in force; the code itself when it has none."""
    sentence = REASONS.get(code)
    if sentence is None:
        return code
    known = {"name": gettext("the question"), **(facts or {})}
    try:
        return str(sentence) % known
    except KeyError:
        return code
