"""The pager that shows what is longer than the screen."""

from __future__ import annotations

import os
import shlex
import signal
from contextlib import suppress


def show(text: str) -> bool:
    """Feed a pager, whose Ctrl-C is while it runs; false where there is none that can be started."""
    command = _command()
    if not command:
        return False
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, reading, 0), (os.POSIX_SPAWN_CLOSE, writing)]
    try:
        environment = {"LESSSECURE": "1", "LESSCHARSET": "utf-8"} | dict(os.environ)
        pager = os.posix_spawnp(command[0], command, environment, file_actions=actions)
    except OSError:
        os.close(writing)
        return False
    finally:
        os.close(reading)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with suppress(BrokenPipeError), open(writing, "wb") as pipe:  # noqa: PTH123 -- a descriptor
            pipe.write(text.encode("utf-8", "replace"))
        os.waitpid(pager, 0)
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _command() -> list[str]:
    """Give the pager's command: $PAGER without a shell, else less; empty where none is wanted."""
    if os.environ.get("TERM") == "dumb" or not hasattr(os, "posix_spawnp"):
        return []
    try:
        command = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:
        return []
    if command and os.path.basename(command[0]) == "less":  # noqa: PTH119 -- a name typed by a person, no path of ours
        command.append("-FRX")
    return [] if command == ["cat"] else command
