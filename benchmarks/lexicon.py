"""Count the words of the German Bundestag's speeches into the word list that compounds are split by.

Speeches in parliament are official works (German copyright act, section 5): free to use. The list is
rebuilt with ``python -m benchmarks.lexicon DATA``, where DATA/news holds the speeches (.jsonl.xz). Without
DATA only the terms of the listed words are worked out again, which every change of a rule asks for.
"""

from __future__ import annotations

import json
import lzma
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from archive.analysis.compounds import Splitter
from archive.analysis.german import GermanStemmer
from archive.analysis.lexicon import Lexicon, places_of

TARGET = Path(__file__).parent.parent / "archive" / "analysis" / "words_de.txt"
PLACES = TARGET.with_name("words_de.places")
LEAST = 4
"""Words said less often are left out: most are slips, names, and compounds that make no others."""

LEAST_NOUN, LONGEST_NOUN = 2, 10
"""Nouns this short are kept when said so often: they are what compounds are made of."""

_WORD = re.compile(r"[^\W\d_]+")
# Where a word is capitalised for its place, not for being a noun.
_OPENING = re.compile(r"(?:^|[.!?:;…)\]–-]\s+|[„“\"»‚'(\[]|\n\s*)([^\W\d_]+)")


def speeches(folder: Path) -> Iterator[str]:
    """Yield the text of each speech."""
    for path in sorted(folder.glob("bundestag_reden_de*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield unicodedata.normalize("NFC", json.loads(line)["text"].replace("\xad", ""))


def write_terms() -> None:
    """Write into the list the terms of each word, and beside it where the line of each begins."""
    lexicon = Lexicon(TARGET.read_bytes())
    work_out = GermanStemmer(lexicon, Splitter(lexicon)).work_out
    rows = []
    for word in lexicon.words():
        stems, parts = work_out(word)
        rows.append("\t".join((word, lexicon.get(word) or "", " ".join(stems), " ".join(parts))) + "\n")
    lines = "".join(rows).encode()
    TARGET.write_bytes(lines)
    PLACES.write_bytes(np.array(places_of(lines), "<u4").tobytes())


def write_list(data: Path) -> None:
    """Write the list but for the terms: the kind is N for a noun, l where it is written small, b for both."""
    written: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for text in speeches(data / "news"):
        written.update(_WORD.findall(text))
        opening.update(_OPENING.findall(text))
    total: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for word, count in written.items():
        form = word.lower()
        total[form] += count
        if word[0].isupper():
            capital[form] += max(count - opening[word], 0)
        else:
            small[form] += count
    lines = []
    for form in sorted(total, key=lambda form: form.encode()):
        share = capital[form] / max(capital[form] + small[form], 1) if small[form] else 1.0
        kind = "N" if share >= 0.8 else "b" if share >= 0.03 else "l"
        short_noun = kind == "N" and 4 <= len(form) <= LONGEST_NOUN
        if 2 <= len(form) <= 40 and total[form] >= (LEAST_NOUN if short_noun else LEAST):
            lines.append(f"{form}\t{kind}{round(4 * math.log2(total[form]))}\t\t\n")
    TARGET.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{len(lines):,} words, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    if sys.argv[1:]:
        write_list(Path(sys.argv[1]))
    write_terms()
