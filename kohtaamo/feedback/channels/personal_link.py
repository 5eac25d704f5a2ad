from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.channel import SurveyChannel

channel = SurveyChannel(
    key="personal_link",
    label=_("Personal link"),
    icon="link-2",
    note=_("A link of one person, which you send in a message of your own. It answers once."),
)
