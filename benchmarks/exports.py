"""How exports of press databases are parted and read: `python -m benchmarks.exports DATA`.

Unpacks DATA/exports/exports.tar.xz, counts the articles of each file against what is known to be in it, and
how many have each field. Ends with 1 when a count is not exact, or a field is filled less often than its
floor in floors.json says.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
import time
from collections import Counter
from pathlib import Path

from archive.article import Article
from archive.readers import Source, read

FLOORS = Path(__file__).with_name("floors.json")
ARTICLES = {
    "factiva_german-ui.html": 100,
    "factiva_nyt.html": 27,
    "nexis-uk_spiegel.html": 49,
    "nexis-uk_afp.html": 74,
    "nexis-advance_nyt1.docx": 50,
    "nexis-advance_usa-today.docx": 7,
    "nexis-advance_guardian1.docx": 2,
    "nexis-advance_guardian2.docx": 1,
    "nexis_sample.TXT": 10,
    "nexis-uni_sample.DOCX": 10,
}
"""How many articles each file holds."""

FIELDS = ("headline", "published", "source", "body", "record", "authors", "section", "language")


def main(arguments: list[str]) -> int:
    """Print the count of each file, the share of articles with each field, and the speed."""
    packed = Path(arguments[0] if arguments else "data") / "exports" / "exports.tar.xz"
    if not packed.is_file():
        print(f"There is no {packed}: name the folder that holds `exports/`.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="exports-") as folder:
        with tarfile.open(packed) as tar:
            tar.extractall(folder, filter="data")
        return measure(Path(folder) / "exports")


def measure(folder: Path) -> int:
    """Read the unpacked files, print what was found, and give 1 when it falls short."""
    filled: Counter[str] = Counter()
    total, wrong = 0, []
    start = time.process_time()
    for name, expected in ARTICLES.items():
        articles = [one for one in read(Source(name, folder / name)) if isinstance(one, Article)]
        filled.update(field for article in articles for field in FIELDS if getattr(article, field))
        total += len(articles)
        wrong += [] if len(articles) == expected else [name]
        print(f"{name:30} {len(articles):4} of {expected}")
    seconds = time.process_time() - start
    for field in FIELDS:
        print(f"{field:30} {filled[field] / total:.3f}")
    print(f"{'speed':30} {total / seconds:.0f} articles/s")
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))["exports"]
    wrong += [field for field, floor in floors.items() if filled[field] / total < floor]
    if wrong:
        print(f"Not exact or below the floor: {', '.join(wrong)}.", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
