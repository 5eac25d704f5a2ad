from __future__ import annotations

import json

from kohtaamo.web.bench.bench import at_least, at_most, not_run
from kohtaamo.web.bench.benches.fresh import delays_of, found, inconsistent
from kohtaamo.web.bench.benches.rebuild import differing
from kohtaamo.web.bench.benches.stream import delays
from kohtaamo.web.bench.loading import Seen
from kohtaamo.web.bench.registry import BENCHES


def test_a_finding_says_whether_its_target_holds():
    assert at_least("3", 0.9, 0.9).holds
    assert not at_least("3", 0.89, 0.9).holds
    assert at_most("2", 50, 50, "ms").holds
    assert not at_most("2", 50.1, 50, "ms").holds
    assert not_run("2", "no compiler").holds is None


def test_a_finding_in_json_has_the_six_names():
    told = json.loads(json.dumps(at_least("1", 2.0, 12, beside={"ours": 3.0}).as_json()))
    assert told == {
        "name": "1",
        "value": 2.0,
        "unit": "×",
        "target": "≥ 12 ×",
        "holds": False,
        "beside": {"ours": 3.0},
    }


def test_every_benchmark_is_found_by_its_file():
    assert {"mix", "ingest", "crash", "stream", "import", "map", "measure"} <= set(BENCHES)
    assert {"size", "rebuild", "compile", "fresh", "erase"} <= set(BENCHES)
    assert all(bench.description for bench in BENCHES.values())


def test_an_answer_is_seen_when_the_reader_counts_one_more():
    # others' answers are counted meanwhile too
    read = [(0.0, 10, 10, 0), (1.5, 30, 30, 0), (2.0, 31, 31, 1), (4.0, 60, 60, 2)]
    assert delays_of([1.0, 3.5], read) == [1.0, 0.5]
    assert delays_of([1.0, 3.5, 5.0], read) == [1.0, 0.5]
    assert delays_of([], read) == []


def test_what_was_counted_twice_or_vanished_is_inconsistent():
    assert inconsistent([(0.0, 10, 10, 0), (1.0, 11, 11, 1)]) == 0
    assert inconsistent([(0.0, 11, 10, 0), (1.0, 11, 11, 1)]) == 1
    assert inconsistent([(0.0, 11, 11, 0), (1.0, 10, 10, 0)]) == 1


def test_answers_that_nobody_saw_are_told():
    findings = {one.name: one for one in found([1.0], [[(0.0, 10, 10, 0), (2.0, 30, 30, 0)]])}
    assert findings["7 answers not seen"].value == 1
    assert findings["7 acknowledged → seen by another process, p99"].holds is False


def test_sums_differ_where_a_kind_is_missing_or_another():
    assert differing([("nps", 3, 21.0)], [("nps", 3, 21.0)]) == 0
    assert differing([("nps", 3, 21.0), ("csat", 1, 4.0)], [("nps", 3, 21.0)]) == 1


def test_fan_out_counts_from_the_first_who_heard():
    seen = Seen(2, 0, 0.0, 0.0, 0.0, 0, {}, [], [10.2, 10.5, 20.1, 20.3])
    whole, fan_out = delays(seen, [10.0, 20.0])
    assert [round(one) for one in whole] == [100, 200, 300, 500]
    assert [round(one) for one in fan_out] == [0, 0, 200, 300]
