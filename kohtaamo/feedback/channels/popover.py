from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="popover",
    label=_("Opens by itself on your website"),
    icon="message-circle-plus",
    note=_("The same on your pages, opening at a moment you choose, for as many visitors as you choose."),
    encounter_channel="web",
    page="feedback:widgets",
)
