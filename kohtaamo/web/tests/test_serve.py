from __future__ import annotations

from pathlib import Path

from kohtaamo.web.commands.serve import USUAL_ADDRESS, command_for_link


def test_command_for_a_new_link_is_short_where_all_is_as_usual() -> None:
    assert command_for_link("aino@example.org", None, USUAL_ADDRESS) == "kohtaamo link aino@example.org"


def test_command_for_a_new_link_names_the_folder_and_the_address() -> None:
    command = command_for_link("aino@example.org", Path("/data/my shop"), "http://127.0.0.1:9000")
    assert command == (
        "kohtaamo link aino@example.org --data '/data/my shop' --address http://127.0.0.1:9000"
    )
