from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="qr",
    label=_("Code on paper"),
    icon="qr-code",
    note=_("A poster or a table sign with a code that a phone's camera opens, ready to print."),
    page="feedback:posters",
)
