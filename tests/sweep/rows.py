"""Rows for the sweeps: so many of everything, made by the product's own services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from kohtaamo.conversations.services import add_cause, add_note, choose_cause, open_by_hand, save_rule
from kohtaamo.encounters.services import (
    IncomingCustomer,
    IncomingEncounter,
    give_consent,
    record_customers,
    record_encounters,
)
from kohtaamo.feedback.models import (
    Answer,
    AnswerFile,
    CallAttempt,
    Comment,
    ContactList,
    FatigueRule,
    Import,
    Kiosk,
    Occasion,
    Survey,
    Widget,
)
from kohtaamo.feedback.points import give_calls, make_kiosk
from kohtaamo.feedback.points.calls import Person
from kohtaamo.feedback.reaching import make_link, make_widget
from kohtaamo.feedback.sending import save_occasion, set_limits, start_occasion, take_pasted
from kohtaamo.feedback.services import (
    GivenValue,
    IncomingAnswer,
    create_survey,
    publish_survey,
    record_answers,
    start_wave,
)
from kohtaamo.improvement.models import Finding, Intervention
from kohtaamo.improvement.services import begin, mark_done, note_finding, start_action
from kohtaamo.insight.alerting.rules import make_rule
from kohtaamo.insight.alerting.watch import raise_alert
from kohtaamo.insight.board.making import make_report, order_report
from kohtaamo.insight.board.when import named
from kohtaamo.insight.figures import Definition, IncomingFigure, define, record_figures
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import (
    Alert,
    BoardReport,
    FigureImport,
    LearnedModel,
    SavedView,
    SharedLink,
    ThemeChange,
)
from kohtaamo.insight.saving import save_view
from kohtaamo.insight.services.reading_work import order_learning
from kohtaamo.insight.sharing import share
from kohtaamo.insight.themes.changing import Wanted, save_theme
from kohtaamo.insight.topics.asked import TopicsAsked
from kohtaamo.insight.topics.editing import make_topic
from kohtaamo.insight.topics.looking import make_look, order_look
from kohtaamo.insight.topics.tagging import tag_older
from kohtaamo.journeys.models import Moment, Placement, Touchpoint
from kohtaamo.journeys.services import add_stage, draw_journey, place_touchpoint, remove_stage
from kohtaamo.kit.periods import Period
from kohtaamo.organisation.events import deliver_all
from kohtaamo.organisation.models import Member, Organisation, Unit, User
from kohtaamo.organisation.services import add_webhook, issue_token, make_unit
from kohtaamo.organisation.tenancy import working_for
from tests.sweep.questions import QUESTIONNAIRE

ANSWERS = 12


@dataclass
class Subjects:
    """The newest row of each kind, by the beginning of the addresses it appears in and the parameter's name."""

    keys: dict[tuple[str, str], Any] = field(default_factory=dict)

    def of(self, route: str, parameter: str) -> Any:
        for (prefix, name), key in sorted(self.keys.items(), key=lambda item: -len(item[0][0])):
            if route.startswith(prefix) and name == parameter:
                return key
        raise KeyError(f"the sweep has no row for {parameter!r} of {route!r}: add it to tests/sweep/rows.py")


def fill(organisation: Organisation, actor: Member, numbers: range) -> Subjects:
    """One more of everything for each number; returns the rows of the last."""
    subjects = Subjects()
    with working_for(organisation):
        for number in numbers:
            subjects = one_of_everything(organisation, actor, number)
        deliver_all()
    return subjects


def one_of_everything(organisation: Organisation, actor: Member, number: int) -> Subjects:
    touchpoint, drawn = drawn_and_asked(actor, number)
    return Subjects({**drawn, **acted_and_set(organisation, touchpoint, actor, number)})


