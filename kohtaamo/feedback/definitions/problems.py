"""One sentence for each code: why a file cannot be taken, and why a part of it did not come along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.question import UnfitError, Words
from kohtaamo.feedback.reasons import explain

from .definition import Loss
from .texts import called

REFUSALS: dict[str, Words] = {
    "definition_empty": _("The file is empty. Check that you chose the right file."),
    "definition_too_large": _("The file is larger than a survey ever is: at most %(most)s MB is read."),
    "definition_old_excel": _("The file is in the old Excel form (.xls). Save it as XLSX and try again."),
    "definition_unknown": _(
        "This is not a survey in a form we know. Bring a Qualtrics QSF, a LimeSurvey LSS, LSQ or LSA, "
        "SurveyJS or Typeform JSON, an XLSForm workbook, or a file that was downloaded from here."
    ),
    "definition_broken": _("The file is broken or only half of it is here. Save it anew in its own program."),
    "definition_bent": _("The file looks like %(format)s, but its parts are not what that program writes."),
    "definition_too_deep": _("The parts of the file are nested so deep that it cannot be read."),
    "definition_locked": _("The file is locked with a password. Save it without one and try again."),
    "definition_dangerous": _(
        "The file would unpack into something far larger than a survey, so it was not opened."
    ),
    "definition_climbs": _("The archive has a part that would land outside it, so it was not opened."),
    "definition_no_questions": _("There is nothing in the file that could be asked here."),
    "definition_no_writer": _("Surveys are not written in the form “%(format)s”."),
}

LOSSES: dict[str, Words] = {
    "kind_unknown": _("It was left out, for there is no such kind of question here: %(kind)s."),
    "unfit": _("The question could not be taken as it is: %(trouble)s"),
    "in_trash": _("It is in the trash there, so it is not asked here."),
    "not_in_flow": _("Its block is not in the flow, so it is not asked."),
    "table_split": _("It became one question for each row: a table here takes one answer a row."),
    "side_by_side": _("Its columns became questions of their own."),
    "sum": _("It became a number for each row; their sum is not held to anything."),
    "choice_groups": _("The headings of its groups of choices were left out; the choices came along."),
    "script": _("Its script was left out."),
    "password": _("The answer is not hidden while it is typed, and nothing is locked with a password."),
    "carried_choices": _("Choices taken over from another question were left out."),
    "default_value": _("No choice is chosen beforehand."),
    "slider_labels": _("The words along the slider were left out; its numbers came along."),
    "validation": _("Its own check of the answer was left out."),
    "shortest": _("No shortest length is asked of a text."),
    "exclusive": _("“%(choice)s” does not clear the other choices."),
    "randomisation": _("Its order is not drawn by lot in this way; it stays as written."),
    "randomiser": _("Its parts are all asked, in this order: no lot is drawn between them."),
    "row_condition": _("The condition of one row or column was left out: it is always shown."),
    "row_text": _("Own words beside one row of a table were left out."),
    "condition": _(
        "Its condition could not be brought along, so it is always shown. In the file it reads: %(part)s"
    ),
    "rule_unfit": _("Its condition is larger than ours can be. It was left out, so it is always shown."),
    "rule_names_unknown": _("Its condition asks of “%(name)s”, which is not here. It is always shown."),
    "rule_names_later": _("Its condition asks of “%(name)s”, which is answered later. It is always shown."),
    "quota_unfit": _("The quota could not be taken as it is."),
    "quota_names_unknown": _("The quota asks of “%(name)s”, which is not here. It was left out."),
    "quotas_many": _("There are more than %(most)s quotas. The rest were left out."),
    "hidden_many": _("There are more than %(most)s values filled beforehand. The rest were left out."),
    "calculated_many": _("There are more than %(most)s calculated values. The rest were left out."),
    "calculation": _("The calculation could not be brought along. In the file it reads: %(part)s"),
    "limits_crossed": _("Its smallest is larger than its largest. Both limits were left out."),
    "limit_unfit": _("A limit could not be taken as it is: %(limit)s."),
    "text_cut": _("A text was longer than %(most)s characters and was cut."),
    "choices_many": _("There are %(count)s choices. The first %(most)s came along."),
    "rows_many": _("There are %(count)s rows. The first %(most)s came along."),
    "columns_many": _("There are %(count)s columns. The first %(most)s came along."),
    "name_twice": _("Two questions have this name. The later one became “%(name)s”."),
    "value_twice": _("Two choices have the same value “%(value)s”. The first came along."),
    "text_condition": _("The text is shown to everybody: a text has no condition of its own."),
    "piped_unknown": _("A text names “%(name)s”, which is not here. That place stays empty."),
    "picture": _("Pictures and videos were left out."),
    "language_left_out": _("Texts in this language were left out: surveys are not asked in it here yet."),
    "language_stands_in": _(
        "Surveys are not asked in this language here yet. Its texts are kept under “%(language)s”."
    ),
    "embedded_value": _("The value is filled from the link or the customer's card, not set on the way."),
    "flow_step": _("This step of the flow was left out: %(kind)s."),
    "flow_deep": _("Branches within branches go too deep; the innermost were left out."),
    "block_missing": _("The flow names a block that is not in the file."),
    "block_again": _("The block is asked once, though the flow has it several times."),
    "loop": _("The questions are asked once, not over again for each choice."),
    "skip_backwards": _("A skip to “%(to)s” was left out: one can only skip forwards."),
    "library_text": _("The closing words are kept in a library there, not in the file."),
    "redirect": _("The person is not led to another page at the end."),
    "beside_questions": _(
        "It is not about the questions, so it stays in the archive. Answers are brought in as answers."
    ),
    "setting": _("This setting has no counterpart here: %(setting)s."),
}


# What people call the kinds that the codes of other programs stand for.
KINDS: dict[str, Words] = {
    "Captcha": _("a robot check"),
    "DD": _("lists that narrow each other down"),
    "Draw": _("a drawing or a signature"),
    "HeatMap": _("clicks on a picture"),
    "HL": _("words marked in a text"),
    "HotSpot": _("places marked on a picture"),
    "Meta": _("facts of the browser"),
    "PGR": _("things sorted into groups"),
    "Timing": _("the time spent on a page"),
    "TreeTesting": _("a search through a menu"),
    "barcode": _("a bar code"),
    "audio": _("a sound that is recorded"),
    "video": _("a video that is recorded"),
    "geopoint": _("a place on the map"),
    "geotrace": _("a line on the map"),
    "geoshape": _("an area on the map"),
    "signaturepad": _("a signature"),
    "imagemap": _("places marked on a picture"),
    "payment": _("a payment"),
    "calendly": _("booking a time"),
}


def told(found: Loss | UnfitError) -> str:
    """The sentence, in the language in force."""
    if isinstance(found, Loss):
        sentence = LOSSES.get(found.why)
        return str(sentence) % in_words(found.facts) if sentence is not None else found.why
    sentence = REFUSALS.get(found.code)
    return str(sentence) % found.facts if sentence is not None else explain(found.code, found.facts)


def in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A kind by what people call it, with its code in the file after it."""
    words = dict(facts)
    code = str(words.get("kind", ""))
    known = KINDS.get(code.partition(" ")[0])
    if known is not None:
        words["kind"] = called(str(known), code)
    return words
