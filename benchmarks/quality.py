"""How well articles are ranked: `python -m benchmarks.quality DATA [SET…]`; DATA/ir holds judged collections.

Each collection is searched by its first 400 judged queries as bags of words; the peers get the same texts and
words in the same run. Ends with 1 when a figure of ours is below its floor in floors.json.
"""

from __future__ import annotations

import json
import lzma
import math
import re
import sqlite3
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
import Stemmer
from ir_measures import RR, R, nDCG

from archive import Archive
from archive.analysis import forms

FLOORS = Path(__file__).with_name("floors.json")
LANGUAGES = {
    "klexikon2wiki_de": "de",
    "xquad_de": "de",
    "cranfield": "en",
    "time": "en",
    "npl": "en",
    "medline": "en",
    "xquad_en": "en",
}
NAMES = {"de": "german", "en": "english"}
MEASURES = (nDCG @ 10, RR @ 10, R @ 100)
QUERIES, DEPTH = 400, 100

Run = dict[str, dict[str, float]]
"""Query id to document id to score."""


@dataclass(frozen=True)
class Collection:
    """A judged collection: documents (id, headline, text), queries (id, words), judgements."""

    name: str
    language: str
    documents: list[dict[str, str]]
    queries: list[tuple[str, list[str]]]
    judgements: Run

    def texts(self) -> list[str]:
        """Give headline and text of each document as one, which is how peers do best."""
        return [f"{each.get('title') or ''}\n{each['text']}" for each in self.documents]


def lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines, packed or not."""
    packed = path.with_name(path.name + ".xz")
    content = lzma.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()
    return [json.loads(row) for row in content.splitlines()]


def read(folder: Path, name: str) -> Collection:
    """Read a collection and keep its first judged queries."""
    judgements: Run = defaultdict(dict)
    for row in (folder / name / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, relevance = row.split("\t")
        judgements[query][document] = int(relevance)
    judged = [each for each in lines(folder / name / "queries.jsonl") if each["id"] in judgements][:QUERIES]
    return Collection(
        name,
        LANGUAGES[name],
        lines(folder / name / "docs.jsonl"),
        [(each["id"], forms(each["text"])) for each in judged],
        {each["id"]: judgements[each["id"]] for each in judged},
    )


def ours(collection: Collection) -> Run:
    """Put the collection into an archive and search it as `archive search --any` does."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "documents.jsonl"
        with source.open("w", encoding="utf-8") as out:
            for each in collection.documents:
                row = {"id": each["id"], "title": each.get("title"), "text": each["text"]}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        with Archive.create(Path(folder) / "archive") as archive:
            for outcome in archive.add([str(source)], overrides={"language": collection.language}):
                if outcome.outcome not in ("new", "updated", "same"):
                    print(f"  {outcome.record}: {outcome.reason}", file=sys.stderr)
            run: Run = {}
            for query, words in collection.queries:
                found = archive.search(" ".join(words), match="any", limit=DEPTH, snippets=False)
                run[query] = {hit.record or "": hit.score for hit in found.hits}
            return run


def whoosh(collection: Collection) -> Run:
    """Whoosh as it comes, with the analyzer it has for the language."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh.analysis import LanguageAnalyzer
        from whoosh.fields import ID, TEXT, Schema
        from whoosh.index import create_in
        from whoosh.query import Or, Term

    analyzer = LanguageAnalyzer(collection.language)
    with tempfile.TemporaryDirectory() as folder:
        index = create_in(folder, Schema(id=ID(stored=True), text=TEXT(analyzer=analyzer)))
        writer = index.writer(limitmb=256)
        for each, text in zip(collection.documents, collection.texts(), strict=True):
            writer.add_document(id=each["id"], text=text)
        writer.commit()
        run: Run = {}
        with index.searcher() as searcher:
            for query, words in collection.queries:
                terms = [Term("text", token.text) for token in analyzer(" ".join(words))]
                hits = searcher.search(Or(terms), limit=None) if terms else []
                run[query] = {hit["id"]: hit.score for hit in hits[:DEPTH]}
    return run


def fts5(collection: Collection) -> Run:
    """SQLite's full-text search, with the Porter stemmer where that fits."""
    tokenizer = "porter unicode61" if collection.language == "en" else "unicode61 remove_diacritics 2"
    base = sqlite3.connect(":memory:")
    base.execute(f'CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, text, tokenize="{tokenizer}")')
    rows = zip((each["id"] for each in collection.documents), collection.texts(), strict=True)
    base.executemany("INSERT INTO articles VALUES (?, ?)", rows)
    run: Run = {}
    for query, words in collection.queries:
        asked = " OR ".join(f'"{word}"' for word in words if '"' not in word)
        found = base.execute(
            "SELECT id, -bm25(articles) FROM articles WHERE articles MATCH ? ORDER BY bm25(articles) LIMIT ?",
            (asked, DEPTH),
        )
        run[query] = dict(found.fetchall())
    return run


