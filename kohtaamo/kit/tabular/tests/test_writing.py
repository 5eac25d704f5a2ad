from __future__ import annotations

import pytest

from kohtaamo.kit.tabular import neutralise


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=", "-", "＝1+1", "-1 =x"],
)
def test_formula_is_neutralised(cell: str) -> None:
    assert neutralise(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell", ["-5", "+4", "-3,5", "-1 204,5", "-1.5e-3", "-4 %", "", "hyvä", "5", "a=b", "'=1"]
)
def test_number_and_text_stay_as_they_are(cell: str) -> None:
    assert neutralise(cell) == cell
