from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="kiosk",
    label=_("Kiosk"),
    icon="tablet",
    note=_("A tablet that stands where people are and asks everybody who comes. It works for a day offline."),
    encounter_channel="face_to_face",
    page="feedback:kiosks",
)
