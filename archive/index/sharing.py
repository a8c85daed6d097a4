"""One segment made by two processes: each writes files of it, and the segment is all of these.

The lists of forms with their positions, half of the work, are one file, everything that does not wait for
them another; what needs what both have found comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from archive.index.codec.sections import Sections, SectionWriter
from archive.index.codec.segment import SegmentReader
from archive.index.merging import DERIVED, FORMS, Merge, Ordinals, SpoolingWriter

Step = tuple[Callable[..., Any], tuple[Any, ...]]
"""A method of what makes a segment (`SharedMerge`, `assembly.Assembly`), and what it is given."""


class Files(NamedTuple):
    """The files of a segment: the lists of forms, what is made of both others, everything else."""

    lists: Path
    derived: Path
    rest: Path


class SharedMerge:
    """Segments that are merged by two processes."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._merge = Merge(segments)

    @staticmethod
    def begin(files: Files, shares: int) -> list[list[Step]]:  # noqa: ARG004 -- as many ways, whoever goes them
        """Give the first steps of one or two processes."""
        lists: Step = SharedMerge.write_lists, (files.lists,)
        rest: Step = SharedMerge.write_rest, (files.rest,)
        return [[lists], [rest]]

    @staticmethod
    def end(files: Files, found: Sequence[Ordinals]) -> list[Step]:
        """Give the last step, with what became of the terms of all fields."""
        return [(SharedMerge.write_members, (files.derived, found))]

    def write_lists(self, path: Path) -> Ordinals:
        """Write the lists of forms; give what became of them."""
        with SpoolingWriter(path) as sections:
            fields, ordinals = self._merge.write_fields(sections, FORMS)
            sections.close({"fields": fields}, lasting=False)
        return ordinals

    def write_rest(self, path: Path) -> Ordinals:
        """Write everything else; give what became of the terms that have members."""
        with SpoolingWriter(path) as sections:
            fields, ordinals = self._merge.write_fields(sections, DERIVED)
            facts = self._merge.write_rest(sections)
            sections.close({**facts, "fields": {**fields, **facts["fields"]}}, lasting=False)
        return ordinals

    def write_members(self, path: Path, found: Sequence[Ordinals]) -> None:
        """Write which forms stand behind which terms."""
        with SectionWriter(path) as sections:
            self._merge.write_members(sections, {name: own for each in found for name, own in each.items()})
            sections.close({"fields": {}}, lasting=False)


def join(path: Path, files: Files, fingerprint: str) -> int:
    """Write the files of an assembly as one segment, synced, and give the number of its documents."""
    facts: dict[str, Any] = {"schema": fingerprint, "fields": {}}
    with SectionWriter(path) as sections:
        for part in map(Sections, files):
            for name in part.names:
                sections.add(name, part.bytes(name))
            facts = {**facts, **part.facts, "fields": {**facts["fields"], **part.facts["fields"]}}
        sections.close(facts)
    count: int = facts["doc_count"]
    return count
