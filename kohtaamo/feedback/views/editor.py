"""The editor of a survey's questions: an outline, one question or page at a time, and how people see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kohtaamo.feedback.change_lines import sentence_of
from kohtaamo.feedback.drafting import places
from kohtaamo.feedback.drafting.fields import element_from, page_from
from kohtaamo.feedback.drafting.merging import BY_LANGUAGE, Clash, changed, merged
from kohtaamo.feedback.drafting.naming import renamed
from kohtaamo.feedback.drafting.shown import fields_of, known_before, outline_of, rule_shown, texts_shown
from kohtaamo.feedback.length import burden_in_words, length_of, time_in_words
from kohtaamo.feedback.models import Survey
from kohtaamo.feedback.phrasing import hints_of
from kohtaamo.feedback.queries import published_version, types_asked
from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.questionnaire import Element, Questionnaire, read_questionnaire
from kohtaamo.feedback.questions import QUESTIONS
from kohtaamo.feedback.reasons import explain
from kohtaamo.feedback.services import change_draft
from kohtaamo.feedback.visit import title_of
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires
from kohtaamo.organisation.models import Event

STEPS_BACK = 10
Told = dict[str, Any]


@requires("feedback.write")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Every button sends what stands in the form: it is kept first, then the button's act is done."""
    survey = get_object_or_404(Survey.objects.select_related("touchpoint"), pk=pk)
    told: Told = {"at": request.GET.get("at", ""), "page": whole_number(request.GET.get("page", "")) or 0}
    if request.method == "POST":
        told = {"at": request.POST.get("at", ""), "page": whole_number(request.POST.get("page", "")) or 0}
        try:
            told |= keep_form(request, survey)
            told |= act(request, survey, told)
        except UnfitError as problem:
            told["complaint"] = explain(problem.code, problem.facts)
        if not request.headers.get("HX-Request"):
            return onward(request, survey, told)
    else:
        forget_steps(request, survey)
    return render(request, "feedback/survey_edit.html", editor(request, survey, told))


def onward(request: MemberRequest, survey: Survey, told: Told) -> HttpResponse:
    if told.get("complaint"):
        messages.error(request, told["complaint"])
    for clash in told.get("clashes", ()):
        messages.warning(request, clash_in_words(clash))
    if told.get("again"):
        messages.warning(request, told["again"])
    request.session[f"feedback.acted.{survey.pk}"] = True
    place = f"?at={told['at']}" if told["at"] else f"?page={told['page']}" if told["page"] else ""
    return redirect(f"{reverse('feedback:edit', args=[survey.pk])}{place}")


def keep_form(request: MemberRequest, survey: Survey) -> Told:
    """What the form says of its question or page; a request without that form changes nothing."""
    if "base" not in request.POST:
        return {}
    if request.POST.get("at"):
        return keep_question(request, survey, request.POST["at"])
    return keep_page(request, survey, whole_number(request.POST.get("page", "")) or 0)


def keep_question(request: MemberRequest, survey: Survey, name: str) -> Told:
    """What I changed since I opened it, into what it is now; a question somebody removed meanwhile comes back."""
    told: Told = {}
    asked = types_asked(survey)

    def change(now: Questionnaire) -> Questionnaire:
        base = base_of(request, now.named().get(name))
        if base is None:
            return now
        if name not in now.named():
            told["again"] = gettext(
                "Somebody removed this question meanwhile. It was put back, as you wrote in it."
            )
            now = places.with_pages(now, [*places.pages_of(now), {"elements": [stored_of(base)]}])
        mine = element_from(request.POST, base, now, asked)
        called = mine.pop("name")
        theirs = stored_of(now.named()[name])
        mine = {**mine, "name": name}
        result, told["clashes"] = merged(stored_of(base), mine, theirs, own_changes(request, survey, name))
        note_own(request, survey, called, changed(stored_of(base), mine))
        after = with_element(now, name, result)
        told["at"] = called
        return renamed(after, name, called) if called != name else after

    change_draft(survey=survey, change=change, actor=request.member)
    return told


def own_changes(request: MemberRequest, survey: Survey, name: str) -> dict[str, Any]:
    """What I last changed in this question: nobody clashes with herself when an answer came late."""
    kept = request.session.get(f"feedback.own.{survey.pk}", {})
    found: dict[str, Any] = kept.get("changes", {}) if kept.get("name") == name else {}
    return found


def note_own(request: MemberRequest, survey: Survey, name: str, changes: dict[str, Any]) -> None:
    earlier = own_changes(request, survey, name)
    texts = {key: {**earlier.get(key, {}), **changes[key]} for key in BY_LANGUAGE & changes.keys()}
    request.session[f"feedback.own.{survey.pk}"] = {"name": name, "changes": {**earlier, **changes, **texts}}


def base_of(request: MemberRequest, now: Element | None) -> Element | None:
    """The question as it stood when its form was opened."""
    try:
        return Element.model_validate(json.loads(request.POST["base"]))
    except ValueError:
        return now


