from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="link",
    label=_("Link"),
    icon="link",
    note=_(
        "A link you put where people already are. Make one for each place, and answers tell where they came from."
    ),
    page="feedback:links",
)
