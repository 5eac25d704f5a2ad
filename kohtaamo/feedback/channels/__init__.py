"""Every way a survey reaches people, one file each."""

from __future__ import annotations

import sys

from kohtaamo.feedback.channel import SurveyChannel
from kohtaamo.kit.folder import collect

CHANNELS: dict[str, SurveyChannel] = collect(
    sys.modules[__name__], SurveyChannel, group="kohtaamo.survey_channels"
)
# Those an occasion may choose from.
SENDING = {key: channel for key, channel in CHANNELS.items() if channel.sends}
