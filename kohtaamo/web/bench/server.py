"""Real server processes on ports of their own: the product's, and the peers measured beside it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

START_SECONDS = 90
STOP_SECONDS = 40
KIB = 1024


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """Kill -9 of the whole tree at once, as a pulled plug would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=STOP_SECONDS)

    def stop(self) -> None:
        os.kill(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def resident_kib(self) -> float | None:
        """Memory of the tree; None where the system does not tell (it is read from /proc)."""
        if not Path("/proc/self/statm").exists():
            return None
        page = os.sysconf("SC_PAGE_SIZE") / KIB
        return sum(float(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page for pid in self.tree())

    def tree(self) -> list[int]:
        found = [self.process.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                found += [int(child) for child in children.read_text().split()]
        return found


@contextmanager
def product(data: Path, preload: Path | None = None) -> Iterator[Server]:
    """`kohtaamo up` on this data folder."""
    port = free_port()
    arguments = ["-m", "kohtaamo", "up", "--data", str(data), "--port", str(port)]
    with running(arguments, port, "/healthz", {}, preload, stop=Server.stop) as server:
        yield server


@contextmanager
def peer(application: str, facts: Mapping[str, str], preload: Path | None = None) -> Iterator[Server]:
    """An ASGI application under the product's own server with the product's own settings of it.

    It keeps nothing that is looked at afterwards, and threads of a plain view end only when they like.
    """
    port = free_port()
    arguments = ["-m", "granian", "--interface", "asgi", "--workers", "1", "--no-ws", "--no-log"]
    arguments += ["--port", str(port), application]
    with running(arguments, port, "/", facts, preload, stop=Server.kill) as server:
        yield server


@contextmanager
def running(
    arguments: list[str],
    port: int,
    probe: str,
    facts: Mapping[str, str],
    preload: Path | None,
    *,
    stop: Callable[[Server], None],
) -> Iterator[Server]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment(facts, preload),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        server = Server(port, process)
        try:
            if not answers(server, probe):
                said.seek(0)
                raise RuntimeError(said.read().decode(errors="replace") or "the server did not start")
            yield server
        finally:
            if process.poll() is None:
                stop(server)


def environment(facts: Mapping[str, str], preload: Path | None) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KOHTAAMO_", "DJANGO_"))}
    slow = {"LD_PRELOAD": str(preload)} if preload else {}
    return {**kept, **slow, "DJANGO_SETTINGS_MODULE": "kohtaamo.settings", "PYTHONUNBUFFERED": "1", **facts}


def answers(server: Server, path: str) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=5) as answer:
                answer.read()
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
