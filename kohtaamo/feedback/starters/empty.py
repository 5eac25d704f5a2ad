from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.starter import Starter

starter = Starter(
    key="empty", label=_("Empty"), about=_("You choose the questions yourself."), place=9, pages=[]
)
