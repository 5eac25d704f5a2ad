"""The generated cases: by exact spans, each kind and all together."""

from __future__ import annotations

from collections import Counter

from kohtaamo.language.bench.personal_cases import MAKERS, NEGATIVES, Case, cases
from kohtaamo.language.personal import find

LEAST = 0.99


def test_generated_identifiers_are_found_by_exact_spans_and_nothing_else_is() -> None:
    made = cases()
    right, missed, wrong = Counter[str](), Counter[str](), Counter[str]()
    misses = []
    for case in made:
        found: set[tuple[str, int, int]] = {
            (one.kind, one.start, one.end) for one in find(case.text) if one.is_certain
        }
        expected = set(case.spans)
        right.update(kind for kind, *_ in found & expected)
        missed.update(kind for kind, *_ in expected - found)
        wrong.update(kind for kind, *_ in found - expected)
        if found != expected:
            misses.append(told(case, found))
    print("\n".join(misses))  # noqa: T201  a failing test shows them
    for kind in [*MAKERS, None]:
        good, less, more = (
            sum(n for k, n in counts.items() if kind in (k, None)) for counts in (right, missed, wrong)
        )
        print(kind or "all", f"recall {good / (good + less):.4f} precision {good / (good + more):.4f}")  # noqa: T201
        assert good / (good + less) >= LEAST
        assert good / (good + more) >= LEAST


def test_there_are_enough_cases_of_every_kind() -> None:
    made = cases()
    assert len(made) >= 2000
    assert sum(not case.spans for case in made) == NEGATIVES
    assert Counter(kind for case in made for kind, *_ in case.spans).keys() == MAKERS.keys()


def test_the_same_seed_makes_the_same_cases() -> None:
    assert cases(7) == cases(7) != cases(8)


def told(case: Case, found: set[tuple[str, int, int]]) -> str:
    missing = [(kind, case.text[start:end]) for kind, start, end in set(case.spans) - found]
    extra = [(kind, case.text[start:end]) for kind, start, end in found - set(case.spans)]
    return f"{case.text!r}: missed {missing}, wrong {extra}"
