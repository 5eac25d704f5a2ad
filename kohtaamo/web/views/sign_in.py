"""One-time links: asked for on the sign-in page, made by an administrator, or printed when the server starts."""

from __future__ import annotations

from hashlib import sha256

from allauth.account.utils import perform_login
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.organisation.access import public
from kohtaamo.organisation.services import person_of_link, use_sign_in_link
from kohtaamo.web.forms import AskForLinkForm
from kohtaamo.web.jobs import send_sign_in_link
from kohtaamo.web.sign_in import origin

HOUR = 60 * 60
LINKS_AN_HOUR = 5
ASKED_AN_HOUR = 30


@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_link(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Opening the link only shows a button: mail programs open links too, and would use it up."""
    if request.method == "GET":
        person = person_of_link(secret)
        if person is None:
            return render(request, "web/sign_in_spent.html", {"form": AskForLinkForm()}, status=410)
        return render(request, "web/sign_in_link.html", {"person": person})
    person = use_sign_in_link(secret)
    if person is None:
        return render(request, "web/sign_in_spent.html", {"form": AskForLinkForm()}, status=410)
    # allauth's own way in, so that a second factor is asked for here as well.
    response: HttpResponse = perform_login(request, person, redirect_url="/")
    return response


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """The answer is the same whoever asks for whatever address, and takes the same time."""
    form = AskForLinkForm(request.POST or None)
    if not form.is_valid():
        page = "web/sign_in_ask.html"
        return render(request, page, {"form": form}, status=422 if form.errors else 200)
    email = form.cleaned_data["email"].strip().lower()
    visitor = request.META.get("REMOTE_ADDR", "")
    if within("visitor", visitor, ASKED_AN_HOUR) and within("address", email, LINKS_AN_HOUR):
        send_sign_in_link.enqueue(email, link_begin(request), get_language() or settings.LANGUAGE_CODE)
    request.session["asked_email"] = email
    return redirect("sign-in-ask-sent")


@public
@never_cache
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    # Without a mail server letters are printed where the server runs, and nobody should wait for one.
    is_printed = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
    facts = {"email": request.session.get("asked_email", ""), "is_printed": is_printed}
    return render(request, "web/sign_in_asked.html", facts)


def within(kind: str, who: str, most: int) -> bool:
    """Count one more in this hour; False when there were enough."""
    key = f"sign-in-{kind}-{sha256(who.encode()).hexdigest()}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= most
    except ValueError:  # the hour ended between the two lines
        return True


def link_begin(request: HttpRequest) -> str:
    return origin(request) + reverse("sign-in-link", args=["x"]).removesuffix("x/")
