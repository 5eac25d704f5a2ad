"""A real `kohtaamo up` in its own process group, with its own data folder."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

START_SECONDS = 240


@dataclass
class Server:
    data: Path
    arguments: tuple[str, ...] = ()
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None
    _listener: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def link(self) -> str:
        """The one-time sign-in link that the command printed."""
        found = re.search(r"http\S+/sign-in/\S+", "\n".join(self.lines))
        assert found, self.lines
        return found[0]

    def start(self) -> None:
        self.port = self.port or free_port()
        self.lines.clear()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kohtaamo", "up", "--port", str(self.port), *self.arguments],
            env=environment(self.data) | self.settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._wait_until_answering()

    def _listen(self) -> None:
        assert self.process
        assert self.process.stdout
        with self.process.stdout as said:
            self.lines.extend(iter(said.readline, ""))

    def _wait_until_answering(self) -> None:
        assert self.process
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "".join(self.lines)
            try:
                if httpx.get(f"{self.address}/healthz").status_code == 200 and self._said_link():
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError("".join(self.lines))

    def _said_link(self) -> bool:
        return any("/sign-in/" in line for line in self.lines)

    def kill(self) -> None:
        """Kill -9 of everything at once, as the out-of-memory killer or a pulled plug would."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)
        self._heard_everything()

    def interrupt(self) -> int:
        assert self.process
        os.kill(self.process.pid, signal.SIGINT)
        ended = self.process.wait(timeout=40)
        self._heard_everything()
        return ended

    def _heard_everything(self) -> None:
        if self._listener:
            self._listener.join(timeout=10)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()


def environment(data: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KOHTAAMO_", "DJANGO_"))}
    return {**kept, "KOHTAAMO_DATA": str(data), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(data: Path, *arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    """A `kohtaamo` command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "kohtaamo", *arguments],
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
