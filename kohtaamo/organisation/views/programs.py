"""What programs need: API tokens and webhooks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.forms import AREAS, TOKEN_PERMISSIONS, TokenForm, WebhookForm
from kohtaamo.organisation.models import ApiToken, Webhook
from kohtaamo.organisation.queries import webhooks_with_state
from kohtaamo.organisation.services import add_webhook, issue_token, remove_webhook, revoke_token


@requires("organisation.write")
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: MemberRequest) -> HttpResponse:
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        _token, secret = issue_token(**form.cleaned_data, actor=request.member)
        form = TokenForm()
    words = dict(TOKEN_PERMISSIONS)
    rows = [
        (token, [words.get(permission, permission) for permission in token.permissions])
        for token in ApiToken.objects.filter(revoked_at__isnull=True)
    ]
    # the address of programs carries no organisation: the key tells it
    address = request.build_absolute_uri("/api/v1/")
    found = {"form": form, "rows": rows, "secret": secret, "address": address}
    return render(request, "organisation/tokens.html", found, status=422 if form.errors else 200)


@requires("organisation.write")
@require_POST
def token_revocation(request: MemberRequest, pk: int) -> HttpResponse:
    revoke_token(token=get_object_or_404(ApiToken, pk=pk), actor=request.member)
    messages.success(request, _("The key no longer works."))
    return redirect("organisation:tokens")


@requires("organisation.write")
@require_http_methods(["GET", "POST"])
def webhooks(request: MemberRequest) -> HttpResponse:
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        add_webhook(**form.cleaned_data, actor=request.member)
        return redirect("organisation:webhooks")
    words = dict(AREAS)
    rows = [(webhook, [words.get(verb, verb) for verb in webhook.verbs]) for webhook in webhooks_with_state()]
    found = {"form": form, "rows": rows}
    return render(request, "organisation/webhooks.html", found, status=422 if form.errors else 200)


@requires("organisation.write")
@require_POST
def webhook_removal(request: MemberRequest, pk: int) -> HttpResponse:
    remove_webhook(webhook=get_object_or_404(Webhook, pk=pk), actor=request.member)
    messages.success(request, _("Removed. Nothing more is sent there."))
    return redirect("organisation:webhooks")
