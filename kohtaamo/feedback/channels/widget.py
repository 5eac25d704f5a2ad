from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="widget",
    label=_("On your website"),
    icon="panel-bottom-open",
    note=_(
        "The survey on your own pages: among the text, behind a button, or as a bar. One line in the page."
    ),
    encounter_channel="web",
    page="feedback:widgets",
)
