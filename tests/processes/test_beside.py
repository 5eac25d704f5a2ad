"""Other commands open the database while the server works: nothing acknowledged is lost by it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.processes.server import Server, run
from tests.processes.test_kill import prepare, stored_uids, submit_until_gone, wait_until_busy

pytestmark = pytest.mark.processes

COMMANDS = 3
CLIENTS = 4


def test_commands_beside_the_server_lose_nothing(tmp_path: Path) -> None:
    """The server copies facts from the file all the while, and must not give up its locks of the file by that."""
    token, touchpoint = prepare(tmp_path)
    acknowledged: list[str] = []
    server = Server(tmp_path)
    try:
        server.start()
        clients = [
            threading.Thread(
                target=submit_until_gone, args=(server, token, touchpoint, str(client), acknowledged)
            )
            for client in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        for _ in range(COMMANDS):
            wait_until_busy(acknowledged, len(acknowledged) + 100)
            ended = run(tmp_path, "measure", "nps")
            assert ended.returncode == 0, ended.stderr
        assert server.process is not None
        assert server.process.poll() is None
        server.kill()
        for client in clients:
            client.join()
    finally:
        server.stop()
    stored = stored_uids(tmp_path)
    assert [uid for uid in acknowledged if stored[uid] != 1] == []
