"""Edit distance: that of a word to many terms at once, and what their letters tell of it beforehand.

Letting in, leaving out or replacing a character is one edit, and so is swapping two neighbours. The *letters*
of a term are 32 bits::

    0–21     a b c d e f g h i k l m n o p r s t u v w z: the term has the letter
    22       … one of j, q, x and y
    23       … a digit, a sign or a capital
    24–30    … two or more of a, e, i, n, r, s or t
    31       … two or more digits, signs and capitals

Any other character goes by the last byte of its UTF-8 and shares one of the first 24 bits. One edit sets at
most one bit and clears at most one, so terms that differ in more are farther apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

_LETTERS: Final = (*"abcdefghiklmnoprstuvwz", "jqxy")
_REPEATED: Final = "aeinrst"
_SIGNS: Final = 23
"""The class of what is ASCII and no small letter; the classes are numbered from 0."""

_TOGETHER: Final = 1 << 16
"""Terms whose letters are found at a time: each of their bytes is counted in eight."""


def letter_sets(terms: Sequence[bytes]) -> NDArray[np.uint32]:
    """Give the letters of each term, which is UTF-8 ended by 0xFF."""
    chunks = [_letters(terms[place : place + _TOGETHER]) for place in range(0, len(terms), _TOGETHER)]
    return np.concatenate(chunks) if chunks else np.empty(0, np.uint32)


def _letters(terms: Sequence[bytes]) -> NDArray[np.uint32]:
    blob = np.frombuffer(b"".join(terms), np.uint8)
    starts = [0, *accumulate(map(len, terms[:-1]))]
    bits = _CLASSES[blob]
    if blob.max() >= 0x80:  # only the last byte of a character counts, so that one character is one bit
        bits[:-1][(blob[1:] & 0xC0) == 0x80] = 0
    present = np.bitwise_or.reduceat(bits, starts)
    # a count beyond 255 runs over into the next; no word of so many letters is near any
    counts = np.add.reduceat(_COUNTED[blob], starts).view(np.uint8).reshape(-1, 8)
    twice = np.packbits(counts >= 2, axis=1, bitorder="little")[:, 0]
    letters: NDArray[np.uint32] = present | twice.astype("<u4") << 24
    return letters


def edit_distances(word: str, terms: Sequence[str], most: int) -> NDArray[np.uint8]:
    """Give the edit distance of a word to each term, at most `most + 1`."""
    result = np.full(len(terms), most + 1, np.uint8)
    sizes = np.fromiter(map(len, terms), np.int64, len(terms))
    alike = np.flatnonzero(np.abs(sizes - len(word)) <= most)
    if len(alike):
        width = len(word) + most
        text = "".join(terms[place].ljust(width) for place in alike.tolist())
        table = np.array([text], f"<U{max(1, len(text))}").view(np.uint32)[: len(text)]
        columns = np.ascontiguousarray(table.reshape(len(alike), width).T)
        rows = np.array(_last_row([ord(letter) for letter in word], columns, most))
        result[alike] = np.minimum(rows[sizes[alike], np.arange(len(alike))], most + 1)
    return result


def _last_row(letters: list[int], columns: NDArray[np.uint32], most: int) -> list[NDArray[np.uint8]]:
    """Give the distances of a word to the beginnings of all terms: a row of the table, a vector a cell.

    Cells farther than `most` from the diagonal are left out: they are farther than that from anything.
    """
    width, count = columns.shape
    far = np.full(count, most + 1, np.uint8)
    older = previous = [np.full(count, min(column, most + 1), np.uint8) for column in range(width + 1)]
    for row, letter in enumerate(letters):
        current = [far] * (width + 1)
        current[0] = np.full(count, min(row, most) + 1, np.uint8)
        for column in range(max(0, row - most), min(width, row + most + 1)):
            cell = np.minimum(previous[column + 1], current[column]) + 1
            cell = np.minimum(cell, previous[column] + (columns[column] != letter))
            if row and column:
                swapped = (columns[column - 1] == letter) & (columns[column] == letters[row - 1])
                cell = np.where(swapped, np.minimum(cell, older[column - 1] + 1), cell)
            current[column + 1] = cell
        older, previous = previous, current
    return previous


def _classes() -> NDArray[np.uint32]:
    """Give the bit of each byte that may end a character."""
    table = np.zeros(256, np.uint32)
    table[:0x80] = 1 << _SIGNS
    table[0x80:0xC0] = 1 << np.arange(0x80, 0xC0, dtype=np.uint32) % (_SIGNS + 1)
    for place, letters in enumerate(_LETTERS):
        table[[ord(letter) for letter in letters]] = 1 << place
    return table


def _counted() -> NDArray[np.uint64]:
    """Give for each byte that is counted the number that counts one of it, in one of eight bytes."""
    table = np.zeros(256, "<u8")
    table[:0x80][_CLASSES[:0x80] == 1 << _SIGNS] = 1 << 8 * len(_REPEATED)
    table[[ord(letter) for letter in _REPEATED]] = 1 << 8 * np.arange(len(_REPEATED), dtype=np.uint64)
    return table


_CLASSES: Final = _classes()
_COUNTED: Final = _counted()
