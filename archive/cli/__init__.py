"""The command line: started light, and left as soon as nothing is left to do."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

from archive.cli import startup


def main() -> NoReturn:
    """Run the program `archive`; where nothing is left to do behind a verb, the process ends at once.

    To take apart all that a search has loaded would be a fifteenth of its time.
    """
    startup.prepare()
    from archive.cli.invocation import Invocation
    from archive.cli.program import program

    invocation = Invocation()
    try:
        program.main(obj=invocation)
    except SystemExit as leaving:
        if invocation.leaves_nothing and isinstance(leaving.code, int):
            with suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(leaving.code)
        raise
