"""Index, search and start against other engines: the same articles, the same questions, the same run.

`python -m benchmarks.speed DATA [--articles N…] [--keep FOLDER [--search]] [--without ENGINE] [--renew]`;
DATA holds `news/*.jsonl.xz`. Only ratios are held to floors: a machine's speed says nothing of an archive.

`--keep` keeps the indexes of the others in a folder, where the next run finds them; with `--search` ours is
kept, too, and only what an index is used for is measured, not how it is made. `--renew` writes what was
measured into `measured.json`, the pages and the figure, and raises the floors.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks import memory, news, tables
from benchmarks.engines import ENGINES, Engine, Ours
from benchmarks.news import News
from benchmarks.questions import Question, questions

HERE = Path(__file__).parent
FLOORS, MEASURED = HERE / "floors.json", HERE / "measured.json"
PAGES = (HERE.parent / "docs" / "speed.md", HERE.parent / "README.md")
FIGURE = HERE.parent / "docs" / "growth.svg"

USUAL = (10_000, 100_000)
SAMPLE = 20_000
"""Articles that the questions are drawn from."""
RUNS = 3
"""Times each question is asked; the best counts."""
STARTS = 7
"""Times each process is started; the best counts."""
ADDED = 9
"""Articles added one by one; the median counts."""
WHOOSH = 100_000
"""Whoosh alone takes ten minutes for so many articles; it is not asked for more."""
CORPUS = 100_000
"""`archive add` is measured up to so many articles, each of which becomes a file."""

COLD: Mapping[str, str] = {
    tables.IMPORTS: "import click, numpy",
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


def seconds(job: Callable[[], object]) -> float:
    """Time a job."""
    gc.collect()
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def milliseconds(engine: Engine, question: Question, *, passages: bool) -> float:
    """Time one question."""
    began = time.perf_counter()
    engine.ask(question, passages=passages)
    return (time.perf_counter() - began) * 1000


def ask_all(engines: Sequence[Engine], mix: Sequence[Question], *, passages: bool) -> dict[str, list[float]]:
    """Time each question, all engines in turn, so that what else the machine does hits them alike."""
    taken: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for question in mix:
        best = dict.fromkeys(taken, 1e9)
        for _ in range(RUNS):
            for engine in engines:
                once = milliseconds(engine, question, passages=passages)
                best[engine.name] = min(best[engine.name], once)
        for name, time_taken in best.items():
            taken[name].append(time_taken)
    return taken


def answer(engine: type[Engine], place: Path, mix: Sequence[Question]) -> None:
    """Open an engine and ask everything, for the memory it takes."""
    opened = engine(place)
    opened.open()
    for question in mix:
        opened.ask(question, passages=True)


def starts(places: Mapping[str, Path], word: str) -> dict[str, float]:
    """Time whole processes that answer one question, in milliseconds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken: dict[str, float] = {}
    for _ in range(STARTS):
        for name, script in COLD.items():
            if name not in places and name != tables.IMPORTS:
                continue
            where = [str(places[name]), word] if name in places else []
            arguments = ["--dir", str(places[name]), "search", word] if name == "archive" else where
            command = [sys.executable, "-c", script, *arguments]
            job = partial(subprocess.run, command, env=environment, stdout=subprocess.DEVNULL, check=True)
            taken[name] = min(taken.get(name, 1e9), seconds(job) * 1000)
    return taken


def add(path: Path, place: Path) -> tuple[float, float]:
    """Add a file by the program; give the seconds, and the most memory of all it starts, in MB."""
    program = [sys.executable, "-m", "archive"]
    subprocess.run([*program, "init", str(place)], capture_output=True, check=True)
    return memory.run([*program, "--dir", str(place), "add", str(path)])


def patterns(ours: Ours, mix: Sequence[Question]) -> dict[str, float]:
    """Compare patterns with a frequent word: how many times as long each takes."""
    frequent = [question.words[0] for question in mix if question.kind == "frequent"]
    usual = statistics.median(best(ours, word) for word in frequent)
    texts = ("*ung", "m*", f"{frequent[0]}~2")
    return {name: best(ours, text) / usual for name, text in zip(tables.PATTERNS, texts, strict=True)}


def best(ours: Ours, text: str) -> float:
    """Time a question in the query language."""
    return min(seconds(lambda: ours.find(text)) for _ in range(RUNS))


def late(times: Sequence[float]) -> float:
    """Give what 95 % stay below."""
    return sorted(times)[int(len(times) * 0.95)]