def drawn_and_asked(actor: Member, number: int) -> tuple[Touchpoint, dict[tuple[str, str], Any]]:
    """A journey with one of each, and the survey of its touchpoint, answered."""
    journey = draw_journey(name=f"Polku {number}", service_name="Liittymä", actor=actor)
    stage = add_stage(journey=journey, name="Apua ongelmaan", actor=actor)
    removed = remove_stage(stage=add_stage(journey=journey, name="Turha", actor=actor), actor=actor)
    moment = Moment.objects.get(stage=stage)
    place_touchpoint(moment=moment, name=f"Puhelinpalvelu {number}", actor=actor)
    placement = Placement.objects.select_related("touchpoint").get(moment=moment)
    touchpoint = placement.touchpoint
    survey = create_survey(
        name=f"Kysely {number}", touchpoint=touchpoint, questionnaire=QUESTIONNAIRE, actor=actor
    )
    publish_survey(survey=survey, actor=actor)
    survey.refresh_from_db()
    answer(survey, number)
    occasion, people = asked_people(survey, actor, number)
    return touchpoint, {
        ("customers/", "pk"): met_customer(touchpoint, survey, number),
        **cased(Answer.objects.get(uid=f"sweep-{number}-0"), actor, number),
        ("feedback/links/", "pk"): met(survey, actor, number),
        ("feedback/waves/", "pk"): start_wave(survey=survey, starts_on=date(2020, 1, 1), actor=actor).pk,
        ("feedback/kiosks/", "pk"): Kiosk.objects.get(link__name=f"Tabletti {number}").pk,
        ("feedback/widgets/", "pk"): Widget.objects.get(link__name=f"Sivulla {number}").pk,
        ("feedback/occasions/", "pk"): occasion.pk,
        ("feedback/occasions/lists/", "pk"): people.pk,
        ("journeys/", "pk"): journey.pk,
        ("journeys/", "stage"): stage.pk,
        ("journeys/", "moment"): moment.pk,
        ("journeys/", "placement"): placement.pk,
        ("journeys/", "event"): removed.pk,
        ("journeys/touchpoints/", "pk"): touchpoint.pk,
        ("feedback/surveys/", "pk"): survey.pk,
        ("feedback/surveys/", "number"): 1,
        ("feedback/surveys/", "state"): "nothing",
        ("feedback/surveys/", "key"): "kohtaamo",
        ("feedback/answers/files/", "key"): filed(survey, number),
        **read_texts(survey, actor, number),
    }


def read_texts(survey: Survey, actor: Member, number: int) -> dict[tuple[str, str], Any]:
    comment = Comment.objects.get(answer__uid=f"sweep-{number}-0")
    return {
        ("feedback/comments/", "pk"): comment.pk,
        ("insight/comments/", "pk"): comment.pk,
        ("insight/comments/", "value"): "neutral",
        ("insight/comments/<int:pk>/themes/", "theme"): "waiting",
        ("insight/comments/<int:pk>/themes/", "value"): "yes",
        ("insight/score-card/learning/", "pk"): order_learning(actor=actor).pk,
        ("insight/score-card/models/", "code"): "fi",
        ("insight/score-card/models/", "number"): learned(survey, number),
        ("insight/score-card/themes/", "theme"): "staff",
        ("insight/score-card/themes/", "code"): "fi",
        ("insight/score-card/themes/", "number"): learned(survey, number, task="theme:staff"),
    }


def learned(survey: Survey, number: int, task: str = "tone") -> int:
    """The number of a model; 0 is the program's own reader, of every organisation."""
    measured = {
        "n": 8,
        "macro_f1": 0.5,
        "macro_f1_interval": [0.2, 0.8],
        "f1": 0.5,
        "precision": 0.5,
        "recall": 0.5,
    }
    labels = {"yes": 25, "no": 25, "beside": 100}
    card = {"voices": [1.0, 1.0], "labels": labels, "own": measured, "rules": measured}
    kept = {"data": b"kept", "card": card if task != "tone" else {"voices": [1.0, 1.0]}}
    here = survey.organisation_id
    row = LearnedModel(organisation_id=here, task=task, language="fi", number=number + 1, **kept)
    row.save()
    return row.number


def met_customer(touchpoint: Touchpoint, survey: Survey, number: int) -> int:
    """A customer with as many encounters, consents and answers as numbers."""
    key = f"C-{number}-sweep"
    person = record_customers(customers=[IncomingCustomer(key=key, name=f"Asiakas {number}")])[key]
    now = timezone.now()
    for one in range(number + 1):
        give_consent(customer=person, source="member")
        meeting = IncomingEncounter(
            uid=f"{key}-{one}", touchpoint=touchpoint, happened_at=now, customer=person, channel="phone"
        )
        record_encounters(encounters=[meeting])
        said = (GivenValue("nps", "nps", 9), GivenValue("miksi", "open_text", "Sain apua."))
        record_answers(
            [
                IncomingAnswer(
                    uid=f"{key}-{one}", touchpoint=touchpoint, survey=survey, happened_at=now, content=said,
                    customer=person,
                )
            ]
        )  # fmt: skip
    return person.pk


