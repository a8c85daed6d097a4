"""How well near copies are found: `python -m benchmarks.stories DATA`, where DATA/news holds the articles.

Recall: among 10,000 articles, German and English by halves, are 1,000 copies of others: one word in ten to
twenty changed, dropped or added, advertisements put in, the end cut off, another site around it, another
headline, author and source. Precision: of the pairs called near copies among 41,040 press releases, which are
full of templates, those are right where at least half of the runs of eight words of the shorter stand in the
longer. Cost: the share of indexing, in processor time of one process, which is less than half of adding.
Ends with 1 when a figure is below its floor in floors.json.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from archive.article import Article
from archive.engine import Search
from archive.index import WhooshEngine, batch, writer
from archive.query import parse

FLOORS = Path(__file__).with_name("floors.json")
HALF = 4_500
PLANTED = 1_000
RIGHT = 0.5
"""Share of the runs of eight words of the shorter text, from which two are taken for one."""

ADVERTISEMENTS = (
    "Anzeige: Jetzt den Newsletter abonnieren und nichts mehr verpassen. Kostenlos und jederzeit kündbar.",
    "Lesen Sie auch: Die zehn besten Rezepte für den Sommer, von unserer Redaktion getestet.",
    "Advertisement: Subscribe now and save 50 % on your first year. Cancel anytime.",
    "Read more: Ten things you did not know about the moon landing, by our editors.",
)
HEADS = ("Startseite Politik Inland Suche Abo E-Paper", "Home News Sport Weather Shop Sign in")
FEET = (
    "Alle Rechte vorbehalten. Impressum Datenschutz Kontakt",
    "All rights reserved. Terms of use. Privacy.",
)


@dataclass
class Figures:
    """What came out, as shares; `cost` of articles as they come, `dear` of those with copies planted."""

    recall: float = 0.0
    precision: float = 0.0
    pairs: int = 0
    cost: float = 0.0
    dear: float = 0.0


def articles(path: Path) -> Iterator[Article]:
    """Read articles from compressed JSON lines."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            found: dict[str, Any] = json.loads(line)
            day = date.fromisoformat(found["date"]) if found["date"] else None
            yield Article(
                id=found["id"],
                headline=found["title"][:100],
                authors=(found["author"],),
                published=day,
                language=found["lang"],
                body=found["text"],
                digest="0" * 64,
            )


def copied(article: Article, chance: random.Random, words: list[str]) -> Article:
    """Make a near copy as another site has it."""
    rate = chance.uniform(0.05, 0.10)
    paragraphs = [part for part in re.split(r"\n+", article.body) if part.strip()]
    if len(paragraphs) < 4:
        paragraphs = re.split(r"(?<=[.!?])\s+", article.body)
    kept = [" ".join(_edited(paragraph.split(), rate, chance, words)) for paragraph in paragraphs]
    total, least = sum(map(len, kept)), chance.uniform(0.7, 1.0)
    while len(kept) > 1 and sum(map(len, kept[:-1])) >= least * total:
        kept.pop()
    for _ in range(chance.randint(1, 2)):
        kept.insert(chance.randint(0, len(kept)), chance.choice(ADVERTISEMENTS))
    body = "\n\n".join((chance.choice(HEADS), *kept, chance.choice(FEET)))
    return replace(
        article,
        id=f"copy-of-{article.id}",
        headline=" ".join(chance.sample(words, 6)),
        authors=(" ".join(chance.sample(words, 2)),),
        source=chance.choice(words),
        body=body,
    )


def _edited(text: list[str], rate: float, chance: random.Random, words: list[str]) -> Iterator[str]:
    for word in text:
        kind = chance.random() / rate
        if kind >= 1:
            yield word
        elif kind < 0.5:
            yield chance.choice(words)
        elif kind < 0.75:
            yield from (word, chance.choice(words))


def stories(engine: WhooshEngine, total: int) -> dict[str, list[str]]:
    """Give the articles of each story."""
    found: dict[str, list[str]] = {}
    for hit in engine.search(Search(query=parse("*"), limit=total, snippets=False)).hits:
        if hit.story is not None:
            found.setdefault(hit.story, []).append(hit.id)
    return found


def contained(one: str, other: str) -> float:
    """Give the share of the runs of eight words of the shorter text that the longer has."""
    first, second = (_runs(text) for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(*(words[start:] for start in range(8)), strict=False))


@contextmanager
def timed(module: Any, name: str, spent: list[float]) -> Iterator[None]:
    """Add up the processor time of a function of a module."""
    function: Callable[..., Any] = getattr(module, name)

    def measured(*arguments: Any) -> Any:
        begun = time.process_time()
        try:
            return function(*arguments)
        finally:
            spent[0] += time.process_time() - begun

    with patch.object(module, name, measured):
        yield


def planted(english: list[Article], german: list[Article], figures: Figures) -> None:
    """Measure recall and cost."""
    chance = random.Random(7)
    originals = [*english[:: len(english) // HALF][:HALF], *german[:: len(german) // HALF][:HALF]]
    long = [article for article in originals if len(article.body.split()) >= 100]
    words = sorted({word for article in originals[::50] for word in article.body.split()})
    copies = [copied(article, chance, words) for article in chance.sample(long, PLANTED)]
    every = [*originals, *copies]
    chance.shuffle(every)
    with patch.object(writer, "worthwhile", lambda: 1):
        figures.cost, _ = indexed(originals)
        figures.dear, told = indexed(every)
    figures.recall = sum(f"copy-of-{id}" in group for group in told.values() for id in group) / PLANTED


def indexed(every: list[Article]) -> tuple[float, dict[str, list[str]]]:
    """Index articles; give the share of the time that stories took, and the stories."""
    spent = [0.0]
    with TemporaryDirectory() as place, WhooshEngine.create(Path(place)) as engine:
        with timed(writer, "assign", spent), timed(batch, "signatures", spent):
            begun = time.process_time()
            engine.update(every)
            whole = time.process_time() - begun
        return spent[0] / whole, stories(engine, len(every))


def called(english: list[Article], figures: Figures) -> None:
    """Measure precision, on the pairs of each article of a story and its earliest."""
    bodies = {article.id: article.body for article in english}
    with TemporaryDirectory() as place, WhooshEngine.create(Path(place)) as engine:
        engine.update(english)
        told = stories(engine, len(english))
    shares = [
        contained(bodies[first], bodies[id]) for first, group in told.items() for id in group if id != first
    ]
    figures.pairs = len(shares)
    figures.precision = sum(share >= RIGHT for share in shares) / max(1, len(shares))


def main(arguments: list[str]) -> int:
    """Print the figures."""
    news = Path(arguments[0] if arguments else "data") / "news"
    if not (news / "senate_pr_en.jsonl.xz").is_file():
        print(f"No articles in {news}: name the folder that holds `news/`.", file=sys.stderr)
        return 2
    english = list(articles(news / "senate_pr_en.jsonl.xz"))
    german = [each for part in (1, 2) for each in articles(news / f"bundestag_reden_de.part{part}.jsonl.xz")]
    figures = Figures()
    planted(english, german, figures)
    print(f"found      {figures.recall:.3f} of {PLANTED:,} copies planted in 10,000 articles")
    print(f"cost       {figures.cost:.3f} of the time of indexing; with the copies, {figures.dear:.3f}")
    called(english, figures)
    print(
        f"right      {figures.precision:.3f} of {figures.pairs:,} pairs among {len(english):,} press releases"
    )
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))["stories"]
    short = figures.recall < floors["found"] or figures.precision < floors["right"]
    if short or figures.cost > floors["cost, at most"]:
        print("Below the floor.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
