from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kohtaamo.kit.periods import Period

from .when import Size, name_of, named, past, title_of

MONTHS, QUARTERS = 14, 5


class ReportForm(forms.Form):
    """A month or a quarter that is over."""

    with_quotes = forms.BooleanField(
        label=_("Quote a few comments"),
        required=False,
        help_text=_(
            "Two or three comments of customers as they wrote them. Leave it out when the report travels far."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month: Size = "month"
        quarter: Size = "quarter"
        groups = [
            (gettext("Month"), choices(month, past(month, today, MONTHS))),
            (gettext("Quarter"), choices(quarter, past(quarter, today, QUARTERS))),
        ]
        self.fields["period"] = forms.ChoiceField(label=_("Period"), choices=groups)
        self.order_fields(["period", "with_quotes"])

    @property
    def chosen(self) -> tuple[Size, Period]:
        return named(self.cleaned_data["period"])


def choices(size: Size, periods: list[Period]) -> list[tuple[str, str]]:
    return [(name_of(size, period.start), title_of(size, period.start)) for period in periods]
