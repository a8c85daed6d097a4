"""How well web pages are read: `python -m benchmarks.webpages DATA`, with trafilatura alone as the peer.

DATA holds `html/*.tar.xz`, each with `NAME/gold.jsonl` and `NAME/pages/`, unpacked into a temporary folder.
What is compared, and how:

- headline: equal after folding case, signs and spaces;
- authors: the set of people, exactly equal after the same folding. The gold lists agencies, outlets,
  departments and now and then the place of the dateline among the authors; these are no authors here, so
  `PEOPLE_ONLY` takes them out of the gold. They stay in our answer, where each is an invented author, and are
  taken out of the peer's. `authors, raw` leaves everything as it is;
- date: the civil day; pages are not counted whose gold names no day, or one after the page was fetched (day
  and month exchanged);
- body: F1 of the tokens, where the gold has a body; else the share of its snippets rightly in and out;
- an author or date given where the gold has none is a miss twice over;
- speed: pages a second of processor time, one core, each page read by both in turn.

Pages are parted by a hash of their name into a half that rules were made on ("tuning") and one that was only
measured ("held out").
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sys
import tarfile
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trafilatura

from archive.dates import day_of
from archive.errors import ReaderError
from archive.readers.source import Source
from archive.readers.webpage import read

FLOORS = Path(__file__).with_name("floors.json")
HALVES = ("held out", "tuning")
NEWSPAPERS = ("fundus",)
"""The set of newspaper articles, with gold for every field.

The other one has blogs, shops and forums as well, and for its body snippets alone."""
_WORD = re.compile(r"\w+")
_APART = re.compile(r"\s*[;,/]\s*|\s+(?:und|and|et|y|e)\s+|^(?:von|by)\s+", re.IGNORECASE)

_PLACED = re.compile(r"\s(?:en|from)\s.*")
PEOPLE_ONLY = re.compile(
    r"^(?:(?:the )?associated press(?: in \w+)?|dpa.*|afp|sid|reuters|ap|epd|kna|kathpress|agencia efe|"
    r"efe|empa|tpn|\W*)$|redaktion|nachrichten|"
    r"\b(?:staff|team|webteam|gmbh|ag|se|inc|e\.v\.|abteilung)\b|\.(?:de|com|at|ch|live|tr)\b|^le figaro|"
    r"^7 news|^der spiegel$|"
    r"^(?:nairobi|london|medellín|lno|erbol|university of .*|baselbiet|ormalingen|sweidah)$|"
    r"^(?-i:[a-z]{2,4}|[A-Z]{2,4})$|"
    r"^(?:朝日新聞デジタル|読売新聞オンライン|दैनिक भास्कर|habertürk|euronews|nordex se)$",
    re.IGNORECASE,
)
"""Entries of the gold that are no people: agencies, outlets, departments, companies, initials, places.

An entry is left out too when it is the publisher's name (of the gold, or of the page's address)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader made of a page."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""
    body: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class Score:
    """Points and the most there could be, by measure."""

    points: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)

    def add(self, measure: str, points: float, most: float = 1) -> None:
        """Count points out of the most."""
        self.points[measure] += points  # type: ignore[assignment]
        self.most[measure] += most  # type: ignore[assignment]

    def share(self, measure: str) -> float:
        """Give the share of the most."""
        return self.points[measure] / self.most[measure] if self.most[measure] else 0.0


