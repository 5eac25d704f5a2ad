from __future__ import annotations

import hashlib
import json

from kohtaamo.feedback.importing.mapping import Mapping
from kohtaamo.feedback.importing.row import ReadRow, Refusal, RowReader
from kohtaamo.feedback.importing.seen import Seen
from kohtaamo.kit.tabular.table import Row

MAPPING = Mapping.model_validate(
    {
        "date": {"column": "päivä"},
        "touchpoint": {"name": "Puhelinpalvelu"},
        "unit": {"column": "yksikkö"},
        "questions": [{"column": "arvio", "kind": "csat", "name": "arvio"}],
        "attributes": [{"column": "ikä", "name": "ikä"}],
    }
)
CELLS = {"päivä": "21.11.2024", "yksikkö": ' Itä "2"\u20ac', "arvio": "5", "ikä": "", "muu": "ei lueta"}


def read(cells: dict[str, str], number: int = 1) -> ReadRow | Refusal:
    return READER.read(Row(number, cells, None, 0.5))


READER = RowReader(MAPPING, day_first=None, excel_serial=False)


def test_rows_of_earlier_imports_keep_their_fingerprint() -> None:
    said = [[column, CELLS[column]] for column in ("arvio", "ikä", "päivä", "yksikkö")]
    earlier = hashlib.blake2b(json.dumps([["puhelinpalvelu", ""], *said]).encode(), digest_size=20).digest()
    found = read(CELLS)
    assert isinstance(found, ReadRow)
    assert (found.fingerprint, found.uid) == (earlier, "")


def test_a_cell_refused_once_is_refused_again_with_the_number_of_its_own_row() -> None:
    unfit = {**CELLS, "arvio": "9"}
    first, second = read(unfit, 4), read(unfit, 7)
    assert isinstance(first, Refusal)
    assert isinstance(second, Refusal)
    assert (first.number, second.number) == (4, 7)
    assert first.code == second.code == "score_off_scale"
    assert first.facts == second.facts == {"column": "arvio", "low": "1", "high": "5", "value": "9"}


def test_texts_are_read_alike_the_second_time_and_however_long() -> None:
    for unit in ("Itä", "Itä", " Itä ", "Itä " * 40):
        found = read({**CELLS, "yksikkö": unit})
        assert isinstance(found, ReadRow)
        assert found.unit == " ".join(unit.split())
    refused = read({**CELLS, "yksikkö": "Itä " * 60})
    assert isinstance(refused, Refusal)
    assert refused.code == "name_too_long"


def test_likes_are_counted_within_a_batch_and_over_many() -> None:
    with Seen() as seen:
        assert seen.times([b"a", b"b", b"a"]) == [1, 1, 2]
        assert seen.times([]) == []
        assert seen.times([b"b", b"c", b"a", b"b"]) == [2, 1, 3, 3]
