from __future__ import annotations

import socket
import stat
from pathlib import Path

import httpx
import pytest

from tests.processes.server import Server, run

pytestmark = pytest.mark.processes


def test_up_makes_everything_and_stops_cleanly_on_interrupt(tmp_path: Path) -> None:
    data = tmp_path / "new" / "folder"
    server = Server(data)
    try:
        server.start()
        page = httpx.get(server.link)
        assert page.status_code == 200
        secret = data / "secret.key"
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        assert (data / "kohtaamo.sqlite3").exists()
        assert server.interrupt() == 0
    finally:
        server.stop()
    with socket.socket() as probe:  # nobody is left behind on the port
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", server.port))
    assert "Kohtaamo has stopped." in "".join(server.lines)


def test_up_again_keeps_the_data_and_gives_a_new_link(tmp_path: Path) -> None:
    server = Server(tmp_path)
    try:
        server.start()
        first = server.link
        server.kill()
        server.start()
        assert server.link != first
    finally:
        server.stop()


def test_a_taken_port_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = run(tmp_path, "up", "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 2
    assert "Choose another with --port." in ended.stderr


def test_measure_on_a_new_folder_says_that_nothing_is_there_and_makes_nothing(tmp_path: Path) -> None:
    ended = run(tmp_path, "measure", "nps")
    assert ended.returncode == 2
    assert f"There is no data in {tmp_path}." in ended.stderr
    assert list(tmp_path.iterdir()) == []