def tantivy(collection: Collection) -> Run:
    """Tantivy with its stemmer for the language."""
    import tantivy as engine

    stemming = engine.SchemaBuilder()
    stemming.add_text_field("id", stored=True, tokenizer_name="raw")
    stemming.add_text_field("text", tokenizer_name="en_stem" if collection.language == "en" else "stem")
    index = engine.Index(stemming.build())
    analyzer = (
        engine.TextAnalyzerBuilder(engine.Tokenizer.simple())
        .filter(engine.Filter.lowercase())
        .filter(engine.Filter.stemmer(NAMES[collection.language]))
        .build()
    )
    index.register_tokenizer("stem", analyzer)
    writer = index.writer()
    for each, text in zip(collection.documents, collection.texts(), strict=True):
        writer.add_document(engine.Document(id=each["id"], text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    run: Run = {}
    for query, words in collection.queries:
        plain = " ".join(re.findall(r"\w+", " ".join(words)))
        hits = searcher.search(index.parse_query(plain, ["text"]), DEPTH).hits
        run[query] = {searcher.doc(address)["id"][0]: score for score, address in hits}
    return run


def plain_bm25(collection: Collection) -> Run:
    """BM25 (1.2, 0.75) over Snowball stems, and nothing else."""
    stem = Stemmer.Stemmer(NAMES[collection.language]).stemWord
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    lengths = []
    for number, text in enumerate(collection.texts()):
        words = re.findall(r"\w+", text.lower())
        lengths.append(len(words))
        for word, count in Counter(map(stem, words)).items():
            postings[word][number] = count
    norm = 1.2 * (0.25 + 0.75 * np.array(lengths) / np.mean(lengths))
    run: Run = {}
    for query, words in collection.queries:
        scores = np.zeros(len(lengths))
        for word in re.findall(r"\w+", " ".join(words)):
            having = postings.get(stem(word), {})
            docs = np.fromiter(having, int)
            counts = np.fromiter(having.values(), float)
            idf = math.log(1 + (len(lengths) - len(docs) + 0.5) / (len(docs) + 0.5))
            scores[docs] += idf * counts * 2.2 / (counts + norm[docs])
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        run[query] = {collection.documents[n]["id"]: float(scores[n]) for n in best if scores[n] > 0}
    return run


ENGINES: dict[str, Callable[[Collection], Run]] = {
    "archive": ours,
    "whoosh": whoosh,
    "fts5": fts5,
    "tantivy": tantivy,
    "bm25 + snowball": plain_bm25,
}


def measure(collection: Collection, run: Run) -> dict[str, float]:
    """Give the mean of each measure over the queries."""
    figures = ir_measures.calc_aggregate(MEASURES, collection.judgements, run)
    return {str(measure): figures[measure] for measure in MEASURES}


def below(figures: dict[str, float]) -> list[str]:
    """Name the collections whose nDCG@10 is below its floor."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")).get("quality", {})
    return [name for name, figure in figures.items() if round(figure, 3) < floors.get(name, 0.0)]


def main(arguments: list[str]) -> int:
    """Print a row for each collection and engine."""
    folder = Path(arguments[0] if arguments else "data") / "ir"
    if not folder.is_dir():
        print(f"No collections in {folder}: name the folder that holds `ir/`.", file=sys.stderr)
        return 2
    reached: dict[str, float] = {}
    print(f"{'collection':18} {'engine':16} {'nDCG@10':>8} {'MRR@10':>8} {'R@100':>8} {'seconds':>8}")
    for name in arguments[1:] or LANGUAGES:
        collection = read(folder, name)
        for engine, search in ENGINES.items():
            began = time.perf_counter()
            figures = measure(collection, search(collection))
            row = " ".join(f"{figure:8.3f}" for figure in figures.values())
            print(f"{name:18} {engine:16} {row} {time.perf_counter() - began:8.1f}", flush=True)
            if engine == "archive":
                reached[name] = figures[str(nDCG @ 10)]
    missed = below(reached)
    for name in missed:
        print(f"{name}: below its floor.", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