def filed(survey: Survey, number: int) -> str:
    said = Answer.objects.get(uid=f"sweep-{number}-0")
    file = AnswerFile.objects.create(
        key=f"file-{said.organisation_id}-{number}", survey=survey, answer=said, uid=said.uid, question="kuva",
        name="kuva.png", type="image/png", size=1, contents=b"x",
    )  # fmt: skip
    return file.key


def met(survey: Survey, actor: Member, number: int) -> int:
    """Two links, a code on paper and a widget for each number."""
    made = [make_link(survey=survey, name=f"Linkki {number}.{one}", actor=actor) for one in range(number + 1)]
    make_link(survey=survey, name=f"Juliste {number}", way="qr", actor=actor)
    make_widget(survey=survey, name=f"Sivulla {number}", sites=["https://example.org"], actor=actor)
    make_kiosk(survey=survey, name=f"Tabletti {number}", actor=actor)
    people = [Person(name=f"Anna {one}", phone=f"+35840{number}{one}") for one in range(number + 1)]
    for call in give_calls(survey=survey, people=people, interviewer=actor, actor=actor):
        CallAttempt.objects.create(
            survey=survey, call=call, member=actor, uid=f"call:{call.pk}", way="phone", outcome="no_answer",
            happened_at=timezone.now(),
        )  # fmt: skip
    return made[0].pk


def cased(said: Answer, actor: Member, number: int) -> dict[tuple[str, str], Any]:
    """A customer case of this answer, with a rule and a cause."""
    rule = save_rule(name=f"Sääntö {number}", condition={"<": [{"var": "kind.nps"}, 0]}, actor=actor)
    cause = add_cause(name=f"Syy {number}", actor=actor)
    case = open_by_hand(answer=said, actor=actor)
    choose_cause(case=case, cause=cause, note="", actor=actor)
    add_note(case=case, text="Soitan huomenna.", actor=actor)
    return {
        ("cases/", "pk"): case.pk,
        ("cases/of-answers/", "pk"): said.pk,
        ("cases/rules/", "pk"): rule.pk,
        ("cases/causes/", "pk"): cause.pk,
    }


def asked_people(survey: Survey, actor: Member, number: int) -> tuple[Occasion, ContactList]:
    """As many occasions, limits and people as numbers; each list has a broken row."""
    occasion = save_occasion(
        name=f"Jälkikysely {number}", survey=survey, after="contacts", ways=["email"], actor=actor
    )
    start_occasion(occasion=occasion, actor=actor)
    set_limits(
        rules=[*FatigueRule.objects.all(), FatigueRule(organisation=occasion.organisation)], actor=actor
    )
    pasted = "email\n" + "\n".join(["rikki", *(f"a{one}@example.org" for one in range(number + 1))])
    return occasion, take_pasted(occasion=occasion, text=pasted, name=f"Lista {number}", actor=actor)


def acted_and_set(
    organisation: Organisation, touchpoint: Touchpoint, actor: Member, number: int
) -> dict[tuple[str, str], Any]:
    """What is found, done, watched, reported and set."""
    unit = make_unit(name=f"Yksikkö {number}", actor=actor)
    token, _ = issue_token(name=f"Kassa {number}", permissions=["feedback.write"], actor=actor)
    webhook = add_webhook(url=f"https://example.org/{number}", actor=actor)
    finding, action = found_and_acted(touchpoint, actor, number)
    alert = alerted(touchpoint, actor)
    user = User.objects.create_user(f"{organisation.slug}-{number}@example.org", name=f"Jäsen {number}")
    member = Member.objects.create(organisation=organisation, user=user, name=f"Jäsen {number}", role="agent")
    brought = Import.objects.create(name=f"vastaukset-{number}.csv", status="done", rows=3, stored=3)
    figure = told_figure(unit, number)
    kept, link = kept_and_shared(actor, number)
    figures = FigureImport.objects.create(name=f"luvut-{number}.csv", status="done", rows=3, stored=3)
    return {
        ("feedback/imports/", "pk"): brought.pk,
        ("insight/", "key"): "nps",
        ("insight/alerts/", "pk"): alert.pk,
        ("insight/alerts/rules/", "pk"): alert.rule_id,
        ("insight/reports/", "pk"): made_report(actor, number).pk,
        **topics_looked_for(actor, number),
        ("insight/figures/of/", "key"): figure,
        ("insight/themes/", "key"): "waiting",
        ("insight/themes/changes/", "pk"): changed_theme(actor, number).pk,
        ("insight/figures/imports/", "pk"): figures.pk,
        ("insight/export/", "key"): "numbers",
        ("insight/saved/", "pk"): kept.pk,
        ("insight/links/", "pk"): link.pk,
        ("improvement/actions/", "pk"): action.pk,
        ("improvement/alerts/", "pk"): alert.pk,
        ("improvement/findings/", "pk"): finding.pk,
        ("settings/members/", "pk"): member.pk,
        ("settings/units/", "pk"): unit.pk,
        ("settings/tokens/", "pk"): token.pk,
        ("settings/webhooks/", "pk"): webhook.pk,
    }


