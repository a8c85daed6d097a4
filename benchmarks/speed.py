"""Index, search and start against other engines: the same articles, the same questions, the same run.

`python -m benchmarks.speed DATA [--articles N] [--without ENGINE]`; DATA holds `news/*.jsonl.xz`. Only ratios
are held to floors: how fast a machine is says nothing of an archive.
"""

from __future__ import annotations

import argparse
import gc
import json
import lzma
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from archive import readers
from archive.article import Article
from archive.readers.source import Source
from benchmarks.engines import ENGINES, Engine, Ours
from benchmarks.questions import Question, questions

FLOORS = Path(__file__).with_name("floors.json")
RUNS = 3
"""Times each question is asked; the best counts."""
STARTS = 7
"""Times each process is started; the best counts."""
ADDED = 5
"""Articles added one by one; the best counts."""

COLD: Mapping[str, str] = {
    "click and numpy": "import click, numpy",
    "archive": "from archive.cli import main; main()",
    "Whoosh": "import sys\nfrom whoosh import index, qparser\ni = index.open_dir(sys.argv[1])\n"
    "s = i.searcher()\nr = s.search(qparser.QueryParser('body', i.schema).parse(sys.argv[2]), limit=10)\n"
    "print(len(r), [(h['headline'], h.highlights('body')) for h in r])",
    "FTS5": "import sys, sqlite3\nb = sqlite3.connect(sys.argv[1] + '/articles.db')\n"
    "print(b.execute(\"SELECT headline, snippet(articles, 1, '[', ']', '…', 40) FROM articles "
    'WHERE articles MATCH ? ORDER BY rank LIMIT 10", [sys.argv[2]]).fetchall())',
    "tantivy": "import sys, tantivy as t\ni = t.Index.open(sys.argv[1])\n"
    "a = t.TextAnalyzerBuilder(t.Tokenizer.simple()).filter(t.Filter.lowercase())\n"
    "i.register_tokenizer('german', a.filter(t.Filter.stemmer('german')).build())\ns = i.searcher()\n"
    "q = i.parse_query(sys.argv[2], ['body'])\ng = t.SnippetGenerator.create(s, q, i.schema, 'body')\n"
    "f = [s.doc(d) for _, d in s.search(q, 10).hits]\n"
    "print([(d.get_first('headline'), g.snippet_from_doc(d).to_html()) for d in f])",
}
"""The least program that answers one question, for each engine."""

ADDING = """
import atexit, re, resource, sys
def tell():
    itself = re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]
    print(itself, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
atexit.register(tell)
from archive.cli import main
main()
"""
"""`archive add` that tells, in kB, its own peak and that of the largest of its (at most two) workers."""

Times = dict[str, float]
"""Seconds, or bytes, by engine."""


def sample(data: Path, count: int, place: Path) -> Path:
    """Write so many articles of the news, spread evenly over all of them, as JSON lines."""
    lines: list[str] = []
    for packed in sorted((data / "news").glob("*.jsonl.xz")):
        with lzma.open(packed, "rt", encoding="utf-8") as records:
            lines.extend(records)
    step = max(1.0, len(lines) / count)
    chosen = [lines[int(number * step)] for number in range(min(count, len(lines)))]
    place.write_text("".join(chosen), encoding="utf-8")
    return place


def read(path: Path) -> list[Article]:
    """Read the articles of a file, each with an id."""
    found = readers.read(Source(str(path), path))
    articles = [article for article in found if isinstance(article, Article)]
    return [replace(article, id=f"article-{number}") for number, article in enumerate(articles)]


def seconds(job: Callable[[], object]) -> float:
    """Time a job."""
    gc.collect()
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def ask_all(engine: Engine, mix: Sequence[Question], *, passages: bool) -> list[float]:
    """Time each question, in milliseconds."""
    taken = []
    for question in mix:
        runs = [seconds_of(engine, question, passages=passages) for _ in range(RUNS)]
        taken.append(min(runs) * 1000)
    return taken


def seconds_of(engine: Engine, question: Question, *, passages: bool) -> float:
    """Time one question."""
    began = time.perf_counter()
    engine.ask(question, passages=passages)
    return time.perf_counter() - began


