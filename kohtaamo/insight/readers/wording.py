from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.insight.metric import Text

# Why our own reading stands. Each sentence says what happened, and what may help.
REASON_WORDS: dict[str, Text] = {
    "dead": _("The server could not be reached. Check its address."),
    "slow": _("The server did not answer in time. Try a longer time, or a faster model."),
    "busy": _("The server asked us to come later."),
    "broken": _("The server had trouble of its own."),
    "rejected": _("The server refused the request. Check the key, the model and the address."),
    "malformed": _("The answer was not in the shape that was asked for. Another model may keep to it."),
    "refused": _("The model refused to read this text."),
    "wrong_label": _("The model answered something that was not among the choices."),
    "missing": _("The model left this text without an answer."),
    "budget": _("The tokens of the day are spent."),
    "unusable": _("The model folder on this machine cannot be used. Save the settings again to see why."),
    "paused": _("The server failed several times, and is left alone for a while."),
}
