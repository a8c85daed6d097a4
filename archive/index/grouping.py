"""Which articles are one story: the same text in several papers, or the same page saved twice.

Articles are laid side by side in the order of their days (then of their ids, undated ones last). Each that is
a copy of an earlier one which has begun a story belongs to it; any other begins one. So a story never grows
along a chain of copies of copies: each of its articles is a copy of its earliest. What comes out depends on
the articles alone, not on the order they were added in: at a commit, all articles that anything new might
concern are judged anew.

A story is named by a number made of the id of its earliest article, 0 for an article that stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from archive.analysis import forms
from archive.analysis.copies import Wording, is_copy
from archive.index.codec.lists import among, united
from archive.index.codec.segment import SegmentReader
from archive.index.codec.signatures import Signatures, merged, signatures
from archive.index.schema import NO_DAY
from archive.index.snapshot import Snapshot
from archive.index.stories import in_order

SHARED: Final = 3
"""Articles that share so many numbers of their signatures are compared word by word."""

NEARLY_ALL: Final = 11
"""Articles published apart must share so many, for they must be all but identical."""

TOGETHER: Final = 3
"""Days within which papers print the same story."""

COMMON: Final = 100
"""A number that more articles share comes from a formula and says nothing, but costs a comparison each."""

COMPARED: Final = 5
"""Earlier stories that an article is compared with, the most alike first."""

WORDINGS: Final = 512
"""Articles whose words are kept at hand (about 60 MB)."""

_AT_ONCE: Final = 4_096
"""Articles whose partners are looked for at a time (about 100 MB)."""

MOSTLY: Final = 4
"""The signatures of a segment are read once and kept when one in so many of its articles is judged anew."""

SIGNED = 1_000
"""To sign an article again takes as long as to read the signatures of so many."""

Numbers = NDArray[np.int64]


def assign(snapshot: Snapshot, changed: Numbers) -> tuple[Numbers, NDArray[np.uint64]]:
    """Judge anew the articles in `changed`, new or of a story that lost one, and all that these concern.

    Both ascend and are alive. Gives the articles judged, ascending, and the story of each, 0 for none.
    """
    pairs = _concerned(snapshot, changed)
    judged = united([changed, np.array([number for pair in pairs for number in pair], np.int64)])
    stories = np.zeros(len(judged), np.uint64)
    for earliest, others in _grouped(snapshot, pairs).items():
        stories[judged.searchsorted([earliest, *others])] = _number(snapshot.ids([earliest])[0])
    return judged, stories


def _concerned(snapshot: Snapshot, changed: Numbers) -> dict[tuple[int, int], int]:
    """Give all pairs that may be copies among the changed articles and whatever hangs together with them.

    Each is a pair of ascending numbers, with how many numbers of their signatures they share.
    """
    told = snapshot.told
    signed = _Signed(snapshot, changed)
    pairs: dict[tuple[int, int], int] = {}
    waiting = seen = changed
    while len(waiting):
        reached = [np.empty(0, np.int64)]
        for start in range(0, len(waiting), _AT_ONCE):
            one, other, shared = _partners(snapshot, signed, waiting[start : start + _AT_ONCE])
            low, high = np.minimum(one, other).tolist(), np.maximum(one, other).tolist()
            pairs.update(zip(zip(low, high, strict=True), shared.tolist(), strict=True))
            reached.append(other)
        near = united(reached)
        stories = united([told.stories[among(told.docs, near)]])
        kin = told.docs[among(told.stories, stories)] if len(stories) else near[:0]
        waiting = united([near, kin[snapshot.alive(kin)].astype(np.int64)])
        waiting = waiting[~among(waiting, seen)]
        seen = united([seen, waiting])
    return pairs


def _partners(
    snapshot: Snapshot, signed: _Signed, chosen: Numbers
) -> tuple[Numbers, Numbers, NDArray[np.intp]]:
    """Give the pairs of a chosen article and another one that may be a copy, and how much they share."""
    keys, owners = signed.of(chosen)
    found = signed.find(keys)
    having = np.sum([sizes for sizes, _ in found], axis=0)
    telling = (having > 1) & (having <= COMMON)
    one, other = [], []
    for sizes, numbers in found:
        told = np.repeat(telling, sizes)
        one.append(np.repeat(owners, sizes)[told])
        other.append(numbers[told])
    left, right = np.concatenate(one), np.concatenate(other)
    kept = (left != right) & snapshot.alive(right)
    codes, shared = np.unique((left[kept] << 32) | right[kept], return_counts=True)
    codes, shared = codes[shared >= SHARED], shared[shared >= SHARED]
    if not len(codes):
        return codes, codes, shared
    left, right = codes >> 32, codes & 0xFFFFFFFF
    kept = (shared >= NEARLY_ALL) | _together(snapshot, left, right)
    return left[kept], right[kept], shared[kept]


class _Signed:
    """The signatures of the articles of a snapshot; those of segments that are judged anew are read once."""

    def __init__(self, snapshot: Snapshot, changed: Numbers) -> None:
        joined = []
        self._apart: list[tuple[SegmentReader, int, int]] = []
        for segment, (first, last) in zip(snapshot.segments, pairwise(snapshot.offsets), strict=True):
            low, high = changed.searchsorted((first, last)).tolist()
            if (high - low) * MOSTLY > segment.doc_count:
                joined.append((segment.signatures.all(), np.arange(first, last)))
            else:
                self._apart.append((segment, first, last))
        self._joined = merged(joined)

    def of(self, chosen: Numbers) -> tuple[NDArray[np.uint32], Numbers]:
        """Give the keys of the signatures of some articles, and the article that each is of."""
        own = self._joined.of(chosen)
        keys, owners = [own.keys], [own.docs.astype(np.int64)]
        for segment, first, last in self._apart:
            low, high = chosen.searchsorted((first, last)).tolist()
            if low < high:  # of a large segment that has none of them nothing is read
                docs = chosen[low:high] - first
                few = len(docs) * SIGNED < segment.doc_count
                own = _signed_again(segment, docs) if few else segment.signatures.of(docs)
                keys.append(own.keys)
                owners.append(own.docs.astype(np.int64) + first)
        return np.concatenate(keys), np.concatenate(owners)

    def find(self, keys: NDArray[np.uint32]) -> list[tuple[NDArray[np.int64], Numbers]]:
        """Give, place by place, how many articles have each of some keys, and these, key by key."""
        found = [self._joined.find(keys)]
        firsts = [0]
        for segment, first, _ in self._apart:
            found.append(segment.signatures.find(keys))
            firsts.append(first)
        return [(sizes, docs.astype(np.int64) + n) for (sizes, docs), n in zip(found, firsts, strict=True)]


def _signed_again(segment: SegmentReader, docs: Numbers) -> Signatures:
    """Sign articles as they were signed when they were indexed, so that nothing is read of any other."""
    bodies = [forms(segment.texts(doc).get("body", "")) for doc in docs.tolist()]
    words = [crc32(form.encode(errors="surrogatepass")) for body in bodies for form in body]
    signed = signatures(np.array(words, np.uint64), np.array([len(body) for body in bodies], np.int64))
    return Signatures(signed.keys, docs[signed.docs].astype(np.uint32))


def _together(snapshot: Snapshot, one: Numbers, other: Numbers) -> NDArray[np.bool_]:
    """Tell whether articles were published within a few days; a day that is not known may be any."""
    days = snapshot.numbers_of("date", np.concatenate((one, other))).astype(np.int64)
    first, second = days[: len(one)], days[len(one) :]
    near: NDArray[np.bool_] = (np.abs(first - second) <= TOGETHER) | (first == NO_DAY) | (second == NO_DAY)
    return near


def _grouped(snapshot: Snapshot, pairs: dict[tuple[int, int], int]) -> dict[int, list[int]]:
    """Give the stories among some pairs: the earliest article of each, and the others."""
    partners: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (one, other), shared in pairs.items():
        partners[one].append((shared, other))
        partners[other].append((shared, one))
    order = {number: place for place, number in enumerate(in_order(snapshot, list(partners)))}

    @lru_cache(maxsize=WORDINGS)
    def wording(number: int) -> Wording:
        return Wording(snapshot.texts(number).get("body", ""))

    groups: dict[int, list[int]] = {}
    for number, place in order.items():
        earlier = [(-shared, order[other], other) for shared, other in partners[number] if other in groups]
        for _, before, other in sorted(earlier)[:COMPARED]:
            together = bool(_together(snapshot, np.array([number]), np.array([other]))[0])
            if before < place and is_copy(wording(number), wording(other), together=together):
                groups[other].append(number)
                break
        else:
            groups[number] = []
    return {earliest: others for earliest, others in groups.items() if others}


def _number(id: str) -> np.uint64:
    raw = id.encode(errors="surrogatepass")
    return np.uint64((crc32(raw) << 32 | crc32(raw[::-1])) or 1)