def stored_of(element: Element) -> dict[str, Any]:
    return element.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def with_element(now: Questionnaire, name: str, stored: dict[str, Any]) -> Questionnaire:
    pages = places.pages_of(now)
    for page in pages:
        page["elements"] = [stored if one["name"] == name else one for one in page["elements"]]
    return places.with_pages(now, pages)


def keep_page(request: MemberRequest, survey: Survey, number: int) -> Told:
    def change(now: Questionnaire) -> Questionnaire:
        if not 1 <= number <= len(now.pages):
            return now
        pages = places.pages_of(now)
        said = page_from(request.POST, now.pages[number - 1], now)
        pages[number - 1] = {**said, "elements": pages[number - 1]["elements"]}
        return places.with_pages(now, pages)

    change_draft(survey=survey, change=change, actor=request.member)
    return {}


def act(request: MemberRequest, survey: Survey, told: Told) -> Told:
    """One of add-<type>, add-page, up, down, put, copy, remove, page-up, page-down, remove-page, undo."""
    verb, _, rest = request.POST.get("act", "").partition(":")
    if verb == "undo":
        return undo(request, survey)
    step = STEPS.get(verb)
    if step is None:
        return {}
    done: Told = {}
    asked = types_asked(survey)

    def change(now: Questionnaire) -> Questionnaire:
        after, found = step(now, request, told, rest, asked)
        done.update(found)
        return after

    before, after = change_draft(survey=survey, change=change, actor=request.member)
    if before != after:
        remember(request, survey, places.layout_of(before, after), str(done.get("said", "")))
    return done


Step = Callable[[Questionnaire, MemberRequest, Told, str, dict[str, str]], tuple[Questionnaire, Told]]


def added(
    now: Questionnaire, _request: MemberRequest, told: Told, key: str, asked: dict[str, str]
) -> tuple[Questionnaire, Told]:
    if key == "page":
        after, at = places.add_page(now, after=told["at"])
        return after, {"at": "", "page": at + 1, "said": gettext("A page was added.")}
    if key not in QUESTIONS:
        return now, {}
    after, name = places.add(now, key, asked, after=told["at"])
    return after, {"at": name, "page": 0, "said": gettext("A question was added.")}


def moved(
    now: Questionnaire, request: MemberRequest, told: Told, rest: str, _asked: dict[str, str]
) -> tuple[Questionnaire, Told]:
    name = request.POST.get("moved") or told["at"]
    if rest in {"up", "down"}:
        after = places.step(now, name, -1 if rest == "up" else 1)
    else:
        page = whole_number(request.POST.get("onto", ""))
        place = whole_number(request.POST.get("place", ""))
        after = now if page is None else places.put(now, name, page - 1, place or 0)
    return after, {"said": said_of_place(after, name)}


def said_of_place(draft: Questionnaire, name: str) -> str:
    here = places.place_of(draft, name)
    if here is None:
        return ""
    facts = {
        "name": title_of(draft.named()[name], draft.languages[0]),
        "page": here[0] + 1,
        "place": here[1] + 1,
    }
    return gettext("“%(name)s” is now on page %(page)s, place %(place)s.") % facts


def copied(
    now: Questionnaire, _request: MemberRequest, told: Told, _rest: str, asked: dict[str, str]
) -> tuple[Questionnaire, Told]:
    after, name = places.duplicate(now, told["at"], asked)
    return after, {"at": name, "said": gettext("A copy was made.")}


def removed(
    now: Questionnaire, _request: MemberRequest, told: Told, _rest: str, _asked: dict[str, str]
) -> tuple[Questionnaire, Told]:
    element = now.named().get(told["at"])
    if element is None:
        return now, {}
    names = list(now.named())
    place = names.index(element.name)
    left = [*names[place + 1 :], *reversed(names[:place])]
    said = gettext("The question “%(removed)s” was removed.") % {
        "removed": title_of(element, now.languages[0])
    }
    return places.remove(now, element.name), {"at": left[0] if left else "", "page": 0, "said": said}


def page_moved(
    now: Questionnaire, _request: MemberRequest, told: Told, rest: str, _asked: dict[str, str]
) -> tuple[Questionnaire, Told]:
    by = -1 if rest == "up" else 1
    after = places.move_page(now, told["page"] - 1, by)
    page = told["page"] if after == now else told["page"] + by
    return after, {"page": page, "said": gettext("This is now page %(number)s.") % {"number": page}}


def page_removed(
    now: Questionnaire, _request: MemberRequest, told: Told, _rest: str, _asked: dict[str, str]
) -> tuple[Questionnaire, Told]:
    after = places.remove_page(now, told["page"] - 1)
    said = gettext("Page %(number)s was removed with its questions.") % {"number": told["page"]}
    return after, {"at": "", "page": 0, "said": said}


