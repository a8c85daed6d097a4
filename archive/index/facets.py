"""How many of the articles found have each value of a field."""

from __future__ import annotations

from collections import Counter

import numpy as np

from archive.engine import Facet
from archive.errors import Problem, UnknownField
from archive.fields import BY_NAME
from archive.index.codec.lists import runs
from archive.index.ranking import Docs
from archive.index.schema import FACET_COLUMNS
from archive.index.snapshot import Snapshot


def count(snapshot: Snapshot, name: str, docs: Docs) -> Facet:
    """Count the values of a field over some articles, most frequent first; raises UnknownField."""
    field = BY_NAME.get(name.lower())
    if field is None or field.name not in FACET_COLUMNS:
        problem = Problem(
            f"Results cannot be counted by {name}.",
            (0, len(name)),
            f"Count by one of: {', '.join(FACET_COLUMNS)}.",
        )
        raise UnknownField(name, (problem,))
    counts: Counter[str] = Counter()
    for segment, offset in zip(snapshot.segments, snapshot.offsets, strict=False):
        first, last = np.searchsorted(docs, (offset, offset + segment.doc_count))
        column = segment.keywords(field.name)
        places = docs[first:last] - offset
        starts = column.starts[places].astype(np.int64)
        chosen = runs(starts, column.starts[places + 1] - column.starts[places])
        found = np.bincount(column.ordinals[chosen], minlength=len(column.values))
        for place in np.flatnonzero(found).tolist():
            counts[column.values[place]] += int(found[place])
    return Facet(field.name, tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))))
