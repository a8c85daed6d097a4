"""What was used last, as much of it as there is room for in memory."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Values by their keys; those that were not asked for longest are forgotten for new ones."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._held = 0
        self._values: dict[Hashable, tuple[Value, int]] = {}

    def get(self, key: Hashable) -> Value | None:
        """Give a value that is remembered, None when it is not or is forgotten."""
        found = self._values.pop(key, None)
        if found is None:
            return None
        self._values[key] = found
        return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Remember a value that takes so much room, unless it takes all of it."""
        _, before = self._values.pop(key, (None, 0))
        self._values[key] = value, size
        self._held += size - before
        while self._held > self._room and self._values:
            self._held -= self._values.pop(next(iter(self._values)))[1]
