"""The articles that speed is measured on: real ones, and more made of their sentences.

A made article has the headline, author and date of a real one, and a body of about the same length from
stretches of other articles in its language. So its words are as frequent, and stand as close together, as in
the real ones, and the vocabulary is no larger than theirs.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from archive.article import Article, Provenance
from archive.dates import read_date

PARTS = ("bundestag_reden_de.part1", "bundestag_reden_de.part2", "senate_pr_en")
"""Files of the news, one article a line: together exactly 100,000."""

STRETCH = 6
"""Sentences in a row that a made article takes from a real one."""

SPREAD = 20_000
"""Real articles whose sentences are mixed: all of them would take a gigabyte of memory."""

FEW = 2000
"""Articles whose sentences make the few that are added one by one."""

_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-ZÄÖÜ„\"])")


class News:
    """Articles in a file of JSON lines, read anew each time they are gone through, or kept in memory."""

    def __init__(self, path: Path, count: int, *, kept: bool) -> None:
        self.path = path
        self._count = count
        self._kept = list(_read(path)) if kept else None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Article]:
        return _read(self.path) if self._kept is None else iter(self._kept)

    def sample(self, most: int) -> list[Article]:
        """Give some of them, evenly spread."""
        step = max(1, len(self) // most)
        return [article for number, article in enumerate(self) if number % step == 0]

    def more(self, count: int) -> list[Article]:
        """Make articles that are none of these, from the sentences of some."""
        with self.path.open(encoding="utf-8") as lines:
            some = list(islice(lines, FEW))
        path = self.path.with_name("more.jsonl")
        path.write_text("".join(mixed(some, count)), encoding="utf-8")
        return [replace(article, id=f"more-{number}") for number, article in enumerate(_read(path))]


def write(data: Path, count: int, path: Path) -> News:
    """Write so many articles of the news to a file: evenly spread real ones, then made ones."""
    real: list[str] = []
    for part in PARTS:
        with lzma.open(data / "news" / f"{part}.jsonl.xz", "rt", encoding="utf-8") as lines:
            real.extend(lines)
    step = max(1.0, len(real) / count)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(real[int(number * step)] for number in range(min(count, len(real))))
        file.writelines(mixed(real, count - len(real)))
    return News(path, count, kept=count <= len(real))


def mixed(real: list[str], count: int) -> Iterator[str]:
    """Make so many articles of the sentences of real ones; the same for the same ones."""
    chance = random.Random(1)
    sentences: dict[str, list[list[str]]] = defaultdict(list)
    for line in real[:: max(1, len(real) // SPREAD)] if count > 0 else ():
        record = json.loads(line)
        found = _SENTENCE.split(record["text"])
        sentences[record["lang"]].append(found)
    for number in range(count):
        record = json.loads(chance.choice(real))
        record["id"] = record["url"] = f"made-{number}"
        body: list[str] = []
        wanted = len(record["text"])
        while wanted > 0:
            source = chance.choice(sentences[record["lang"]])
            start = chance.randrange(len(source))
            body += source[start : start + STRETCH]
            wanted -= sum(map(len, source[start : start + STRETCH])) + STRETCH
        # cut between words: half a word would be a new one
        record["text"] = " ".join(body)[: len(record["text"])].rsplit(" ", 1)[0]
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _read(path: Path) -> Iterator[Article]:
    """Read the articles as `archive add` does, but quickly: all engines wait for it alike."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            digest = hashlib.sha256(line.encode()).hexdigest()
            origin = Provenance(original=str(path), sha256=digest, reader="records", record=record["id"])
            yield Article(
                id=f"{record['date']}-article-{number}",
                digest=digest,
                headline=record["title"] or None,
                body=record["text"],
                authors=(record["author"],) if record["author"] else (),
                published=read_date(record["date"]),
                source=record["source"] or None,
                section=record["category"] or None,
                url=record["url"] or None,
                language=record["lang"],
                provenance=origin,
            )
