"""The memory that processes take: theirs alone, and their share of what several have in common (PSS)."""

from __future__ import annotations

import multiprocessing
import os
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

PAUSE = 0.05
"""Seconds between two looks."""

_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def share(process: int | str = "self") -> float:
    """Give the proportional memory of a process in MB, 0 once it has ended."""
    with suppress(OSError):
        found = _PSS.search(Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii"))
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def family(process: int) -> list[int]:
    """Give a process and all that descend from it."""
    found = [process]
    for parent in found:
        with suppress(OSError):
            for children in Path(f"/proc/{parent}/task").glob("*/children"):
                found += [int(child) for child in children.read_text(encoding="ascii").split()]
    return found


def run(command: Sequence[str]) -> tuple[float, float]:
    """Run a program; give the seconds it takes, and the most memory of it and all it starts, in MB.

    It may end with 1, as adding does where one of the articles has no text.
    """
    began = time.perf_counter()
    peak = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(share, family(process.pid))))
            with suppress(subprocess.TimeoutExpired):
                process.wait(PAUSE)
        taken = time.perf_counter() - began
        said = process.stderr.read().decode() if process.stderr else ""
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}\n{said}")
    return taken, peak


def alone(job: Callable[..., None], *arguments: object) -> float:
    """Do a job in a process of its own, and give the memory it has at the end, in MB."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(sender, job, arguments))
    process.start()
    sender.close()
    told: float = receiver.recv()
    process.join()
    return told


def _tell(sender: Connection, job: Callable[..., None], arguments: tuple[object, ...]) -> None:
    job(*arguments)
    sender.send(share(os.getpid()))
