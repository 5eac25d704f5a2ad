from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kohtaamo.organisation.models import Member, Unit

from .models import Stage, Touchpoint
from .services import NewStage

PRE, CORE, POST = Stage.Phase.PRE, Stage.Phase.CORE, Stage.Phase.POST


@dataclass(frozen=True, slots=True)
class StageTemplate:
    label: Promise
    about: Promise
    stages: tuple[tuple[Promise, Stage.Phase], ...]

    def new_stages(self) -> list[NewStage]:
        return [NewStage(str(name), phase) for name, phase in self.stages]


TEMPLATES = {
    "five": StageTemplate(
        _("From need to what comes after"),
        _("Fits most services."),
        (
            (pgettext_lazy("stage", "Need"), PRE),
            (pgettext_lazy("stage", "Choice"), PRE),
            (pgettext_lazy("stage", "Use"), CORE),
            (pgettext_lazy("stage", "Support"), CORE),
            (pgettext_lazy("stage", "What comes after"), POST),
        ),
    ),
    "three": StageTemplate(
        _("Before, during, after"),
        _("The three parts of a service."),
        ((_("Pre-service"), PRE), (_("Core service"), CORE), (_("Post-service"), POST)),
    ),
    "empty": StageTemplate(pgettext_lazy("journey", "Empty"), _("You name the stages yourself."), ()),
}

ICONS = {
    "phone": pgettext_lazy("picture", "Telephone"),
    "smartphone": pgettext_lazy("picture", "Mobile phone"),
    "message-circle": pgettext_lazy("picture", "Speech bubble"),
    "bot": pgettext_lazy("picture", "Robot"),
    "mail": pgettext_lazy("picture", "Envelope"),
    "mailbox": pgettext_lazy("picture", "Letter box"),
    "globe": pgettext_lazy("picture", "Globe"),
    "search": pgettext_lazy("picture", "Magnifying glass"),
    "store": pgettext_lazy("picture", "Shop"),
    "house": pgettext_lazy("picture", "House"),
    "map-pin": pgettext_lazy("picture", "Place on a map"),
    "user-round": pgettext_lazy("picture", "Person"),
    "users": pgettext_lazy("picture", "People"),
    "headset": pgettext_lazy("picture", "Headset"),
    "handshake": pgettext_lazy("picture", "Handshake"),
    "receipt": pgettext_lazy("picture", "Receipt"),
    "file-text": pgettext_lazy("picture", "Document"),
    "book-open": pgettext_lazy("picture", "Book"),
    "credit-card": pgettext_lazy("picture", "Payment card"),
    "shopping-cart": pgettext_lazy("picture", "Shopping cart"),
    "package": pgettext_lazy("picture", "Parcel"),
    "truck": pgettext_lazy("picture", "Lorry"),
    "wrench": pgettext_lazy("picture", "Spanner"),
    "calendar": pgettext_lazy("picture", "Calendar"),
    "bell": pgettext_lazy("picture", "Bell"),
    "megaphone": pgettext_lazy("picture", "Megaphone"),
    "ticket": pgettext_lazy("picture", "Ticket"),
    "key": pgettext_lazy("picture", "Key"),
    "door-open": pgettext_lazy("picture", "Open door"),
    "shuffle": pgettext_lazy("picture", "Crossing arrows"),
    "heart": pgettext_lazy("picture", "Heart"),
    "box": pgettext_lazy("picture", "Box"),
    "workflow": pgettext_lazy("picture", "Diagram"),
    "waypoints": pgettext_lazy("picture", "Net"),
}


class JourneyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    service = forms.CharField(
        label=_("Service"),
        max_length=200,
        required=False,
        help_text=_("If you leave it empty, the service gets the name of the journey."),
    )
    stages = forms.ChoiceField(
        label=_("Stages"),
        choices=[(key, template.label) for key, template in TEMPLATES.items()],
        widget=forms.RadioSelect,
        initial="five",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.update(
            autofocus=True, autocomplete="off", placeholder=gettext("For example: The path of a new customer")
        )
        self.fields["service"].widget.attrs.update(list="service-names", autocomplete="off")

    def clean_service(self) -> str:
        return str(self.cleaned_data["service"] or self.cleaned_data.get("name", ""))

    def new_stages(self) -> list[NewStage]:
        return TEMPLATES[self.cleaned_data["stages"]].new_stages()


class TouchpointForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("touchpoint", "Kind"), choices=Touchpoint.Kind.choices)
    form = forms.ChoiceField(
        label=pgettext_lazy("touchpoint", "Form"),
        choices=[("", _("not chosen")), *Touchpoint.Form.choices],
        required=False,
        help_text=_("Only a channel has a form."),
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Member.objects.none(), required=False, empty_label=_("no one yet")
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("none")
    )
    icon = forms.ChoiceField(
        label=_("Picture"),
        choices=[("", _("by kind")), *ICONS.items()],
        widget=forms.RadioSelect,
        required=False,
    )
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )

    def __init__(self, *args: Any, touchpoint: Touchpoint, **kwargs: Any) -> None:
        fields = ("name", "kind", "form", "owner", "unit", "icon", "description")
        initial = {name: getattr(touchpoint, name) for name in fields}
        super().__init__(*args, **{"initial": initial, "auto_id": "touchpoint-%s", **kwargs})
        # Querysets are made here, within the organisation's scope, never when the module is read.
        owner, unit = self.fields["owner"], self.fields["unit"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101  says to the type checker what it is
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101
        owner.queryset = Member.objects.filter(is_active=True)
        unit.queryset = Unit.objects.all()
