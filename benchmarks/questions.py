"""The fixed mix of questions that search engines are timed by, drawn from the articles themselves."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.article import Article
from archive.dates import day_of

EACH = 12
"""Questions of a kind."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_PAIR = re.compile(r"(?<![-\w])([^\W\d_]{3,}) ([^\W\d_]{3,})(?![-\w])")
_SHARES = {"rare": (0.0002, 0.001), "mid": (0.004, 0.02), "frequent": (0.1, 0.4)}
"""In what share of the articles a word of each kind occurs."""


@dataclass(frozen=True, slots=True)
class Question:
    """Words that all or any must occur, or that stand side by side; perhaps by an author or in a period."""

    kind: str
    words: tuple[str, ...]
    match: Literal["all", "any", "phrase"] = "all"
    author: str | None = None
    period: tuple[date, date] | None = None


def questions(articles: Sequence[Article]) -> list[Question]:
    """Draw the mix; the same for the same articles."""
    chance = random.Random(1)
    words = _by_share(articles, chance)
    asked = [Question(kind, (word,)) for kind, chosen in words.items() for word in chosen[:EACH]]
    for _ in range(EACH):
        two, three = chance.sample(words["mid"], 2), chance.sample(words["frequent"], 3)
        one = chance.choice(words["rare"])
        asked += [
            Question("2 words, any", (chance.choice(words["mid"]), chance.choice(words["frequent"])), "any"),
            Question("3 words, any", (one, *two), "any"),
            Question("2 words, all", (chance.choice(words["mid"]), three[0])),
            Question("3 words, all", tuple(three)),
        ]
    asked += _phrases(articles, chance)
    asked += _filtered(articles, chance, words)
    return asked


def _by_share(articles: Sequence[Article], chance: random.Random) -> dict[str, list[str]]:
    """Choose words of each kind, written as they are in the articles but lower case."""
    having: Counter[str] = Counter()
    for article in articles:
        having.update({word.lower() for word in _WORD.findall(article.body)})
    chosen = {}
    for kind, (least, most) in _SHARES.items():
        low, high = max(2, least * len(articles)), max(4, most * len(articles))
        fitting = sorted(word for word, count in having.items() if low <= count <= high)
        chosen[kind] = chance.sample(fitting, min(len(fitting), 2 * EACH))
    return chosen


def _phrases(articles: Sequence[Article], chance: random.Random) -> Iterator[Question]:
    found = 0
    while found < EACH:
        pairs = _PAIR.findall(chance.choice(articles).body)
        if pairs:
            found += 1
            yield Question("phrase", tuple(word.lower() for word in chance.choice(pairs)), "phrase")


def _filtered(
    articles: Sequence[Article], chance: random.Random, words: dict[str, list[str]]
) -> Iterator[Question]:
    days = sorted(day_of(article.published) for article in articles if article.published)
    authors = [article.authors[0].split()[-1] for article in articles if article.authors]
    authors = [author for author in authors if author.isalpha()]
    for _ in range(EACH):
        start = chance.randrange(len(days) * 3 // 4)
        period = (days[start], days[start + len(days) // 4])
        yield Question("with author", (chance.choice(words["frequent"]),), author=chance.choice(authors))
        yield Question("with period", (chance.choice(words["mid"]),), period=period)
