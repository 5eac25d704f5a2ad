"""Changing themes: the form with its preview, undoing, and putting a standard theme back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.insight.jobs import reread_themes
from kohtaamo.insight.models import ThemeChange
from kohtaamo.insight.themes.asking import ThemeForm, as_asked, in_words, one_a_line
from kohtaamo.insight.themes.changing import ThemeRefusedError, restore_standard, save_theme, undo_change
from kohtaamo.insight.themes.taxonomy import ThemeNow, themes_now
from kohtaamo.insight.themes.trying import try_rules
from kohtaamo.language.themes import LANGUAGES, PlainRuleError
from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.tenancy import current_organisation_id


@requires("insight.write")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    return asked(request, None, themes_now(hidden=True))


@requires("insight.write")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, key: str) -> HttpResponse:
    tree = themes_now(hidden=True)
    return asked(request, theme_or_404(key, tree), tree)


def theme_or_404(key: str, tree: list[ThemeNow]) -> ThemeNow:
    theme = next((one for one in tree if one.key == key), None)
    if theme is None:
        raise Http404
    return theme


def asked(request: MemberRequest, theme: ThemeNow | None, tree: list[ThemeNow]) -> HttpResponse:
    opened = as_asked(theme) if theme else {"is_active": True}
    form = ThemeForm(request.POST or None, initial=opened, theme=theme, tree=tree)
    if request.method == "POST" and form.is_valid():
        try:
            change = save_theme(key=theme.key if theme else "", wanted=form.wanted(), actor=request.member)
        except ThemeRefusedError as problem:
            form.refuse(problem)
        else:
            return carried_out(request, change, gettext("The theme is saved."))
    context = {
        "form": form,
        "theme": theme,
        "is_changed": bool(theme and theme.is_standard and theme.row),
        **tried(
            theme.key if theme else "", {one: str(form[f"rules_{one}"].value() or "") for one in LANGUAGES}
        ),
    }
    return render(request, "insight/theme_form.html", context, status=422 if form.errors else 200)


@requires("insight.write")
@require_POST
def preview(request: MemberRequest) -> HttpResponse:
    """What the rules in the form would catch, while they are being written."""
    key = request.POST.get("key", "")
    if key:
        theme_or_404(key, themes_now(hidden=True))
    rules = {one: request.POST.get(f"rules_{one}", "") for one in LANGUAGES}
    return render(request, "insight/_theme_preview.html", tried(key, rules))


def tried(key: str, rules: dict[str, str]) -> dict[str, Any]:
    try:
        return {"trial": try_rules(key=key, rules={one: one_a_line(text) for one, text in rules.items()})}
    except PlainRuleError as problem:
        return {"complaint": in_words(problem.why, problem)}


@requires("insight.write")
@require_POST
def restoration(request: MemberRequest, key: str) -> HttpResponse:
    change = restore_standard(key=key, actor=request.member)
    if change is None:
        return redirect("insight:themes")
    return carried_out(request, change, gettext("The theme is as we gave it."))


@requires("insight.write")
@require_POST
def undoing(request: MemberRequest, pk: int) -> HttpResponse:
    change = undo_change(change=get_object_or_404(ThemeChange, pk=pk), actor=request.member)
    return carried_out(request, change, gettext("The change is undone."))


def carried_out(request: MemberRequest, change: ThemeChange, words: str) -> HttpResponse:
    """To the list, as a whole page also for the button that undoes."""
    if change.is_underway:
        reread_themes.enqueue(current_organisation_id(), change.pk)
        words += " " + gettext("Older comments are read anew in the background.")
    messages.success(request, words, extra_tags=reverse("insight:theme-undoing", args=[change.pk]))
    address = reverse("insight:themes")
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
