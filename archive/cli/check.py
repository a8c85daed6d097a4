"""`archive check`: look for damage."""

from __future__ import annotations

import click

from archive.cli.invocation import Invocation, verb
from archive.output.receipts import write_faults


@verb
@click.option("--repair", is_flag=True, help="Mend what can be mended without losing anything.")
def check(invocation: Invocation, repair: bool) -> int:
    """Look for damage in the archive, and mend it.

    Reads every article, every original and the whole index, and names each fault.

    The exit code is 1 while a fault remains.
    """
    with invocation.archive() as archive:
        faults = archive.check(repair=repair)
    return 1 if write_faults(invocation.out, faults) else 0
