"""How well compounds are split: `python -m benchmarks.compounds DATA`; DATA/lex holds newspaper words.

A split is right when it has as many parts as a reference and each part is the reference's, whatever its
linking element or ending; it is fit when one of them only cuts further than the other: Mittelmeer + Inseln
is fit for Mittel + Meer + Inseln. Over-split is a word that no reference splits. Ends with 1 when a figure
is below its floor in floors.json, or over-splitting above it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from archive.analysis import Analyzer, forms
from archive.analysis.compounds import Splitter
from archive.analysis.lexicon import Lexicon, german

FLOORS = Path(__file__).with_name("floors.json")
WORDS = Path(__file__).parent.parent / "archive" / "analysis" / "words_de.txt"


def references(path: Path) -> list[tuple[str, list[list[str]]]]:
    """Read each word with every split that any line gives for it."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    known: dict[str, list[list[str]]] = {}
    for word, splits in rows:
        known.setdefault(word, []).extend(split.split() for split in splits.split("|"))
    return [(word, known[word]) for word, _ in rows]


def same(parts: list[str], reference: list[str]) -> bool:
    """Tell whether two readings have the same parts, but for linking elements and endings."""
    pairs = list(zip(parts, reference, strict=False))
    return len(parts) == len(reference) and all(
        ours.startswith(theirs) or theirs.startswith(ours) or ours[:-2] == theirs[:-2]
        for ours, theirs in pairs
    )


def fits(word: str, parts: list[str], reference: list[str]) -> bool:
    """Tell whether one of two readings only cuts further than the other."""
    ours, theirs = _cuts(word, parts), _cuts(word, reference)
    fewer, more = sorted((ours, theirs), key=len)
    return all(any(abs(cut - other) <= 2 for other in more) for cut in fewer)


def _cuts(word: str, parts: list[str]) -> list[int]:
    cuts, place = [], 0
    for part in parts[1:]:
        place = max(word.find(part[:4], place + 2), place + 2)
        cuts.append(place)
    return cuts


def accuracy(words: list[tuple[str, list[list[str]]]], splitter: Splitter) -> dict[str, float]:
    """Give the shares that are right, fit and over-split."""
    right = fit = compounds = over = 0
    for word, known in words:
        parts = [part.base for part in splitter.split(word)] or [word]
        if len(known[0]) > 1:
            compounds += 1
            exact = any(same(parts, reference) for reference in known)
            right += exact
            fit += exact or (
                len(parts) > 1 and any(fits(word, parts, each) for each in known if len(each) > 1)
            )
        else:
            over += len(parts) > 1 and not any(same(parts, reference) for reference in known)
    rest = len(words) - compounds
    return {"right": right / compounds, "fit": fit / compounds, "oversplit": over / rest}


def main(arguments: list[str]) -> int:
    """Print accuracy and speed."""
    source = Path(arguments[0] if arguments else "data") / "lex" / "compounds_cdec_tokens.tsv"
    if not source.is_file():
        print(f"No words at {source}: name the folder that holds `lex/`.", file=sys.stderr)
        return 2
    words = references(source)
    began = time.perf_counter()
    Splitter(Lexicon(WORDS.read_bytes())).split("rechenzentrumsbetreiber")
    first = time.perf_counter() - began
    figures = accuracy(words, Splitter(german()))
    for name, figure in figures.items():
        print(f"{name:12} {figure:.3f}")

    every = [line.partition("\t")[0] for line in WORDS.read_text(encoding="utf-8").splitlines()][::2]
    splitter, analyzer = Splitter(german()), Analyzer("de")
    print(f"first word, cold    {first * 1000:10.1f} ms")
    for name, work in (("split", splitter.split), ("analysed", analyzer.terms), ("again", analyzer.terms)):
        began = time.perf_counter()
        for word in every:
            work(word)
        print(f"words a second, {name:10} {len(every) / (time.perf_counter() - began):10,.0f}")
    text = "\n".join(" ".join(every[start : start + 12]) for start in range(0, len(every), 12))
    began = time.perf_counter()
    tokens = sum(len(forms(text)) for _ in range(10))
    print(f"tokens a second            {tokens / (time.perf_counter() - began):10,.0f}")

    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")).get("compounds", {})
    missed = [name for name in ("right", "fit") if round(figures[name], 3) < floors.get(name, 0.0)]
    missed += ["oversplit"] if round(figures["oversplit"], 3) > floors.get("oversplit", 1.0) else []
    for name in missed:
        print(f"{name}: behind its floor.", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
