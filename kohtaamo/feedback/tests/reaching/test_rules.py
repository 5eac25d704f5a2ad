from __future__ import annotations

import pytest
from django.utils import translation

from kohtaamo.feedback.reaching import Rules, in_words


def test_rules_come_back_as_they_were_stored() -> None:
    rules = Rules(after_seconds=5, event="order.delivered", share=20, pages=("/order/*", "!/order/pay"))
    assert Rules.read(rules.stored()) == rules


def test_rules_without_a_moment_are_none() -> None:
    assert Rules(share=20).stored() == {}
    assert not Rules.read({}).opens_itself


def test_what_is_stored_by_another_version_is_passed_over() -> None:
    assert Rules.read({"after_seconds": 3, "moon": "full"}) == Rules(after_seconds=3)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (Rules(), "It opens only when the visitor presses it."),
        (
            Rules(after_seconds=1, leaving=True, again_days=0),
            "It opens by itself when the page has been open for 1 second or when the visitor is about to leave.",
        ),
        (
            Rules(scrolled=50, share=20, again_days=30, pages=("/a/*", "!/a/b")),
            (
                "It opens by itself when 50 % of the page has been seen. Only on these pages: /a/*. "
                "Never on these pages: /a/b. Of a hundred visitors 20 see it. "
                "The same visitor is not asked again for 30 days."
            ),
        ),
    ],
)
def test_rules_are_told_in_a_sentence(rules: Rules, words: str) -> None:
    with translation.override("en"):
        assert in_words(rules, "en") == words
