"""Dataclasses that take a fifteenth of the time to make, and are copied with changes in half of it.

`dataclasses.dataclass` writes the methods of every class as source text and compiles it when the module is
imported, which for the classes of a search takes as long as all the rest of it. Here the same methods are
closures over the names of the fields; whatever else `dataclasses` does with such a class, it does as ever.
Only of a class that many objects are made of, the method that makes them is written out after all: it takes a
third of the time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, *, frozen=False, slots=False, kw_only=False):
        """Make a dataclass; the arguments are those of `dataclasses.dataclass`."""

        def made(bare):
            plain = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
            whole = plain(bare)
            for name, method in _methods(whole, frozen).items():
                if name not in bare.__dict__ or name == "__hash__":
                    setattr(whole, name, method)
            return whole

        return made if cls is None else made(cls)


__all__ = ["OFTEN", "dataclass", "replace"]

OFTEN = 100
"""Objects of a class after which it pays to write out what makes them: as long as to make fifty of them."""

_Any = TypeVar("_Any")


def replace(instance: _Any, /, **changes: Any) -> _Any:
    """Give an object of such a class again, with some fields changed.

    As `dataclasses.replace` does, which asks for each field by its name; a hundred thousand articles are
    replaced half a dozen times each. Raises TypeError for a field that there is not.
    """
    replaced: _Any = type(instance).__replace__(instance, **changes)  # type: ignore[attr-defined]
    return replaced


def _methods(cls: Any, frozen: bool) -> dict[str, Any]:
    """Give the methods of a class by their names."""
    names = tuple(field.name for field in dataclasses.fields(cls))
    setters = tuple(_setter(cls, name) for name in names)
    several = attrgetter(*names) if len(names) > 1 else None
    places = {name: place for place, name in enumerate(names)}

    def values(self: Any) -> tuple[Any, ...]:
        found: tuple[Any, ...] = several(self) if several else tuple([getattr(self, name) for name in names])
        return found

    def take(self: Any, state: Iterable[Any]) -> None:
        for set_value, value in zip(setters, state, strict=True):
            set_value(self, value)

    def renewed(self: Any, /, **changes: Any) -> Any:
        state = list(values(self))
        for name, value in changes.items():
            if name not in places:
                raise _misuse(cls, names, dict(zip(names, state, strict=True)) | changes, 0, 0)
            state[places[name]] = value
        made = object.__new__(cls)
        take(made, state)
        return made

    def same(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def text(self: Any) -> str:
        pairs = [f"{name}={value!r}" for name, value in zip(names, values(self), strict=True)]
        return f"{type(self).__qualname__}({', '.join(pairs)})"

    methods = {
        "__init__": _init(cls, names, setters),
        "__eq__": same,
        "__repr__": text,
        "__replace__": renewed,
        "__hash__": (lambda self: hash(values(self))) if frozen else None,
        "__getstate__": values,
        "__setstate__": take,
    }
    return methods | ({"__setattr__": _set, "__delattr__": _delete} if frozen else {})


def _init(cls: Any, names: tuple[str, ...], setters: tuple[Any, ...]) -> Any:
    fields = dataclasses.fields(cls)
    asked = tuple(field.name for field in fields if not field.kw_only)
    defaults = {field.name: field.default for field in fields if field.default is not MISSING}
    filled = _filled(cls, names, asked, defaults)
    count, known = len(names) if len(asked) == len(names) else -1, frozenset(names)
    tails = _tails(names[: max(count, 0)], defaults)
    made = 0

    def init(self: Any, *args: Any, **named: Any) -> None:
        nonlocal made
        made += 1
        if made == OFTEN:
            cls.__init__ = _written(cls, setters)
        if not named and len(args) in tails:
            args += tails[len(args)]
        elif not args and named.keys() == known:  # the usual call
            args = tuple(map(named.__getitem__, names))
        elif named or len(args) != count:
            args = filled(args, named)
        for set_value, value in zip(setters, args, strict=False):  # they are as many by now
            set_value(self, value)

    return init


def _filled(
    cls: Any, names: tuple[str, ...], asked: tuple[str, ...], defaults: Mapping[str, Any]
) -> Callable[[tuple[Any, ...], Mapping[str, Any]], tuple[Any, ...]]:
    """Give what makes the values of all fields of the arguments of a call, in order."""
    known = frozenset(names)
    makers: dict[str, Any] = {
        field.name: field.default_factory
        for field in dataclasses.fields(cls)
        if field.default_factory is not MISSING
    }

    def filled(args: tuple[Any, ...], named: Mapping[str, Any]) -> tuple[Any, ...]:
        given = {**defaults, **named}
        wrong = len(args) > len(asked) or any(name in named for name in asked[: len(args)])
        if args:
            given.update(zip(asked, args, strict=False))
        for name, maker in makers.items():
            if name not in given:
                given[name] = maker()
        if wrong or len(given) != len(names) or not given.keys() <= known:
            raise _misuse(cls, names, given, len(args), len(asked))
        return tuple(map(given.__getitem__, names))

    return filled


def _written(cls: Any, setters: Iterable[Any]) -> Any:
    """Write out the method that makes an object, as a standard dataclass has it."""
    known: dict[str, Any] = {"MISSING": MISSING}
    asked: tuple[list[str], list[str]] = ([], [])
    lines = []
    for place, (field, setter) in enumerate(zip(dataclasses.fields(cls), setters, strict=True)):
        default, value = "", field.name
        if field.default_factory is not MISSING:
            default, value = "=MISSING", f"make{place}() if {value} is MISSING else {value}"
        elif field.default is not MISSING:
            default = f"=default{place}"
        known |= {
            f"set{place}": setter,
            f"default{place}": field.default,
            f"make{place}": field.default_factory,
        }
        asked[bool(field.kw_only)].append(field.name + default)
        lines.append(f" set{place}(self, {value})")
    parameters = ", ".join(["self", *asked[0], *(["*"] if asked[1] else []), *asked[1]])
    lines = lines or [" pass"]
    exec("\n".join([f"def made({parameters}):", *lines]), known)  # noqa: S102  # the names are those of fields
    known["made"].__qualname__ = f"{cls.__qualname__}.__init__"
    return known["made"]


def _tails(names: tuple[str, ...], defaults: Mapping[str, Any]) -> dict[int, tuple[Any, ...]]:
    """Give the defaults of the last fields by how many come before them, as far as all of them have one."""
    tails: dict[int, tuple[Any, ...]] = {}
    for number in range(len(names) - 1, -1, -1):
        if names[number] not in defaults:
            break
        tails[number] = (defaults[names[number]], *tails.get(number + 1, ()))
    return tails


def _setter(cls: Any, name: str) -> Any:
    """Give what sets a field, past all refusal: that of its slot, else the one of every object."""
    slot = cls.__dict__.get(name)
    if hasattr(slot, "__set__"):
        return slot.__set__
    return lambda self, value: object.__setattr__(self, name, value)


def _misuse(cls: Any, names: tuple[str, ...], given: dict[str, Any], args: int, most: int) -> TypeError:
    """Give the error that a call with wrong arguments deserves."""
    unknown = [name for name in given if name not in names]
    missing = [name for name in names if name not in given]
    wrong = f"takes at most {most} positional arguments, each once; {args} were given"
    if unknown:
        wrong = f"got an unexpected keyword argument {unknown[0]!r}"
    elif missing:
        wrong = f"missing the argument {missing[0]!r}"
    return TypeError(f"{cls.__qualname__}.__init__() {wrong}")


def _set(_self: Any, name: str, _value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