class Run:
    """One run over so many articles: the engines, the questions, and what has been measured so far."""

    def __init__(
        self, articles: News, folder: Path, kept: Path, classes: Sequence[type[Engine]], *, search: bool
    ) -> None:
        self._articles = articles
        self._folder = folder
        self._kept = kept
        self._search_only = search
        self._sample = articles.sample(SAMPLE)
        self._mix = questions(self._sample)
        self._engines = [engine(kept if engine is not Ours or search else folder) for engine in classes]
        self.rows: tables.Measured = {}

    def measure(self) -> None:
        """Measure everything."""
        built = self._build()
        if self._search_only:
            del self.rows[tables.INDEX]
        self._add(built)
        self.rows[tables.SEARCH_PEAK] = {
            engine.name: memory.alone(answer, type(engine), engine.place.parent, self._mix)
            for engine in self._engines
        }
        for engine in self._engines:
            engine.open()
        self._search()
        more = self._articles.more(ADDED)
        self.rows[tables.ONE] = {
            engine.name: statistics.median(seconds(partial(engine.add, article)) * 1000 for article in more)
            for engine in self._engines
        }
        ours = next(engine for engine in self._engines if isinstance(engine, Ours))
        for name, times in patterns(ours, self._mix).items():
            self.rows[name] = {tables.OURS: times}

    def _build(self) -> dict[str, float]:
        """Build the indexes that are not kept from an earlier run."""
        known = self._kept / "built.json"
        before: dict[str, float] = json.loads(known.read_text(encoding="utf-8")) if known.exists() else {}
        built = {}
        for engine in self._engines:
            if engine.name not in before or (isinstance(engine, Ours) and not self._search_only):
                built[engine.name] = seconds(partial(engine.build, self._articles))
            else:
                built[engine.name] = before[engine.name]
            print(f"  {engine.name} has indexed, {built[engine.name]:.1f} s", file=sys.stderr, flush=True)
        lasting = {name: taken for name, taken in built.items() if name != tables.OURS or self._search_only}
        known.write_text(json.dumps({**before, **lasting}), encoding="utf-8")
        self.rows[tables.INDEX] = built
        text = sum(len(f"{article.headline or ''} {article.body}".encode()) for article in self._articles)
        self.rows[tables.SIZE] = {engine.name: engine.size / text for engine in self._engines}
        return built

    def _add(self, built: Mapping[str, float]) -> None:
        """Measure the whole program: adding a file, and a search as a process of its own."""
        place = self._folder / "whole"
        where = {engine.name: engine.place for engine in self._engines}
        if len(self._articles) <= CORPUS and not self._search_only:
            taken, peak = add(self._articles.path, place)
            self.rows[tables.ADD] = {**built, tables.OURS: taken}
            self.rows[tables.ADD_PEAK] = {tables.OURS: peak}
        else:  # the index is what a search reads, whatever the corpus holds
            (place / "corpus").mkdir(parents=True)
            (place / "index").symlink_to(where[tables.OURS], target_is_directory=True)
        word = next(question.words[0] for question in self._mix if question.kind == "mid")
        self.rows[tables.COLD] = starts({**where, tables.OURS: place}, word)

    def _search(self) -> None:
        """Measure the questions."""
        for passages, middle, end in (
            (True, tables.MEDIAN, tables.LATE),
            (False, tables.PLAIN_MEDIAN, tables.PLAIN_LATE),
        ):
            asked = ask_all(self._engines, self._mix, passages=passages)
            self.rows[middle] = {engine: statistics.median(times) for engine, times in asked.items()}
            self.rows[end] = {engine: late(times) for engine, times in asked.items()}
            for kind in dict.fromkeys(question.kind for question in self._mix) if passages else ():
                of = [number for number, question in enumerate(self._mix) if question.kind == kind]
                self.rows[f"  {kind}, median"] = {
                    name: statistics.median(times[number] for number in of) for name, times in asked.items()
                }


def measured(count: int, asked: argparse.Namespace) -> tables.Measured:
    """Measure everything on so many articles."""
    classes = [engine for engine in ENGINES if engine.name not in asked.without]
    classes = [engine for engine in classes if count <= WHOOSH or engine.name != "Whoosh"]
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="speed-", dir=asked.keep) as folder:
        kept = (asked.keep or Path(folder) / "others") / str(count)
        kept.mkdir(parents=True, exist_ok=True)
        articles = news.write(asked.data, count, Path(folder) / "articles.jsonl")
        print(
            f"\n{count:,} articles, {articles.path.stat().st_size / 1e6:,.0f} MB as JSON lines\n", flush=True
        )
        run = Run(articles, Path(folder), kept, classes, search=asked.search)
        run.measure()
    return run.rows


def main(arguments: list[str]) -> int:
    """Measure, print tables and ratios; 1 when one is below its floor."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("--articles", type=int, nargs="+", default=USUAL, metavar="N")
    options.add_argument("--keep", type=Path, metavar="FOLDER")
    options.add_argument("--search", action="store_true")
    options.add_argument("--without", action="append", default=[], metavar="ENGINE")
    options.add_argument("--renew", action="store_true")
    asked = options.parse_args(arguments)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    below = []
    for count in asked.articles:
        rows = measured(count, asked)
        print(tables.plain(rows, count), "\n")
        for name, ratio in tables.ratios(rows):
            print(f"{ratio:10.2f}  {name}")
        below += tables.short(count, rows, floors["speed"])
        if asked.renew:
            renew(count, rows, search=asked.search)
    print("\n".join(below), file=sys.stderr)
    return 1 if below else 0


def renew(count: int, rows: tables.Measured, *, search: bool) -> None:
    """Write down what was measured wherever it is shown, and raise the floors."""
    kept = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    said = f"On {date.today().isoformat()}, {len(os.sched_getaffinity(0))} processor cores:"
    said += f" `python -m benchmarks.speed DATA --articles {count}{' --keep FOLDER --search' * search}`."
    kept[str(count)] = {"said": said, "rows": rows}
    MEASURED.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    all_rows = {number: each["rows"] for number, each in kept.items()}
    tables.renew(PAGES, all_rows, {number: each["said"] for number, each in kept.items()})
    FIGURE.write_text(tables.growth(all_rows), encoding="utf-8")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    tables.raised(count, rows, floors["speed"])
    FLOORS.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
