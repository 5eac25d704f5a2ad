from __future__ import annotations

from kohtaamo.feedback.definitions.texts import called
from kohtaamo.feedback.importing.found import Asked, Item, Loss
from kohtaamo.feedback.importing.losses import stored_losses


def test_what_is_lost_is_told_by_the_words_people_read() -> None:
    asked = Asked(
        name="Q7", title="Miten\n asia hoitui?", shape="group", items=(Item("Q7_1", "1"), Item("Q7_2", "2"))
    )
    losses = [Loss("Q7", "nobody_answered"), Loss("Q7_2", "weight"), Loss("IPAddress", "personal")]
    assert [(one.element, one.code) for one in stored_losses(losses, [asked])] == [
        ("Miten asia hoitui? (Q7)", "nobody_answered"),
        ("Miten asia hoitui? (Q7_2)", "weight"),
        ("IPAddress", "personal"),
    ]


def test_long_question_is_cut_and_its_code_stays() -> None:
    assert called("a" * 200, "QID3") == f"{'a' * 119}… (QID3)"
    assert called("Q1", "Q1") == called("", "Q1") == "Q1"
