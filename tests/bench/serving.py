"""Servers of the bench: the office as it is served, or a program that says where it listens."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def office(url: str, workers: int = 1, *more: str) -> Iterator[str]:
    """The office over that database; the address of its server."""
    command = ("backoffice", "serve", "--db", url, "--workers", str(workers), *more)
    with program(*command, "--listen", "127.0.0.1:0") as listening:
        yield listening


@contextmanager
def program(*command: str) -> Iterator[str]:
    """A module of ours that prints where it listens, ended at the end."""
    with subprocess.Popen(  # noqa: S603 — our own program
        [sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline())["listening"]
        finally:
            process.terminate()
