"""Topics that the people of Satama asked for; they stand before the first comment is tagged."""

from __future__ import annotations

from kohtaamo.insight.topics.editing import make_topic
from kohtaamo.insight.topics.tagging import tag_older
from kohtaamo.organisation.models import Member

TOPICS = (
    ("Jonotus puhelimessa", "jono* TAI queue* TAI valik* TAI vastasi"),
    ("Laskun selkeys", "lasku* JA (selke* TAI summ* TAI ymmär* TAI erittely*) TAI invoice"),
)


def make_topics(actor: Member) -> None:
    for name, words in TOPICS:
        tag_older(topic=make_topic(name=name, query=words, actor=actor))
