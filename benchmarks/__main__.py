"""All benchmarks, one after the other: `python -m benchmarks DATA`; 1 when one falls short of its floors."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import compounds, exports, pasted, quality, speed, stories, webpages

BENCHMARKS: dict[str, Callable[[list[str]], int]] = {
    "pasted": pasted.main,
    "exports": exports.main,
    "webpages": lambda arguments: webpages.main(Path(arguments[0])),
    "compounds": compounds.main,
    "stories": stories.main,
    "quality": quality.main,
    "speed": speed.main,
}


def main(arguments: list[str]) -> int:
    """Run all benchmarks on a folder of data and say which fell short."""
    short = []
    for name, run in BENCHMARKS.items():
        print(f"\n## {name}\n", flush=True)
        if run(arguments[:1] or ["data"]):
            short.append(name)
    if short:
        print(f"\nBelow what was reached before: {', '.join(short)}", file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
