from __future__ import annotations

import pytest

from kohtaamo.web.commands.import_answers import tell_result


def test_what_happened_to_several_columns_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    personal, numbers = "It tells who the person is.", "They are kept as numbers."
    tell_result(
        {
            "rows": 5,
            "stored": 5,
            "duplicates": 0,
            "refused": 0,
            "reasons": [],
            "losses": [
                {"element": "Name", "why": personal},
                {"element": "Fruit", "why": numbers},
                {"element": "IPAddress", "why": personal},
            ],
        }
    )
    said = capsys.readouterr().out.splitlines()
    assert said[1:] == ["", personal, "  Name", "  IPAddress", "", numbers, "  Fruit"]