def kept_and_shared(actor: Member, number: int) -> tuple[SavedView, SharedLink]:
    view = save_view(name=f"Näkymä {number}", page="heat", parameters={}, is_common=True, actor=actor)
    link, _ = share(name=f"Linkki {number}", page="heat", parameters={}, days=30, actor=actor)
    return view, link


def told_figure(unit: Unit, number: int) -> str:
    """The key of a figure with a value of this unit, as many figures as units."""
    key = f"revenue-{number}"
    definition = Definition(key=key, name=f"Liikevaihto {number}", measure="€", is_summed=True)
    figure = define([definition])[key]
    told = IncomingFigure(figure=figure, size="month", starts_on=date(2026, 3, 1), value=100, unit=unit)
    record_figures([told])
    return key


def changed_theme(actor: Member, number: int) -> ThemeChange:
    """Of a theme of its own, whose words older comments are read by."""
    return save_theme(
        key="", wanted=Wanted(name_fi=f"Sää {number}", rules={"fi": "sade|sateessa"}), actor=actor
    )


def made_report(actor: Member, number: int) -> BoardReport:
    size, period = named(f"2026-{number + 1:02}")
    report = order_report(size=size, period=period, actor=actor)
    make_report(report=report)
    return report


def topics_looked_for(actor: Member, number: int) -> dict[tuple[str, str], Any]:
    """A topic that somebody asks for, and a look at the comments there are."""
    topic = make_topic(name=f"Aihe {number}", query="apua TAI sain", actor=actor)
    tag_older(topic=topic)
    asked = TopicsAsked(Period(date(2026, 1, number + 1), date(2026, 12, 31)))
    run = order_look(asked=asked, actor=actor)
    assert run is not None
    make_look(run=run)
    return {("insight/topics/", "pk"): topic.pk, ("insight/topics/looks/", "pk"): run.pk}


def found_and_acted(touchpoint: Touchpoint, actor: Member, number: int) -> tuple[Finding, Intervention]:
    finding = note_finding(title=f"Jonotus {number}", touchpoint=touchpoint, metric="nps", actor=actor)
    action = start_action(
        title=f"Takaisinsoitto {number}",
        touchpoint=touchpoint,
        metric="nps",
        direction="up",
        size=10,
        finding=finding,
        actor=actor,
    )
    begin(intervention=action, actor=actor)
    mark_done(intervention=action, done_on=(timezone.now() - timedelta(days=3)).date(), actor=actor)
    return finding, action


def alerted(touchpoint: Touchpoint, actor: Member) -> Alert:
    rule = make_rule(
        kind="low_score",
        metric=METRICS["nps"],
        parameters={"touchpoint": str(touchpoint.pk)},
        owner=actor,
        actor=actor,
        limit=2.0,
    )
    alert = raise_alert(rule, "answer 1 nps", {"value": 1.0, "n": 1})
    assert alert is not None
    return alert


def answer(survey: Survey, number: int) -> None:
    now = timezone.now()
    record_answers(
        [
            IncomingAnswer(
                uid=f"sweep-{number}-{one}",
                touchpoint=survey.touchpoint,
                survey=survey,
                happened_at=now - timedelta(days=one),
                content=(
                    GivenValue("nps", "nps", (one * 3) % 11),
                    GivenValue("csat", "csat", 1 + one % 5),
                    GivenValue("miksi", "open_text", "Jonotin pitkään, mutta neuvoja oli ystävällinen."),
                ),
                channel="phone",
                attributes={"paikkakunta": "Tampere"},
            )
            for one in range(ANSWERS)
        ]
    )