def fold(text: str) -> str:
    """Reduce a text to letters and digits without case."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text))).casefold()


def pages(data: Path) -> Iterator[tuple[Mapping[str, Any], Path]]:
    """Unpack the sets and give the gold of each page with its file."""
    with tempfile.TemporaryDirectory(prefix="webpages-") as folder:
        for packed in sorted((data / "html").glob("*.tar.xz")):
            with tarfile.open(packed) as tar:
                tar.extractall(folder, filter="data")
        for gold in sorted(Path(folder).glob("*/gold.jsonl")):
            with gold.open(encoding="utf-8") as lines:
                for text in lines:
                    record = json.loads(text)
                    yield record, gold.parent / "pages" / record["file"]


def ours(path: Path) -> Answer:
    """Read a page with this project."""
    start = time.process_time()
    try:
        article = next(iter(read(Source(str(path), path))))
    except ReaderError:
        return Answer(seconds=time.process_time() - start)
    seconds = time.process_time() - start
    if isinstance(article, ReaderError):
        return Answer(seconds=seconds)
    day = day_of(article.published).isoformat() if article.published else ""
    text = re.sub(r"^(?:#+|-|>) ", "", article.body, flags=re.MULTILINE)
    return Answer(article.headline or "", article.authors, day, text, seconds)


def peer(path: Path) -> Answer:
    """Read a page with trafilatura alone."""
    start = time.process_time()
    document = trafilatura.bare_extraction(path.read_bytes(), with_metadata=True, include_comments=False)
    seconds = time.process_time() - start
    if document is None or isinstance(document, dict):
        return Answer(seconds=seconds)
    authors = tuple((document.author or "").split("; ")) if document.author else ()
    return Answer(document.title or "", authors, document.date or "", document.text or "", seconds)


def score(gold: Mapping[str, Any], answer: Answer, scores: Iterable[Score], *, lenient: bool) -> list[str]:
    """Add a page to the scores and name the measures it misses.

    `lenient` overlooks those given as authors that are no people.
    """
    wanted = (
        [str(name) for name in gold["authors"]]
        if "authors" in gold
        else _APART.split(gold.get("author") or "")
    )
    outlets = {
        fold(str(gold.get("publisher") or "-")),
        *map(fold, re.findall(r"[\w-]{3,}", gold["url"].split("/")[2])),
    }
    people = {fold(_PLACED.sub("", name)) for name in wanted if not _is_no_person(name, outlets)}
    given = {fold(name) for name in answer.authors if not (lenient and _is_no_person(name, outlets))}
    # A gold entry of several names is one name to the gold, and several to a reader of it.
    raw = {fold(name) for name in wanted} - {""}
    day = str(gold["date"] or "")[:10]
    marks = {
        "headline": float(fold(gold["title"]) == fold(answer.headline)),
        "authors": _set(people, given),
        "authors, raw": float(raw == {fold(name) for name in answer.authors}),
    }
    fetched = str(gold.get("crawl_date") or "9")[:10]
    if re.fullmatch(r"\d{4}-(?:0\d|1[0-2])-\d\d", day) and day <= fetched:
        marks["date"] = float(day == answer.day)
    if gold.get("body"):
        marks["body"] = token_f1(gold["body"], answer.body)
    elif gold.get("with") or gold.get("without"):
        marks["snippets"] = _snippets(gold, answer.body)
    for one in scores:
        for measure, points in marks.items():
            one.add(measure, points)
        one.add("seconds", answer.seconds)
    return [measure for measure, points in marks.items() if points <= 0]


def _set(wanted: set[str], given: set[str]) -> float:
    if not wanted and given:
        return -1.0  # invented: the point is lost, and one more
    return float(wanted == given)


def _is_no_person(name: str, outlets: set[str]) -> bool:
    folded = fold(name)
    return bool(PEOPLE_ONLY.search(name.strip())) or any(
        folded == one or (len(one) > 4 and one == folded) for one in outlets
    )


def token_f1(wanted: str, given: str) -> float:
    """Compare two texts as bags of words."""
    one, two = (Counter(_WORD.findall(text.casefold())) for text in (wanted, given))
    common = (one & two).total()
    return 2 * common / (one.total() + two.total()) if common else 0.0


def _snippets(gold: Mapping[str, Any], body: str) -> float:
    text = " ".join(body.split())
    right = [" ".join(part.split()) in text for part in gold["with"]]
    right += [" ".join(part.split()) not in text for part in gold["without"]]
    return sum(right) / len(right)


def half_of(name: str) -> str:
    """Tell which half a page is in, by a hash of its name."""
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]


def main(data: Path) -> int:
    """Measure, print the pages missed and the table; 1 when a floor is not reached."""
    logging.disable(logging.CRITICAL)
    for _, first in pages(data):
        peer(first)  # what is loaded or compiled once is not a page's cost
        break
    scores: dict[tuple[str, str], Score] = {}
    missed: list[str] = []
    for gold, path in pages(data):
        groups = ("all", half_of(path.name), path.parent.parent.name)
        for who, answer in (("archive", ours(path)), ("trafilatura", peer(path))):
            kept = [scores.setdefault((who, group), Score()) for group in groups]
            misses = score(gold, answer, kept, lenient=who != "archive")
            if who == "archive" and misses:
                missed.append(f"{groups[1]:9}{path.name[:44]:46}{', '.join(misses)}")
    print("\n".join(missed))
    return report(scores)


def report(scores: Mapping[tuple[str, str], Score]) -> int:
    """Print the table and hold the figures against the floors."""
    measures = ("headline", "authors", "authors, raw", "date", "body", "snippets")
    print(f"{'':32}" + "".join(f"{measure:>14}" for measure in measures) + f"{'pages/s':>10}")
    for (who, group), one in sorted(scores.items(), key=lambda item: item[0][::-1]):
        shares = "".join(
            f"{one.share(measure):14.3f}" if one.most[measure] else " " * 14 for measure in measures
        )
        print(f"{group + ', ' + who:32}{shares}{one.most['headline'] / one.points['seconds']:10.1f}")
    figures = {
        f"{measure}, {group}": one.share(measure)
        for (who, group), one in sorted(scores.items())
        for measure in measures[:2] + measures[3:4]
        if who == "archive" and group not in HALVES
    }
    for group, of in (
        ("all", ""),
        *((name, f", {name}") for name in NEWSPAPERS if ("archive", name) in scores),
    ):
        mine, theirs = scores["archive", group], scores["trafilatura", group]
        figures[f"body against trafilatura{of}"] = mine.share("body") - theirs.share("body")
        figures[f"speed against trafilatura{of}"] = theirs.points["seconds"] / mine.points["seconds"]
    floors: dict[str, float] = json.loads(FLOORS.read_text()).get("webpages", {}) if FLOORS.exists() else {}
    short = {name: floor for name, floor in floors.items() if figures[name] < floor}
    for name, figure in figures.items():
        print(f"{name}: {figure:.3f}" + (f", below its floor of {short[name]}" if name in short else ""))
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
