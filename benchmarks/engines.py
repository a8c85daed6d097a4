"""The engines that are measured side by side: this project's, Whoosh alone, SQLite FTS5 and tantivy.

An engine is built once, then opened; one built in an earlier run may be opened again. Each takes the same
articles, and answers a question with the total and, of the ten best, headline, authors and date, with or
without passages.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import tantivy
import whoosh.index
from whoosh import fields, highlight, qparser
from whoosh import query as wq
from whoosh.analysis import LanguageAnalyzer

from archive import query
from archive.article import Article
from archive.dates import day_of
from archive.engine import Search
from archive.index import WhooshEngine
from benchmarks.questions import Question

PAGE = 10
PASSAGE = 240


def day_number(article: Article) -> int:
    """Give the day of an article as one number, 0 where it has none."""
    return day_of(article.published).toordinal() if article.published else 0


class Engine(ABC):
    """An engine in a folder of its own."""

    name: str

    def __init__(self, place: Path) -> None:
        self.place = place / self.name
        self.place.mkdir(parents=True, exist_ok=True)

    @abstractmethod
    def build(self, articles: Iterable[Article]) -> None:
        """Index articles, durably."""

    @abstractmethod
    def open(self) -> None:
        """Get ready to answer and to add."""

    @abstractmethod
    def ask(self, question: Question, *, passages: bool) -> tuple[int, list[Any]]:
        """Give the number of articles found and what is shown of the best."""

    @abstractmethod
    def add(self, article: Article) -> None:
        """Index one article more, durably, so that the next question finds it."""

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in self.place.rglob("*") if file.is_file())


class Ours(Engine):
    """The index of this project."""

    name = "archive"

    def build(self, articles: Iterable[Article]) -> None:
        """Index articles."""
        with WhooshEngine.create(self.place) as engine:
            engine.update(articles)

    def open(self) -> None:
        """Open the index."""
        self._engine = WhooshEngine.open(self.place)

    def ask(self, question: Question, *, passages: bool) -> tuple[int, list[Any]]:
        """Parse the question as a reader types it, and answer it."""
        words = {"all": " ", "any": " OR ", "phrase": " "}[question.match].join(question.words)
        tree = query.parse(f'"{words}"' if question.match == "phrase" else words)
        conditions = [query.condition("author", question.author)] if question.author else []
        if question.period:
            conditions.append(query.between(*(day.isoformat() for day in question.period)))
        found = self._engine.search(
            Search(query=query.conjoin((tree, *conditions)), limit=PAGE, snippets=passages)
        )
        return found.total, list(found.hits)

    def find(self, text: str) -> int:
        """Answer a question in the query language by its total."""
        return self._engine.search(Search(query=query.parse(text), limit=PAGE, snippets=False)).total

    def add(self, article: Article) -> None:
        """Index one article more."""
        self._engine.update([article])
        self._engine.known([f"id:{article.id}"])


class Stock(Engine):
    """Whoosh as it comes."""

    name = "Whoosh"

    def build(self, articles: Iterable[Article]) -> None:
        """Index articles in one commit."""
        prose = fields.TEXT(analyzer=LanguageAnalyzer("de"), stored=True, phrase=True)
        schema = fields.Schema(
            headline=prose, body=prose, author=fields.TEXT(stored=True), day=fields.NUMERIC(stored=True)
        )
        writer = whoosh.index.create_in(str(self.place), schema).writer(limitmb=256)
        for article in articles:
            writer.add_document(**_record(article))
        writer.commit()

    def open(self) -> None:
        """Open the index, with a parser for each way to match."""
        self._index = whoosh.index.open_dir(str(self.place))
        self._searcher = self._index.searcher()
        grouped = {
            "all": qparser.AndGroup,
            "any": qparser.OrGroup,
            "phrase": qparser.AndGroup,
        }
        self._parsers = {
            match: qparser.MultifieldParser(["headline", "body"], self._index.schema, group=group)
            for match, group in grouped.items()
        }

    def ask(self, question: Question, *, passages: bool) -> tuple[int, list[Any]]:
        """Answer by Whoosh's parser, searcher and highlighter."""
        words = " ".join(question.words)
        parsed = self._parsers[question.match].parse(f'"{words}"' if question.match == "phrase" else words)
        filters = []
        if question.author:
            filters.append(wq.Term("author", question.author.lower()))
        if question.period:
            filters.append(wq.NumericRange("day", *(day.toordinal() for day in question.period)))
        results = self._searcher.search(parsed, limit=PAGE, filter=wq.And(filters) if filters else None)
        results.fragmenter = highlight.ContextFragmenter(maxchars=PASSAGE)
        shown = [(hit.fields(), hit.highlights("body", top=3) if passages else None) for hit in results]
        return len(results), shown

    def add(self, article: Article) -> None:
        """Index one article more."""
        writer = self._index.writer()
        writer.add_document(**_record(article))
        writer.commit()
        self.open()