STEPS: dict[str, Step] = {
    "add": added,
    "move": moved,
    "copy": copied,
    "remove": removed,
    "move-page": page_moved,
    "remove-page": page_removed,
}


def undo(request: MemberRequest, survey: Survey) -> Told:
    steps = steps_to_undo(request, survey, read_questionnaire(survey.draft))
    if not steps:
        return {}
    layout = steps.pop()
    request.session[undo_key(survey)] = steps
    change_draft(survey=survey, change=lambda now: places.restored(now, layout), actor=request.member)
    at = next(iter(layout["gone"]), "")
    return {"said": gettext("Undone."), **({"at": at, "page": 0} if at else {})}


def remember(request: MemberRequest, survey: Survey, layout: dict[str, Any], said: str) -> None:
    steps = [*request.session.get(undo_key(survey), []), {**layout, "said": said}]
    request.session[undo_key(survey)] = steps[-STEPS_BACK:]


def steps_to_undo(request: MemberRequest, survey: Survey, draft: Questionnaire) -> list[dict[str, Any]]:
    """A step goes when what it added has been written in since."""
    steps = request.session.get(undo_key(survey), [])
    left = [one for one in steps if places.is_undoable(draft, one)]
    if left != steps:
        request.session[undo_key(survey)] = left
    return left


def forget_steps(request: MemberRequest, survey: Survey) -> None:
    """The page was left and opened again: what was done there before is not to be undone by the way.

    Without scripts every act leads to the page by a redirect, which is no leaving.
    """
    if request.headers.get("HX-Request"):
        return
    if not request.session.pop(f"feedback.acted.{survey.pk}", False):
        request.session.pop(undo_key(survey), None)


def undo_key(survey: Survey) -> str:
    """Where the last steps wait for their undoing, in the session of who took them."""
    return f"feedback.steps.{survey.pk}"


def editor(request: MemberRequest, survey: Survey, told: Told) -> dict[str, Any]:
    draft = read_questionnaire(survey.draft)
    names, page = draft.named(), told["page"] if 1 <= told["page"] <= len(draft.pages) else 0
    at = told["at"] if told["at"] in names else "" if page else next(iter(names), "")
    version = published_version(survey)
    asked = read_questionnaire(version.questionnaire) if version else None
    length = length_of(draft)
    steps = steps_to_undo(request, survey, draft)
    found = {
        "survey": survey,
        "draft": draft,
        "at": at,
        "page_at": page,
        "pages": outline_of(draft, at, page),
        "questions": [
            question for _key, question in sorted(QUESTIONS.items(), key=lambda one: str(one[1].label))
        ],
        "is_published": version is not None,
        "change": sentence_of(asked, draft) if asked is not None else "",
        "length": length,
        "time": time_in_words(length),
        "burden": burden_in_words(length),
        "can_undo": steps[-1] if steps else None,
        "said": told.get("said", ""),
        "again": told.get("again", ""),
        "complaint": told.get("complaint", ""),
        "clashes": [clash_in_words(one) for one in told.get("clashes", ())],
        "saved_at": timezone.localtime() if request.method == "POST" and not told.get("complaint") else None,
        "other": who_else(request, survey),
    }
    return found | chosen(draft, at, page)


def chosen(draft: Questionnaire, at: str, page: int) -> dict[str, Any]:
    """The fields of the question or of the page."""
    if at:
        element, here = draft.named()[at], places.place_of(draft, at)
        number = list(draft.named()).index(at) + 1
        fields = fields_of(element, draft, number, (here or (0, 0))[0] + 1)
        return {"row": fields, "hints": hints_of(element, draft), "hint_count": None}
    if page:
        shown = draft.pages[page - 1]
        before = draft.pages[page - 1].elements
        first = before[0].name if before else ""
        names = known_before(draft, first) if first else []
        rule = rule_shown("visibleIf", shown.visible_if, draft, names)
        texts = texts_shown(draft, heading=shown.title, description=shown.description)
        return {"page_shown": shown, "texts": texts, "visible_if": rule}
    return {}


def clash_in_words(clash: Clash) -> str:
    """What the other wrote; mine stays in the field and is kept when I go on."""
    theirs = clash.theirs if isinstance(clash.theirs, str) else gettext("something else")
    return gettext(
        "Somebody else changed the same place meanwhile: “%(theirs)s”. "
        "Yours still stands in the field; it is kept if you go on writing."
    ) % {"theirs": theirs}


def who_else(request: MemberRequest, survey: Survey) -> str:
    """Who else has changed this draft in the last minutes."""
    since = timezone.now() - timedelta(minutes=5)
    event = (
        Event.objects.filter(verb="feedback.survey_drafted", subject_id=survey.pk, happened_at__gte=since)
        .exclude(actor=request.member)
        .exclude(actor=None)
        .select_related("actor__user")
        .order_by("-pk")
        .first()
    )
    return str(event.actor) if event and event.actor else ""
