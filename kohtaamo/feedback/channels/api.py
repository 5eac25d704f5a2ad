from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="api",
    label=_("From another system"),
    icon="plug",
    note=_("Another system asks and sends the answers to us."),
)
