"""What a start can do without: most of a search from the command line is spent on loading what it needs.

Nothing here changes what any module does, only when, and with how many threads.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

GARBAGE = 100_000
"""Objects made before Python looks for cycles among them; a search makes half as many, and they last."""

DESCRIPTIONS = frozenset(
    f"numpy.{core}._add_newdocs{kind}" for core in ("_core", "core") for kind in ("", "_scalars")
)
"""Modules that give numpy's compiled functions their docstrings, a seventh of the work of loading it."""


def prepare() -> None:
    """Make ready to load click and numpy in as little time as they can be."""
    gc.set_threshold(GARBAGE)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # to start threads takes time; no matrix is multiplied
    sys.meta_path.insert(0, Deferring)


class Deferring:
    """Finds the modules that are loaded only if something is ever asked of them."""

    @classmethod
    def find_spec(
        cls,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Find such a module; None for all others."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname in DESCRIPTIONS else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec
