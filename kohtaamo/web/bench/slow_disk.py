"""A disk without power-loss protection, made believe: a library that lets each fsync take longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .server import compiler

EXTRA_MILLISECONDS = 2
SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static void linger(void) {
    struct timespec pause = {0, %d * 1000000L};
    nanosleep(&pause, 0);
}
int fsync(int file) {
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, "fsync");
    linger();
    return real(file);
}
int fdatasync(int file) {
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
    linger();
    return real(file);
}
"""


class NoSlowDiskError(Exception):
    """Says why there is none."""


def slow_disk(folder: Path) -> Path:
    """The library to load before all others. Linux only, and with a C compiler; `NoSlowDiskError`."""
    chosen = compiler()
    if not sys.platform.startswith("linux"):
        raise NoSlowDiskError("a slow disk can be made believe on Linux only")
    if chosen is None:
        raise NoSlowDiskError("there is no C compiler")
    source, library = folder / "slow_disk.c", folder / "slow_disk.so"
    source.write_text(SOURCE % EXTRA_MILLISECONDS)
    made = subprocess.run(
        [chosen, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise NoSlowDiskError(made.stderr.strip()[:200])
    return library
