"""The page of all components in all their states, for those who build pages. Only shown when debugging."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kohtaamo.organisation.access import public

WORDS = "Jonotin 45 minuuttia ja minut siirrettiin neljästi ennen kuin joku osasi auttaa."
WEEKS = [31, 26, 33, 28, 32, 25, 29, 27, 34, 29, 26, 32, 28, 31, 27, 17, 14, 10, 8, 11, 6, 9, 5]
ORDINARY = (21, 37)


class Example(forms.Form):
    name = forms.CharField(label="Nimi", help_text="Näkyy asiakkaalle kyselyn yläreunassa.")
    channel = forms.ChoiceField(
        label="Kanava", choices=[("", "Kaikki"), ("phone", "Puhelin")], required=False
    )
    words = forms.CharField(label="Sanat", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    answer = forms.CharField(label="Vastaus", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Laji", choices=[("a", "kanava"), ("b", "esine")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Vastaukset saa yhdistää asiakkaaseen", required=False)


def figure(label: str, value: float, half: float, n: int, **more: Any) -> SimpleNamespace:
    known: dict[str, Any] = {
        "label": label,
        "value": value,
        "low": value - half,
        "high": value + half,
        "n": n,
        "unit": "NPS",
        "decimals": 0,
        "signed": True,
        "target": None,
        "state": "none",
        "age": timezone.now(),
        "too_few": False,
        "minimum": 10,
        "explain_url": "?",
        "scale_low": -100,
        "scale_high": 100,
    }
    return SimpleNamespace(**known | more)


def figures() -> list[SimpleNamespace]:
    share: dict[str, Any] = {"unit": "%", "signed": False, "scale_low": 0}
    return [
        figure("Puhelinpalvelu", -31, 7, 502, target=10, state="worse"),
        figure("Suositteluhalu (NPS)", 14, 3, 2764, target=20, state="same"),
        figure("Vaiva odotettuun nähden", 12, 3, 1904, target=5, state="better", unit="netto"),
        figure("Ratkesi ensi yhteydellä", 61, 2.8, 1172, target=75, state="worse", **share),
        figure("Tyytyväisyys (CSAT, 4–5)", 78, 1.6, 3120, **share),
        figure("Tuttujen puheet", 0, 0, 6, too_few=True),
    ]


def weekly_chart() -> dict[str, Any]:
    low, high = ORDINARY
    colours = ["var(--worse)" if value < low else "var(--soft)" for value in WEEKS]
    points = [
        {"value": value, "itemStyle": {"color": colour}} for value, colour in zip(WEEKS, colours, strict=True)
    ]
    ordinary = {
        "silent": True,
        "itemStyle": {"color": "var(--sunk)"},
        "data": [[{"yAxis": low}, {"yAxis": high}]],
    }
    return {
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [f"vk {19 + week}" for week in range(len(WEEKS))]},
        "yAxis": {"type": "value", "splitLine": {"show": False}},
        "series": [
            {
                "type": "line",
                "name": "NPS",
                "data": points,
                "lineStyle": {"color": "var(--soft)"},
                "markArea": ordinary,
            }
        ],
    }


@public
def look(request: HttpRequest) -> HttpResponse:
    form = Example({"channel": ""}) if request.method == "POST" else Example()
    context = {
        "figures": figures(),
        "form": form,
        "option": weekly_chart(),
        "words": WORDS,
        "spans": [(8, 21, "bad"), (30, 50, "bad")],
        "columns": ["Viikko", "NPS"],
        "rows": [(f"vk {week}", value) for week, value in enumerate(WEEKS[-4:], 38)],
    }
    return render(request, "web/look.html", context)
