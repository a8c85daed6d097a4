"""Where the run of each of many things begins: how long each is, and where every GROUPth begins.

::

    <name>.sizes     how long the run of each thing is, in the fewest bytes
    <name>.groups    u32, where the run of every GROUPth thing begins
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import Numbers
from archive.index.codec.sections import Sections, SectionWriter

GROUP = 64


def write_runs(sections: SectionWriter, name: str, sizes: NDArray[np.integer]) -> None:
    """Write the sections drawn above."""
    sections.add_numbers(f"{name}.sizes", sizes)
    starts = np.cumsum(sizes, dtype=np.int64) - sizes
    sections.add(f"{name}.groups", starts[::GROUP].astype("<u4"))


class Runs:
    """The runs of so many things in one segment."""

    def __init__(self, sections: Sections, name: str, count: int) -> None:
        self._sections = sections
        self._name = name
        self.count = count
        """How many things there are."""
        if sections.size(f"{name}.groups") != 4 * -(-count // GROUP):
            raise sections.damaged(f"has damaged runs of {name}")

    @property
    def total(self) -> int:
        """How long all the runs are together."""
        return int(self.starts(self.count, self.count)[0])

    def sizes(self, first: int = 0, last: int | None = None) -> Numbers:
        """Give how long the runs [first, last) are."""
        sizes = self._sections.narrowed(f"{self._name}.sizes", self.count, first, last)
        return sizes.astype(np.uint32)

    def starts(self, first: int = 0, last: int | None = None) -> NDArray[np.int64]:
        """Give where the runs [first, last) begin, and where the last of them ends."""
        last = self.count if last is None else last
        group = min(first // GROUP, max(0, (self.count - 1) // GROUP))
        low = group * GROUP
        starts = np.zeros(last - low + 1, np.int64)
        np.cumsum(self.sizes(low, last), out=starts[1:])
        if self.count:
            starts += int(self._sections.array(f"{self._name}.groups", "<u4", group, group + 1)[0])
        return starts[first - low :]

    def bounds(self, place: int) -> tuple[int, int]:
        """Give where the run of one thing begins and ends; quicker than `starts`."""
        group = place // GROUP
        (start,) = self._sections.numbers(f"{self._name}.groups", "I", group, group + 1)
        sizes = self._sections.narrowed(f"{self._name}.sizes", self.count, group * GROUP, place + 1).tolist()
        stop = start + sum(sizes)
        return stop - sizes[-1], stop

    def at(self, places: NDArray[np.integer]) -> tuple[NDArray[np.int64], Numbers]:
        """Give where the runs of some things begin, and how long they are."""
        if len(places) * GROUP > self.count:
            starts = self.starts()
            return starts[places], np.diff(starts)[places].astype(np.uint32)
        firsts = self._sections.array(f"{self._name}.groups", "<u4")[places // GROUP].astype(np.int64)
        sizes = self._sections.narrowed(f"{self._name}.sizes", self.count)
        before = np.arange(GROUP)
        around = np.minimum((places // GROUP * GROUP)[:, None] + before, self.count - 1)
        firsts += (sizes[around] * (before < (places % GROUP)[:, None])).sum(axis=1, dtype=np.int64)
        return firsts, sizes[places].astype(np.uint32)