def starts(places: Mapping[str, Path], word: str) -> Times:
    """Time whole processes that answer one question."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken: Times = {}
    for _ in range(STARTS):
        for name, script in COLD.items():
            if name not in places and name != "click and numpy":
                continue
            where = [str(places[name]), word] if name in places else []
            arguments = ["--dir", str(places[name]), "search", word] if name == "archive" else where
            command = [sys.executable, "-c", script, *arguments]
            job = lambda command=command: subprocess.run(  # noqa: E731 - one line a process
                command, env=environment, stdout=subprocess.DEVNULL, check=True
            )
            taken[name] = min(taken.get(name, 1e9), seconds(job))
    return taken


def add(path: Path, place: Path) -> tuple[float, float]:
    """Time `archive add` of a file as a process; give the seconds and the most memory it takes, in MB."""
    program = [sys.executable, "-m", "archive"]
    subprocess.run([*program, "init", str(place)], capture_output=True, check=True)
    began = time.perf_counter()
    command = [sys.executable, "-c", ADDING, "--dir", str(place), "add", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    taken = time.perf_counter() - began
    itself, worker = (float(figure) / 1024 for figure in done.stderr.splitlines()[-1].split())
    return taken, itself + 2 * worker


def patterns(ours: Ours, mix: Sequence[Question]) -> Iterator[tuple[str, float]]:
    """Compare patterns with a frequent word: how many times as long each takes."""
    frequent = [question.words[0] for question in mix if question.kind == "frequent"]
    usual = statistics.median(best(ours, word) for word in frequent)
    for name, text in (("*ung", "*ung"), ("m*", "m*"), ("fuzzy~2", f"{frequent[0]}~2")):
        yield name, best(ours, text) / usual


def best(ours: Ours, text: str) -> float:
    """Time a question in the query language."""
    return min(seconds(lambda: ours.find(text)) for _ in range(RUNS))


def middle(times: Sequence[float]) -> float:
    """Give the median."""
    return statistics.median(times)


def late(times: Sequence[float]) -> float:
    """Give what 95 % stay below."""
    return sorted(times)[int(len(times) * 0.95)]


class Run:
    """One run: what was measured, and the ratios to the other engines (more is better)."""

    def __init__(self) -> None:
        self.rows: dict[str, Times] = {}
        self.ratios: dict[str, float] = {}

    def row(self, job: str, values: Times, *, against: Sequence[str] = ()) -> None:
        """Keep a row of what takes less when it is better, and its ratios to some engines."""
        self.rows[job] = values
        for name in against:
            self.ratios[f"{job}, {name} / archive"] = values[name] / values["archive"]

    def print(self) -> None:
        """Print the table."""
        names = list(dict.fromkeys(name for row in self.rows.values() for name in row))
        print(f"{'':34}" + "".join(f"{name:>16}" for name in names))
        for job, row in self.rows.items():
            cells = "".join(f"{row[name]:16.3f}" if name in row else " " * 16 for name in names)
            print(f"{job:34}{cells}")
        print()


def measure(articles: Sequence[Article], path: Path, place: Path, classes: Sequence[type[Engine]]) -> Run:
    """Measure everything on some articles."""
    run, more = Run(), [replace(article, id=f"more-{n}") for n, article in enumerate(articles[:ADDED])]
    peers = [engine.name for engine in classes if engine is not Ours]
    mix = questions(articles)
    text = sum(len(f"{article.headline or ''} {article.body}".encode()) for article in articles)
    engines = [engine(place / "engines") for engine in classes]
    built = {engine.name: seconds(lambda engine=engine: engine.build(articles)) for engine in engines}
    run.row("index, s", built, against=peers)
    taken, peak = add(path, place / "archive")
    run.row("archive add, s; peers: index", {**built, "archive": taken}, against=peers)
    run.row("archive add, peak MB", {"archive": peak})
    sizes = {engine.name: engine.size / text for engine in engines}
    run.row("index size / text", sizes, against=peers)
    for label, passages in (("with passages", True), ("without", False)):
        asked = {engine.name: ask_all(engine, mix, passages=passages) for engine in engines}
        for name, figure in (("median", middle), ("95 %", late)):
            run.row(
                f"search {label}, {name}, ms",
                {engine: figure(times) for engine, times in asked.items()},
                against=peers,
            )
        for kind in dict.fromkeys(question.kind for question in mix) if passages else ():
            places = [number for number, question in enumerate(mix) if question.kind == kind]
            run.row(
                f"  {kind}, median",
                {name: middle([times[n] for n in places]) for name, times in asked.items()},
            )
    added = {
        engine.name: min(seconds(lambda e=engine, a=article: e.add(a)) for article in more)
        for engine in engines
    }
    run.row("add one article, s", added, against=peers)
    word = next(question.words[0] for question in mix if question.kind == "mid")
    where = {engine.name: engine.place for engine in engines} | {"archive": place / "archive"}
    run.row("cold process, s", starts(where, word), against=["click and numpy", *peers])
    ours = next(engine for engine in engines if isinstance(engine, Ours))
    for name, times in patterns(ours, mix):
        run.ratios[f"a frequent word / {name}"] = 1 / times
    return run


def main(arguments: list[str]) -> int:
    """Measure, print the table and the ratios; 1 when one is below its floor."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--without", action="append", default=[], metavar="ENGINE")
    asked = options.parse_args(arguments)
    classes = [engine for engine in ENGINES if engine.name not in asked.without]
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        path = sample(asked.data, asked.articles, Path(folder) / "articles.jsonl")
        articles = read(path)
        print(f"{len(articles):,} articles, {path.stat().st_size / 1e6:.0f} MB as JSON lines\n", flush=True)
        run = measure(articles, path, Path(folder), classes)
    run.print()
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")).get("speed", {})
    below = 0
    for name, figure in run.ratios.items():
        floor = floors.get(name, 0.0)
        below += figure < floor
        print(f"{figure:10.2f}  {name}" + (f"  BELOW ITS FLOOR of {floor}" if figure < floor else ""))
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
