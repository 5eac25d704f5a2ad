from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.kit.text import show_time
from kohtaamo.organisation.access import MemberRequest, may, requires

from .models import Customer
from .queries import consents_now, found_customers, holdings_of, person_copy, timeline_of, when_met
from .services import GRACE, ask_to_erase, keep_customer

ON_A_PAGE = 50
SHOWN = 60
LONGEST_QUESTION = 120


@requires("people.read")
@require_GET
def customers(request: MemberRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    page = Paginator(found_customers(asked), ON_A_PAGE).get_page(request.GET.get("page"))
    met = when_met(page)
    found = {
        "asked": asked,
        "page": page,
        "rows": [(one, known_by(one), met.get(one.pk)) for one in page],
        "is_empty": not asked and not page.paginator.count,
    }
    return render(request, "encounters/customer_list.html", found)


def known_by(person: Customer) -> list[str]:
    """What tells her from another of the same name, each once."""
    told = dict.fromkeys((person.key, person.email, person.phone))
    return [one for one in told if one and one != str(person)]


@requires("people.read")
@never_cache
@require_GET
def customer(request: MemberRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(found_customers(), pk=pk)
    happenings = timeline_of(person, SHOWN + 1)
    found = {
        "person": person,
        "title": str(person),
        "happenings": [
            (one, bool(one.url) and may(request.member, one.permission)) for one in happenings[:SHOWN]
        ],
        "has_more": len(happenings) > SHOWN,
        "consents": consents_now(person),
        "contacts": contacts_of(person),
        "erased_when": erased_when(person),
        "erases": may(request.member, "people.erase"),
    }
    return render(request, "encounters/customer_show.html", found)


def erased_when(person: Customer) -> str:
    if person.erase_at is None:
        return ""
    if person.erase_at <= timezone.now():
        return _("This person is being erased now.")
    language = "fi" if (get_language() or "fi").startswith("fi") else "en"
    return _("This person is erased at %(time)s.") % {
        "time": show_time(timezone.localtime(person.erase_at), language)
    }


def contacts_of(person: Customer) -> list[tuple[str, str]]:
    told = [
        (_("Customer number"), person.key if person.key not in {person.email, person.phone} else ""),
        (_("E-mail"), person.email),
        (_("Phone"), person.phone),
        (_("Customer group"), person.segment),
        *((str(key), str(value)) for key, value in person.attributes.items()),
    ]
    return [(label, value) for label, value in told if value]


@requires("people.erase")
@never_cache
@require_GET
def customer_copy(request: MemberRequest, pk: int) -> HttpResponse:  # noqa: ARG001
    person = get_object_or_404(found_customers(), pk=pk)
    answer = JsonResponse(person_copy(person), json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = slugify(f"{person.key} {timezone.localdate().isoformat()}") or str(person.pk)
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@requires("people.erase")
@never_cache
@require_http_methods(["GET", "POST"])
def erasing(request: MemberRequest, pk: int) -> HttpResponse:
    """What would go, in numbers; sent, she is erased after the time in which it can be undone."""
    person = get_object_or_404(found_customers(), pk=pk)
    if request.method == "POST":
        ask_to_erase(customer=person, actor=request.member)
        return redirect("encounters:customer", pk=pk)
    holdings = holdings_of(person)
    found = {
        "person": person,
        "name": str(person),
        "minutes": int(GRACE.total_seconds()) // 60,
        "erased_when": erased_when(person),
        "goes": [one for one in holdings if not one.stays],
        "stays": [one for one in holdings if one.stays],
    }
    return render(request, "encounters/customer_erase.html", found)


@requires("people.erase")
@require_POST
def keeping(request: MemberRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(found_customers(), pk=pk)
    if keep_customer(customer=person, actor=request.member):
        messages.success(request, _("Nothing is erased."))
    return redirect("encounters:customer", pk=pk)
