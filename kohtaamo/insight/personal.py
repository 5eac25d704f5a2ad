from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.encounters.models import Customer
from kohtaamo.encounters.personal_part import Happening, Holding, PersonalPart

from .models import Correction, FigureValue, LearnedModel, Measurement, Reading, ThemeMention, TopicTag
from .readers.telling import sent_of


def copy(customer: Customer) -> dict[str, Any]:
    values = Measurement.objects.filter(customer=customer, is_superseded=False).select_related("touchpoint")
    figures = FigureValue.objects.filter(customer=customer).select_related("figure")
    return {
        **read_in_comments(customer),
        "values": [
            {
                "kind": one.kind,
                "value": one.value,
                "happened_at": one.happened_at.isoformat(),
                "touchpoint": one.touchpoint.name,
                "group": one.segment,
            }
            for one in values
        ],
        "business_figures": [
            {
                "name": one.figure.name,
                "from": one.starts_on.isoformat(),
                "period": one.size,
                "value": one.value,
                "unit": one.figure.measure,
            }
            for one in figures
        ],
    }


def read_in_comments(customer: Customer) -> dict[str, Any]:
    return {
        "tones_read_in_comments": [
            {
                "question": one.comment.question,
                "happened_at": one.comment.happened_at.isoformat(),
                "tone": one.label,
            }
            for one in readings(customer)
        ],
        "themes_read_in_comments": [
            {
                "question": one.comment.question,
                "happened_at": one.happened_at.isoformat(),
                "theme": one.theme,
                "tone": one.label,
            }
            for one in mentions(customer)
        ],
        "topics_of_comments": [
            {"topic": name, "question": question, "happened_at": moment.isoformat()}
            for name, question, moment in topics(customer)
        ],
        "sent_to_readers": sent_of(customer),
        "corrections_of_readings": [
            {
                "question": one.comment.question,
                "of": one.theme or one.task,
                "value": one.value,
                "at": one.at.isoformat(),
            }
            for one in corrections(customer)
        ],
    }


def corrections(customer: Customer) -> Any:
    rows = Correction.objects.filter(comment__answer__customer=customer)
    return rows.select_related("comment").order_by("at", "pk")


def readings(customer: Customer) -> Any:
    rows = Reading.objects.filter(comment__answer__customer=customer, comment__answer__is_from_staff=False)
    return rows.select_related("comment").order_by("comment__happened_at", "pk")


def mentions(customer: Customer) -> Any:
    rows = ThemeMention.objects.filter(comment__answer__customer=customer)
    return rows.select_related("comment").order_by("happened_at", "pk")


def topics(customer: Customer) -> Any:
    """Topics of the organisation's own that her comments are tagged with; a tag goes with its comment."""
    rows = TopicTag.objects.filter(
        comment__answer__customer=customer, comment__answer__is_from_staff=False, topic__removed_at=None
    )
    rows = rows.order_by("comment__happened_at", "topic__name", "pk")
    return rows.values_list("topic__name", "comment__question", "comment__happened_at")


def timeline(_customer: Customer, _most: int) -> list[Happening]:
    """Values are of what the other packages tell already."""
    return []


def holdings(customer: Customer) -> list[Holding]:
    models = LearnedModel.objects.exclude(data=b"").count() if readings(customer).exists() else 0
    values = Measurement.objects.filter(customer=customer, is_superseded=False).count()
    figures = FigureValue.objects.filter(customer=customer).count()
    return [
        Holding(figures, _("Business figures of this person alone")),
        Holding(
            models, _("Models taught by answers and corrections"), _("are taught anew in the next night")
        ),
        Holding(values, _("Values in the numbers"), _("stay, without any link to this person")),
    ]


PART = PersonalPart(key="insight", order=30, copy=copy, timeline=timeline, holdings=holdings)
