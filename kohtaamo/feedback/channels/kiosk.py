from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="kiosk",
    label=_("Kiosk"),
    icon="tablet",
    note=_("A tablet that stands where people are and asks each who comes. It works a day without a line."),
    encounter_channel="face_to_face",
    page="feedback:kiosks",
)
