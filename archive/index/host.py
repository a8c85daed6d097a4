"""Whoosh's query classes, imported without the modules that Whoosh imports and a search never uses.

Whoosh takes single functions from large modules; here each is a function that imports its module when it is
called. `whoosh.query` brings every kind of query there is; here it is completed when one is asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

_BORROWED = {
    "html": "escape",
    "urllib.request": "urlretrieve",
    "whoosh.filedb.filestore": "OverlayStorage",
}
"""What Whoosh takes of modules that it would import for nothing else."""


def _import() -> None:
    """Import the few query classes that are used here."""
    if "whoosh.query" in sys.modules:
        return
    _put_by("whoosh", "query")
    borrowed = [module for module in _BORROWED if module not in sys.modules]
    for module in borrowed:
        sys.modules[module] = _lender(module, _BORROWED[module])
    try:
        for module in ("qcore", "compound", "wrappers"):
            import_module(f"whoosh.query.{module}")
    finally:
        for module in borrowed:
            del sys.modules[module]


def _lender(module: str, name: str) -> ModuleType:
    """Make a stand-in for a module, with one function that calls the one of the module."""

    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(import_module(module), name)(*arguments, **named)

    lender = ModuleType(module)
    setattr(lender, name, call)
    return lender


def _put_by(parent: str, name: str) -> None:
    """Let a package be run only when something is asked of it that its modules have not put there."""
    spec = find_spec(f"{parent}.{name}")
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name=name)
    package, loader = module_from_spec(spec), spec.loader

    def complete(wanted: str) -> Any:
        del package.__dict__["__getattr__"]
        loader.exec_module(package)
        return getattr(package, wanted)

    package.__dict__["__getattr__"] = complete
    sys.modules[spec.name] = package
    setattr(sys.modules[parent], name, package)


_import()

from whoosh.query.compound import And, Or  # noqa: E402 - only now is it quick
from whoosh.query.qcore import Every, NullQuery, Query  # noqa: E402
from whoosh.query.wrappers import Not  # noqa: E402

__all__ = ["And", "Every", "Not", "NullQuery", "Or", "Query"]
