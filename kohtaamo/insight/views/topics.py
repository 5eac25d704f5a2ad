"""What open text is about: a look at a time, and topics that people ask for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kohtaamo.feedback.models import Comment
from kohtaamo.insight.comments import languages_read, with_readings
from kohtaamo.insight.dimensions import Option
from kohtaamo.insight.filters import DAYS
from kohtaamo.insight.jobs import look_for_topics, tag_comments
from kohtaamo.insight.models import QueryTopic, TopicRun
from kohtaamo.insight.topics.asked import TopicsAsked, asked_by, asked_of, comments_of
from kohtaamo.insight.topics.charting import tone_chart
from kohtaamo.insight.topics.counting import buckets, counted
from kohtaamo.insight.topics.editing import (
    MOST_TOPICS,
    NoNameError,
    TooManyTopicsError,
    change_topic,
    is_tagged_at_once,
    make_topic,
    remove_topic,
    restore_topic,
)
from kohtaamo.insight.topics.hearing import MOST, heard
from kohtaamo.insight.topics.looking import is_outdated, look_of, order_look
from kohtaamo.insight.topics.shown import asked_topics, comments_behind, shown_count, shown_look, tagged
from kohtaamo.insight.topics.trying import TRIED_DAYS, tried
from kohtaamo.insight.topics.wording import language_name, problem_in_words
from kohtaamo.insight.where import today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.language.topics import QueryError
from kohtaamo.organisation.access import MemberRequest, may, requires
from kohtaamo.organisation.panel import panels_at
from kohtaamo.organisation.tenancy import current_organisation_id

ROWS = 30


@requires("insight.read")
@never_cache
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    asked = asked_of(request.GET, today=today())
    rows = {one.pk: one for one in heard(comments_of(asked))}
    run = look_of(asked)
    context = {
        **filter_context(asked),
        **look_context(request, run, asked),
        "n": len(rows),
        "is_cut": len(rows) >= MOST,
        **asked_topics(rows, asked.period),
        "has_comments": bool(rows) or Comment.objects.filter(answer__is_from_staff=False).exists(),
    }
    if run is not None and run.is_done:
        context |= {"found": shown_look(run, rows, asked.period), "is_outdated": is_outdated(run)}
    return render(request, "insight/topic_list.html", context)


def filter_context(asked: TopicsAsked) -> dict[str, Any]:
    return {
        "asked": asked,
        "query": urlencode(asked.parameters),
        "days": [(known, known == asked.days) for known in DAYS],
        "touchpoints": [
            Option(str(place.pk), place.name, place.pk == asked.touchpoint)
            for place in Touchpoint.objects.all()
        ],
        "languages": [
            Option(code, language_name(code), code == asked.language)
            for code in languages_read()
            if code != "und"
        ],
    }


def look_context(request: MemberRequest, run: TopicRun | None, asked: TopicsAsked) -> dict[str, Any]:
    return {
        "run": run,
        "hidden": asked.parameters,
        "may_write": may(request.member, "insight.write"),
    }


@requires("insight.read")
@require_POST
def look(request: MemberRequest) -> HttpResponse:
    """A look at what the form tells; the page itself asks for it when it is opened and there is none."""
    asked = asked_of(request.POST, today=today())
    if asked.touchpoint is not None:
        get_object_or_404(Touchpoint, pk=asked.touchpoint)
    run = order_look(asked=asked, actor=request.member)
    if run is not None:
        look_for_topics.enqueue(current_organisation_id(), run.pk)
    if request.htmx:
        standing = run or look_of(asked)
        return render(request, "insight/_topic_progress.html", look_context(request, standing, asked))
    return redirect(f"{reverse('insight:topics')}?{urlencode(asked.parameters)}")


@requires("insight.read")
@never_cache
@require_GET
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """Asked every second by an open page; when the look is done, the page is opened anew."""
    run = get_object_or_404(TopicRun, pk=pk)
    response = render(request, "insight/_topic_progress.html", look_context(request, run, asked_by(run)))
    if not run.is_underway:
        response["HX-Refresh"] = "true"
    return response


@requires("insight.read")
@require_GET
def behind(request: MemberRequest, pk: int) -> HttpResponse:
    """The comments of one thing that a look found; without one, the page of what was found."""
    run = get_object_or_404(TopicRun, pk=pk)
    back = f"{reverse('insight:topics')}?{urlencode(asked_by(run).parameters)}"
    if "of" not in request.GET:
        return redirect(back)
    found = comments_behind(run, request.GET.get("of", ""))
    if found is None:
        raise Http404
    name, keys = found
    rows = comments_of(asked_by(run)).filter(pk__in=keys)
    context = {
        **comment_page(request, rows, {"of": request.GET["of"]}),
        "title": name,
        "back": back,
    }
    return render(request, "insight/topic_comments.html", context)


def comment_page(request: MemberRequest, rows: Any, parameters: dict[str, str]) -> dict[str, Any]:
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    read = with_readings(list(page.object_list))
    acts = panels_at("comment", request, [one.comment for one in read])
    return {
        "page": page,
        "read": [(one, acts[one.comment.pk]) for one in read],
        "query": urlencode(parameters),
    }


@requires("insight.write")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """The address may carry a name and words; what a look has found is sent here as it is."""
    given = request.POST if request.method == "POST" else request.GET
    name, query, problems = given.get("name", ""), given.get("words", ""), dict[str, str]()
    if request.method == "POST":
        try:
            topic = make_topic(name=name, query=query, actor=request.member)
        except (NoNameError, QueryError, TooManyTopicsError) as error:
            problems = told(error)
        else:
            tag_soon(topic)
            messages.success(
                request, gettext("The topic is made. It also tags comments that come from now on.")
            )
            return redirect("insight:topic", topic.pk)
    return form_page(request, None, name, query, problems)


@requires("insight.write")
@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, pk: int) -> HttpResponse:
    topic = topic_or_404(pk)
    name, query, problems = topic.name, topic.query, dict[str, str]()
    if request.method == "POST":
        name, query = request.POST.get("name", ""), request.POST.get("words", "")
        try:
            is_anew = change_topic(topic=topic, name=name, query=query, actor=request.member)
        except (NoNameError, QueryError) as error:
            problems = told(error)
        else:
            if is_anew:
                tag_soon(topic)
            messages.success(request, gettext("The topic is changed."))
            return redirect("insight:topic", pk)
    return form_page(request, topic, name, query, problems)


def told(error: Exception) -> dict[str, str]:
    if isinstance(error, QueryError):
        return {"words": problem_in_words(error)}
    if isinstance(error, TooManyTopicsError):
        words = gettext("There are %(most)s topics already. Remove one that is no longer needed.")
        return {"name": words % {"most": MOST_TOPICS}}
    return {"name": gettext("Give the topic a name.")}


def form_page(
    request: MemberRequest, topic: QueryTopic | None, name: str, query: str, problems: dict[str, str]
) -> HttpResponse:
    context = {
        "topic": topic,
        "name": name,
        "words": query,
        "problems": problems,
        "tried": tried(query) if query.strip() else None,
        "tried_days": TRIED_DAYS,
    }
    return render(request, "insight/topic_form.html", context, status=422 if problems else 200)


def tag_soon(topic: QueryTopic) -> None:
    if not is_tagged_at_once(topic):
        tag_comments.enqueue(current_organisation_id(), topic.pk)


@requires("insight.write")
@never_cache
@require_GET
def preview(request: MemberRequest) -> HttpResponse:
    """What the words would catch, while they are being written."""
    words = request.GET.get("words", "")
    context = {"tried": tried(words) if words.strip() else None, "tried_days": TRIED_DAYS}
    return render(request, "insight/_topic_preview.html", context)


@requires("insight.read")
@never_cache
@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """One topic that people ask for: how common, in what tone, how both have gone, and its comments."""
    topic = topic_or_404(pk)
    asked = asked_of(request.GET, today=today())
    rows = {one.pk: one for one in heard(comments_of(asked))}
    own = tagged([topic], rows)[topic.pk]
    weeks = buckets(list(rows.values()), {one.pk for one in own}, asked.period)
    comments = comments_of(asked).filter(pk__in=topic.tags.order_by().values("comment"))
    context = {
        **filter_context(asked),
        **comment_page(request, comments, asked.parameters),
        "topic": topic,
        "n": len(rows),
        "count": shown_count(counted(own, of=len(rows), period=asked.period)),
        "chart": tone_chart(topic.name, weeks, asked.period) if own else None,
        "may_write": may(request.member, "insight.write"),
    }
    return render(request, "insight/topic_show.html", context)


def topic_or_404(pk: int) -> QueryTopic:
    return get_object_or_404(QueryTopic, pk=pk, removed_at=None)


@requires("insight.write")
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    remove_topic(topic=topic_or_404(pk), actor=request.member)
    undo = reverse("insight:topic-restoration", args=[pk])
    messages.success(request, gettext("The topic was removed."), extra_tags=undo)
    return done(request)


@requires("insight.write")
@require_POST
def restoration(request: MemberRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(QueryTopic, pk=pk)
    restore_topic(topic=topic, actor=request.member)
    tag_soon(topic)
    messages.success(request, gettext("The topic is back."))
    return done(request)


def done(request: MemberRequest) -> HttpResponse:
    """To the list, as a whole page also for the button that undoes."""
    address = reverse("insight:topics")
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
