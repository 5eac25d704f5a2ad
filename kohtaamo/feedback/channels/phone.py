from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="phone",
    label=_("Telephone interview"),
    icon="phone",
    note=_("A colleague calls, reads the questions aloud and writes down what is said. Works offline."),
    encounter_channel="phone",
    page="feedback:interviews",
)
