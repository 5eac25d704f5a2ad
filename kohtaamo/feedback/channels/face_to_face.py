from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="face_to_face",
    label=_("Interview face to face"),
    icon="users",
    note=_("A colleague sits down with somebody and asks, with a tablet or a phone, also without a line."),
    encounter_channel="face_to_face",
    page="feedback:interviews",
)
