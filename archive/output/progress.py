"""How far a long piece of work has come, on one line of a terminal that is drawn over and over."""

from __future__ import annotations

import threading
import time

from archive.output.cells import cut, safe
from archive.output.terminal import Terminal

_PAUSE = 0.1
"""Seconds between two drawings: smooth to the eye, and no cost beside the work."""
_BEAT = 0.5
_BAR = 24


class ProgressLine:
    """A line such as `Adding ━━━━━━──────  12,300 of 58,960 · 2,480/s · 19 s left`.

    Called with what is done and the total (None: unknown) it redraws itself, and twice a second besides, so
    that a long step does not look like a standstill. `clear` wipes it away, `close` for good. Where `shown`
    is false nothing is ever written.
    """

    def __init__(self, terminal: Terminal, label: str, *, shown: bool = True) -> None:
        self.terminal = terminal
        self.label = label
        self.shown = shown and terminal.width is not None
        self._begun = time.monotonic()
        self._drawn = 0.0
        self._visible = False
        self._state: tuple[int, int | None] = (0, None)
        self._lock = threading.Lock()
        self._ended: threading.Event | None = None

    def __call__(self, done: int, total: int | None) -> None:
        """Redraw the line, unless that was just done."""
        self._state = (done, total)
        if not self.shown or time.monotonic() - self._drawn < _PAUSE:
            return
        with self._lock:
            self._visible = True
            self._draw()
        if self._ended is None:
            self._ended = threading.Event()
            threading.Thread(target=self._beat, args=(self._ended,), daemon=True).start()

    def clear(self) -> None:
        """Wipe the line, so that what is written next starts on an empty one."""
        with self._lock:
            if self._visible:
                self.terminal.stream.write("\r\x1b[K")
                self.terminal.stream.flush()
            self._visible = False
            self._drawn = 0.0

    def close(self) -> None:
        """Wipe the line for good."""
        if self._ended is not None:
            self._ended.set()
        self.shown = False
        self.clear()

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(_BEAT):
            with self._lock:
                if self._visible:
                    self._draw()

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        text = progress_text(self.label, *self._state, self._drawn - self._begun)
        self.terminal.stream.write("\r\x1b[K" + cut(safe(text), (self.terminal.width or 80) - 1))
        self.terminal.stream.flush()


def progress_text(label: str, done: int, total: int | None, elapsed: float) -> str:
    """Put a state of work into words: bar, count, rate a second, time left."""
    rate = done / elapsed if elapsed > 0 else 0.0
    parts = [f"{done:,} of {total:,}" if total else f"{done:,}", f"{rate:,.0f}/s"]
    if not total:
        return f"{label}  " + " · ".join(parts)
    if rate and elapsed >= 1:
        parts.append(f"{duration(max(total - done, 0) / rate)} left")
    filled = min(_BAR, _BAR * done // total)
    return f"{label} {'━' * filled}{'─' * (_BAR - filled)}  " + " · ".join(parts)


def duration(seconds: float) -> str:
    """Write a length of time as a person says it: `40 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
