"""What is asked of a link and of a widget when one is made."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters import channels
from kohtaamo.feedback.models import NamedLink, Widget
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.organisation.models import Unit

from .rules import DAYS, Rules
from .widgets import MOST_SITES, UnfitSiteError, site_of

HIDDEN_LENGTH = 300
MOST_PAGES = 50
PAGE = re.compile(r"!?[/*]\S*")
LINES = {"rows": 3}


class LinkForm(forms.Form):
    """`hidden`: names of the questionnaire that the link may fill in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Where it is put, for example Newsletter or Kamppi, till 2."),
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("No unit")
    )
    touchpoint: forms.ModelChoiceField[Touchpoint] = forms.ModelChoiceField(
        label=_("Touchpoint"),
        queryset=Touchpoint.objects.none(),
        required=False,
        empty_label=_("The survey's own"),
    )
    channel = forms.ChoiceField(label=_("Channel of the encounter"), required=False)

    def __init__(self, *args: Any, hidden: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = hidden
        self.fields["unit"].queryset = Unit.objects.all()  # type: ignore[attr-defined]
        self.fields["touchpoint"].queryset = Touchpoint.objects.all()  # type: ignore[attr-defined]
        known = [(key, one.label) for key, one in channels.CHANNELS.items()]
        self.fields["channel"].choices = [("", _("Not told")), *known]  # type: ignore[attr-defined]
        for name in hidden:
            self.fields[f"hidden_{name}"] = forms.CharField(
                label=name, max_length=HIDDEN_LENGTH, required=False
            )

    def hidden_fields_of_survey(self) -> list[forms.BoundField]:
        return [self[f"hidden_{name}"] for name in self.names]

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        hidden = {name: said[f"hidden_{name}"] for name in self.names if said[f"hidden_{name}"]}
        return {name: said[name] for name in ("name", "unit", "touchpoint", "channel")} | {"hidden": hidden}


def facts_shown(link: NamedLink) -> dict[str, Any]:
    found = {
        "name": link.name,
        "unit": link.unit_id,
        "touchpoint": link.touchpoint_id,
        "channel": link.channel,
    }
    return found | {f"hidden_{name}": value for name, value in link.hidden.items()}


class WidgetForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    place = forms.ChoiceField(
        label=_("Where on the page"), choices=Widget.Place.choices, widget=forms.RadioSelect
    )
    sites = forms.CharField(
        label=_("Sites"),
        max_length=4000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("One a line, for example https://www.example.org. The survey shows on no other pages."),
    )
    words_fi = forms.CharField(label=_("Words of the button in Finnish"), max_length=60, required=False)
    words_en = forms.CharField(label=_("Words of the button in English"), max_length=60, required=False)
    after_seconds = forms.IntegerField(
        label=_("After so many seconds"), min_value=0, max_value=3600, required=False
    )
    scrolled = forms.IntegerField(
        label=_("When so many percent of the page has been seen"), min_value=1, max_value=100, required=False
    )
    event = forms.RegexField(
        label=_("When this has happened"),
        regex=r"^[a-z][a-z0-9_.-]{0,59}$",
        required=False,
        help_text=_("A name your page tells, for example order.delivered."),
    )
    leaving = forms.BooleanField(
        label=_("When the visitor is about to leave"),
        required=False,
        help_text=_(
            "The pointer leaves by the top of the page; on a phone the first press of back opens the survey."
        ),
    )
    share = forms.IntegerField(label=_("Of a hundred visitors"), min_value=1, max_value=100, initial=100)
    again_days = forms.IntegerField(label=_("Not again for days"), min_value=0, max_value=730, initial=DAYS)
    pages = forms.CharField(
        label=_("Only on these pages"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("Paths, one a line: /order/* takes in all that begins so, !/order/pay leaves one out."),
    )
    needs_consent = forms.BooleanField(
        label=_("Only when the visitor has allowed the site to remember"),
        required=False,
        help_text=_("Otherwise the visitor's own browser keeps the date they were asked, and nothing else."),
    )

    def clean_sites(self) -> list[str]:
        lines = lines_of(self.cleaned_data["sites"])
        if len(lines) > MOST_SITES:
            raise forms.ValidationError(_("At most %(most)s lines."), params={"most": MOST_SITES})
        try:
            return list(dict.fromkeys(site_of(line) for line in lines))
        except UnfitSiteError as problem:
            raise forms.ValidationError(
                _("“%(line)s” is not the address of a site."), params={"line": str(problem)}
            ) from None

    def clean_pages(self) -> list[str]:
        lines = lines_of(self.cleaned_data["pages"])
        if len(lines) > MOST_PAGES:
            raise forms.ValidationError(_("At most %(most)s lines."), params={"most": MOST_PAGES})
        for line in lines:
            if not PAGE.fullmatch(line):
                raise forms.ValidationError(
                    _("“%(line)s” is not a path: it begins with /."), params={"line": line}
                )
        return lines

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("place") == Widget.Place.INLINE and rules_of(found).opens_itself:
            self.add_error("place", _("Among the text it is always open. Choose the corner or the bar."))
        return found

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        words = {code: said[f"words_{code}"] for code in ("fi", "en") if said[f"words_{code}"]}
        found = {name: said[name] for name in ("name", "place", "sites")}
        return found | {"words": words, "rules": rules_of(said)}

    def moments(self) -> list[forms.BoundField]:
        return [self[name] for name in ("after_seconds", "scrolled", "event")]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def rules_of(said: dict[str, Any]) -> Rules:
    return Rules(
        after_seconds=said.get("after_seconds"),
        leaving=bool(said.get("leaving")),
        event=said.get("event") or "",
        scrolled=said.get("scrolled"),
        share=said.get("share") or 100,
        again_days=said.get("again_days") or 0,
        pages=tuple(said.get("pages") or ()),
        needs_consent=bool(said.get("needs_consent")),
    )


def widget_shown(widget: Widget) -> dict[str, Any]:
    rules = Rules.read(widget.rules)
    found: dict[str, Any] = {
        name: getattr(rules, name)
        for name in ("after_seconds", "leaving", "event", "scrolled", "share", "again_days", "needs_consent")
    }
    found |= {f"words_{code}": text for code, text in widget.words.items()}
    found |= {"pages": "\n".join(rules.pages), "sites": "\n".join(widget.sites)}
    return found | {"name": widget.link.name, "place": widget.place}
