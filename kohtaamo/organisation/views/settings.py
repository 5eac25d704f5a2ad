from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.forms import SettingsForm, UnitForm
from kohtaamo.organisation.models import Organisation, Unit
from kohtaamo.organisation.panel import panels_at
from kohtaamo.organisation.queries import units_with_sizes
from kohtaamo.organisation.services import change_settings, make_unit, rename_unit


@requires("home.read")
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """For those who see to the organisation; everybody else has her own page."""
    if not may(request.member, "organisation.read"):
        return redirect("organisation:me")
    organisation: Organisation = request.organisation
    writes = may(request.member, "organisation.write")
    if request.method == "POST" and not writes:
        raise PermissionDenied
    begin = {field: getattr(organisation, field) for field in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=begin)
    if form.is_valid():
        change_settings(organisation=organisation, **form.cleaned_data, actor=request.member)
        messages.success(request, _("Saved."))
        return redirect("organisation:settings")
    panels = panels_at("settings", request, [organisation])[organisation.pk]
    found = {"form": form, "panels": panels, "writes": writes}
    return render(request, "organisation/settings.html", found, status=422 if form.errors else 200)


@requires("organisation.read")
@require_http_methods(["GET", "POST"])
def units(request: MemberRequest) -> HttpResponse:
    writes = may(request.member, "organisation.write")
    if request.method == "POST" and not writes:
        raise PermissionDenied
    form = UnitForm(request.POST or None)
    if form.is_valid():
        make_unit(name=form.cleaned_data["name"], actor=request.member)
        return redirect("organisation:units")
    found = {"form": form, "units": units_with_sizes(), "writes": writes}
    return render(request, "organisation/units.html", found, status=422 if form.errors else 200)


@requires("organisation.write")
@require_POST
def unit(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Unit, pk=pk)
    form = UnitForm(request.POST, unit=found)
    if form.is_valid():
        rename_unit(unit=found, name=form.cleaned_data["name"], actor=request.member)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(str(error) for error in form.errors.get("name", [])))
    return redirect("organisation:units")
