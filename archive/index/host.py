"""Whoosh's query classes, imported without the modules that Whoosh imports and never calls."""

from __future__ import annotations

import sys
from types import ModuleType


def _import() -> None:
    """Import Whoosh with a stand-in for `urllib.request`, which it imports for a name it never uses."""
    name = "urllib.request"
    if name in sys.modules or "whoosh.compat" in sys.modules:
        return
    stand_in = ModuleType(name)
    stand_in.urlretrieve = None  # type: ignore[attr-defined]
    sys.modules[name] = stand_in
    try:
        import whoosh.compat  # noqa: F401
    finally:
        del sys.modules[name]


_import()

from whoosh.query import And, Every, Not, NullQuery, Or  # noqa: E402 - only now is it quick
from whoosh.query.qcore import Query  # noqa: E402

__all__ = ["And", "Every", "Not", "NullQuery", "Or", "Query"]