class Fts5(Engine):
    """SQLite's full-text index, which knows no word forms."""

    name = "FTS5"

    def build(self, articles: Iterable[Article]) -> None:
        """Index articles in one transaction."""
        self.open()
        self._base.execute("CREATE VIRTUAL TABLE articles USING fts5(headline, body, author, day UNINDEXED)")
        self._insert(articles)
        self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._base.close()

    def open(self) -> None:
        """Open the data base."""
        self._base = sqlite3.connect(self.place / "articles.db")
        self._base.execute("PRAGMA journal_mode=WAL")

    def _insert(self, articles: Iterable[Article]) -> None:
        rows = (tuple(_record(article).values()) for article in articles)
        with self._base:
            self._base.executemany("INSERT INTO articles VALUES (?, ?, ?, ?)", rows)

    def ask(self, question: Question, *, passages: bool) -> tuple[int, list[Any]]:
        """Answer by bm25(), count(*) and snippet()."""
        quoted = [f'"{word}"' for word in question.words]
        joined = {
            "all": " AND ".join(quoted),
            "any": " OR ".join(quoted),
            "phrase": '"' + " ".join(question.words) + '"',
        }[question.match]
        match = f"{{headline body}} : ({joined})"
        if question.author:
            match += f' AND author : "{question.author}"'
        where, values = "articles MATCH ?", [match]
        if question.period:
            where += " AND day BETWEEN ? AND ?"
            values += [day.toordinal() for day in question.period]  # type: ignore[misc]
        shown = ", snippet(articles, 1, '[', ']', '…', 40)" if passages else ""
        rows = self._base.execute(
            f"SELECT headline, author, day{shown} FROM articles WHERE {where} ORDER BY rank LIMIT {PAGE}",
            values,
        ).fetchall()
        (total,) = self._base.execute(f"SELECT count(*) FROM articles WHERE {where}", values).fetchone()
        return total, rows

    def add(self, article: Article) -> None:
        """Index one article more."""
        self._insert([article])


class Tantivy(Engine):
    """The Rust engine, with its German stemmer and two threads."""

    name = "tantivy"

    def build(self, articles: Iterable[Article]) -> None:
        """Index articles in one commit."""
        writer = self._get().writer(heap_size=256_000_000, num_threads=2)
        for article in articles:
            writer.add_document(tantivy.Document.from_dict(_record(article), self._schema))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Open the index."""
        self._index = self._get()
        self._searcher = self._index.searcher()

    @cached_property
    def _writer(self) -> tantivy.IndexWriter:
        """A writer with the least memory."""
        return self._index.writer(heap_size=32_000_000, num_threads=1)

    def _get(self) -> tantivy.Index:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("headline", stored=True, tokenizer_name="german")
        builder.add_text_field("body", stored=True, tokenizer_name="german")
        builder.add_text_field("author", stored=True)
        builder.add_integer_field("day", stored=True, indexed=True, fast=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema, path=str(self.place))
        german = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        german = german.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("german"))
        index.register_tokenizer("german", german.build())
        return index

    def ask(self, question: Question, *, passages: bool) -> tuple[int, list[Any]]:
        """Answer by the query parser and, for passages, the snippet generator."""
        words = " ".join(question.words)
        parsed = self._index.parse_query(
            f'"{words}"' if question.match == "phrase" else words,
            ["headline", "body"],
            conjunction_by_default=question.match == "all",
        )
        clauses = [(tantivy.Occur.Must, parsed)]
        if question.author:
            author = tantivy.Query.term_query(self._schema, "author", question.author.lower())
            clauses.append((tantivy.Occur.Must, author))
        if question.period:
            first, last = (day.toordinal() for day in question.period)
            period = tantivy.Query.range_query(self._schema, "day", tantivy.FieldType.Integer, first, last)
            clauses.append((tantivy.Occur.Must, period))
        asked = tantivy.Query.boolean_query(clauses) if len(clauses) > 1 else parsed
        found = self._searcher.search(asked, PAGE, count=True)
        generator = None
        if passages:
            generator = tantivy.SnippetGenerator.create(self._searcher, parsed, self._schema, "body")
            generator.set_max_num_chars(PASSAGE)
        shown = []
        for _, address in found.hits:
            document = self._searcher.doc(address)
            row = [document.get_first(name) for name in ("headline", "author", "day")]
            shown.append((row, generator.snippet_from_doc(document).to_html() if generator else None))
        return found.count, shown  # type: ignore[attr-defined]  # the stubs lack it

    def add(self, article: Article) -> None:
        """Index one article more."""
        self._writer.add_document(tantivy.Document.from_dict(_record(article), self._schema))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()


ENGINES: tuple[type[Engine], ...] = (Ours, Stock, Fts5, Tantivy)


def _record(article: Article) -> dict[str, Any]:
    return {
        "headline": article.headline or "",
        "body": article.body,
        "author": ", ".join(article.authors),
        "day": day_number(article),
    }
