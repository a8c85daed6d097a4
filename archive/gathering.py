"""What arrives one by one, in batches: while one of them is written, what arrives next is gathered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")


class Gathering(Generic[_Thing]):
    """Things on their way into batches.

    A batch is full when the sum of the `load` of its things reaches 1, or when it has been waited for so many
    seconds; what was gathered while the one before it was written took no time.
    """

    def __init__(self, arriving: Iterator[_Thing], load: Callable[[_Thing], float], seconds: float) -> None:
        self._arriving = arriving
        self._load_of = load
        self._seconds = seconds
        self._things: list[_Thing] = []
        self._load = 0.0
        self._ended = False
        self._problem: Exception | None = None

    def more(self) -> bool:
        """Gather one thing more, if there is one and room for it; tell whether there was.

        What goes wrong meanwhile is kept until the things before it have been taken.
        """
        if self._ended or self._load >= 1:
            return False
        try:
            thing = next(self._arriving)
        except StopIteration:
            self._ended = True
            return False
        except Exception as problem:  # noqa: BLE001 - raised again by `batches`
            self._ended, self._problem = True, problem
            return False
        self._things.append(thing)
        self._load += self._load_of(thing)
        return True

    def batches(self) -> Iterator[list[_Thing]]:
        """Give one batch after the other, each as soon as it is full or nothing more arrives."""
        while True:
            begun = time.monotonic()
            while self.more() and time.monotonic() - begun < self._seconds:
                pass
            batch, self._things, self._load = self._things, [], 0.0
            if batch:
                yield batch
            elif self._problem is not None:
                raise self._problem
            elif self._ended:
                return
