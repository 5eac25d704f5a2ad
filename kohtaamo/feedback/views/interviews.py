"""Interviews by telephone and face to face: who is to be called, and the interviewer's desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.encounters.models import Customer
from kohtaamo.feedback.models import Call, CallAttempt, Survey
from kohtaamo.feedback.points import OUTCOMES, call_outcomes, for_device, give_calls, take_attempt
from kohtaamo.feedback.points.arriving import UnreadableError, read_sent
from kohtaamo.feedback.points.calls import PREFIX, Person, read_tried
from kohtaamo.feedback.points.device import worker_of
from kohtaamo.feedback.queries import published_version
from kohtaamo.feedback.questionnaire import read_questionnaire
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.models import Member

from .reach import survey_of
from .sent import read_json

PROGRAM = "kohtaamo/interview.js"
MOST_PEOPLE = 2000
NEWEST = 20
SIGNS = "0123456789+-() "


class PeopleForm(forms.Form):
    people = forms.CharField(
        label=gettext_lazy("People, one a line"),
        help_text=gettext_lazy(
            "A name and a number: Anna Aalto, +358 40 123 4567. Or a customer number alone."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=200_000,
    )
    interviewer: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        label=gettext_lazy("Who calls"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=gettext_lazy("Whoever takes them first"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Member.objects.filter(is_active=True).select_related("user")
        self.fields["interviewer"].queryset = members  # type: ignore[attr-defined]

    def clean_people(self) -> list[Person]:
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_PEOPLE:
            raise forms.ValidationError(_("At most %(most)s people at once.") % {"most": MOST_PEOPLE})
        customers = {row.key: row for row in Customer.objects.filter(key__in=lines)}
        return [person_of(line, customers.get(line)) for line in lines]


def person_of(line: str, customer: Customer | None) -> Person:
    if customer is not None:
        return Person(name=str(customer), phone=customer.phone, customer=customer)
    name, _comma, rest = line.partition(",")
    phone, _comma, note = rest.partition(",")
    return Person(
        name=name.strip(), phone="".join(sign for sign in phone if sign in SIGNS).strip(), note=note.strip()
    )


@requires("feedback.read")
@require_http_methods(["GET", "POST"])
def interviews(request: MemberRequest, pk: int) -> HttpResponse:
    survey = survey_of(pk)
    writes = may(request.member, "feedback.write")
    form = PeopleForm(request.POST or None)
    if writes and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = give_calls(
            survey=survey, people=said["people"], interviewer=said["interviewer"], actor=request.member
        )
        messages.success(request, _("Put on the list: %(n)s.") % {"n": len(made)})
        return redirect("feedback:interviews", survey.pk)
    attempts = CallAttempt.objects.filter(survey=survey).select_related("call", "member__user")
    counts = call_outcomes(survey)
    found = {
        "survey": survey,
        "counts": [(one.label, counts.get(key, 0)) for key, one in OUTCOMES.items() if counts.get(key)],
        "untried": counts.get("", 0),
        "total": sum(counts.values()),
        "attempts": [(one, OUTCOMES[one.outcome].label) for one in attempts[:NEWEST]],
        "form": form,
        "writes": writes,
        "is_open": survey.status == Survey.Status.OPEN,
    }
    return render(request, "feedback/interview_list.html", found, status=422 if form.errors else 200)


@requires("feedback.write")
@never_cache
@require_GET
def desk(request: MemberRequest, pk: int) -> HttpResponse:
    """The page an interviewer works on, kept on her device by its worker."""
    survey = survey_of(pk)
    version = published_version(survey)
    if version is None or survey.status != Survey.Status.OPEN:
        return redirect("feedback:interviews", survey.pk)
    walked, drawn = for_device(survey, version, {})
    told = {
        "prefix": PREFIX,
        "member": request.member.pk,
        "survey": survey.pk,
        "version": version.number,
        "first": request.LANGUAGE_CODE if request.LANGUAGE_CODE in walked else next(iter(walked)),
        "languages": walked,
        "calls": calls_of(survey, request.member),
        "probes": probes_of(version.questionnaire),
        "outcomes": {
            key: {"asksWhen": one.asks_when, "isFinal": one.is_final} for key, one in OUTCOMES.items()
        },
        "taken": _(
            "%(by)s had finished this call already. What you heard is kept beside it, and nothing is lost."
        ),
    }
    found = {
        "survey": survey,
        "told": told,
        "stages": drawn,
        "outcomes": [one for one in OUTCOMES.values() if one.key not in {"interview", "broken_off"}],
    }
    return render(request, "feedback/interview_desk.html", found)


def calls_of(survey: Survey, member: Member) -> list[dict[str, Any]]:
    """Hers and nobody's: those whose time to be called again is over first, then the ones least tried."""
    rows = Call.objects.filter(survey=survey, is_over=False)
    rows = rows.filter(Q(interviewer=member) | Q(interviewer=None)).annotate(tried=Count("attempts"))
    found = sorted(
        rows[:500], key=lambda row: (row.again_at is None, row.again_at or row.created_at, row.tried, row.pk)
    )
    return [
        {
            "id": row.pk,
            "name": row.name,
            "phone": row.phone,
            "note": row.note,
            "tried": row.tried,
            "again": date_format(timezone.localtime(row.again_at), "SHORT_DATETIME_FORMAT")
            if row.again_at
            else "",
        }
        for row in found
    ]


def probes_of(questionnaire: Any) -> dict[str, dict[str, list[str]]]:
    """By question and language, what to ask further."""
    elements = read_questionnaire(questionnaire).elements()
    return {
        element.name: {code: list(lines) for code, lines in element.probes.items()}
        for element in elements
        if element.probes
    }


@requires("feedback.write")
@never_cache
@require_GET
def worker(request: MemberRequest, pk: int) -> HttpResponse:
    page = reverse("feedback:interview-desk", args=[survey_of(pk).pk])
    text = worker_of(page=page, program=PROGRAM, mark=str(request.member.pk), is_fresh=True)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@requires("feedback.write")
@never_cache
@require_POST
def answers(request: MemberRequest, pk: int) -> HttpResponse:
    """What an interviewer's device kept: each try is acknowledged by itself."""
    survey = survey_of(pk)
    sent = read_json(request)
    try:
        arrived = read_sent(sent)
    except UnreadableError:
        return JsonResponse({"trouble": "unreadable"}, status=400)
    outcomes = [
        take_attempt(survey=survey, tried=read_tried(raw, answer), member=request.member)
        for raw, answer in zip(sent["answers"], arrived, strict=True)
    ]
    version = published_version(survey)
    told = {
        "outcomes": outcomes,
        "now": round(timezone.now().timestamp() * 1000),
        "version": version.number if version else 0,
        "calls": calls_of(survey, request.member),
    }
    return JsonResponse(told)
