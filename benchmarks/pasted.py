"""How well pasted pages are read: `python -m benchmarks.pasted DATA`, where DATA/pasted holds texts and gold.

Scored is only what a text shows. A headline is right when it equals one of the gold titles but for case,
punctuation and space; a day when it is the day of publication; authors when all names are there and no other.
What is not in the text must be left open: a wrong or invented day or name counts double. Ends with 1 when a
figure is below its floor in floors.json.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.article import Article
from archive.dates import day_of
from archive.readers.pasted import article_from

FLOORS = Path(__file__).with_name("floors.json")
FIELDS = ("headline", "published", "authors")


@dataclass
class Tally:
    """What came out for one field: how many texts, how many right, how many wrong answers, and which."""

    texts: int = 0
    right: int = 0
    invented: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part that is right."""
        return self.right / self.texts if self.texts else 0.0

    @property
    def penalised(self) -> float:
        """The part that is right, less one for each wrong answer where none would have been a mere miss."""
        return (self.right - self.invented) / self.texts if self.texts else 0.0


def fold(text: str) -> str:
    """Reduce a text to its letters and digits, without regard to case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold())


def answers(gold: dict[str, Any], article: Article) -> Iterator[tuple[str, bool, bool, str]]:
    """Give for each field that can be scored its name, whether it is right, whether made up, the answer."""
    if gold["title_in_text"]:
        right = fold(article.headline or "") in {fold(title) for title in gold["titles_ok"]}
        yield "headline", right, False, repr(article.headline)
    wanted = gold["date"] if gold["date_in_text"] else None
    given = day_of(article.published).isoformat() if article.published else None
    yield "published", given == wanted, given is not None and given != wanted, f"{given} for {wanted}"
    names, expected = ({fold(name) for name in some} for some in (article.authors, gold["authors_in_text"]))
    yield (
        "authors",
        names == expected,
        bool(names - expected),
        f"{article.authors} for {gold['authors_in_text']}",
    )


def run(folder: Path) -> tuple[dict[str, Tally], float]:
    """Read all texts of a folder; give the tally of each field and the texts read per second."""
    tallies = {name: Tally() for name in FIELDS}
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").split("\n")
    golds = [json.loads(line) for line in lines if line]
    texts = [(folder / gold["file"]).read_text(encoding="utf-8") for gold in golds]
    start = time.process_time()
    articles = [article_from(text) for text in texts]
    seconds = time.process_time() - start
    for gold, article in zip(golds, articles, strict=True):
        for name, right, invented, answer in answers(gold, article):
            tally = tallies[name]
            tally.texts += 1
            tally.right += right
            tally.invented += invented
            if not right:
                tally.misses.append(f"{gold['file']}: {answer}")
    return tallies, len(texts) / seconds if seconds else 0.0


def below_floor(tallies: dict[str, Tally]) -> list[str]:
    """Name the fields whose share of right answers is below the floor."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))["pasted"]
    return [name for name, floor in floors.items() if tallies[name].share < floor]


def main(arguments: list[str]) -> int:
    """Print the figures, with `--misses` also what went wrong."""
    paths = [argument for argument in arguments if not argument.startswith("-")]
    folder = Path(paths[0] if paths else "data") / "pasted"
    if not (folder / "gold.jsonl").is_file():
        print(f"No texts in {folder}: name the folder that holds `pasted/`.", file=sys.stderr)
        return 2
    tallies, speed = run(folder)
    for name, tally in tallies.items():
        print(
            f"{name:10} {tally.share:.3f} right ({tally.right}/{tally.texts}), "
            f"{tally.invented} invented, {tally.penalised:.3f} with these counted double"
        )
        if "--misses" in arguments:
            print(*(f"    {miss}" for miss in tally.misses), sep="\n")
    print(f"{'speed':10} {speed:.0f} texts/s")
    low = below_floor(tallies)
    if low:
        print(f"Below the floor: {', '.join(low)}.", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
