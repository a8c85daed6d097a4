"""How far a long piece of work has come, on one line of a terminal that is drawn over and over."""

from __future__ import annotations

import threading
import time
from collections import deque

from archive.output.cells import cut, safe
from archive.output.terminal import Terminal

_PAUSE = 0.1
"""Seconds between two drawings: smooth to the eye, and no cost beside the work."""
_BEAT = 0.5
_BAR = 24
_LATELY = 60.0
_MARK = 2.0
"""The rate is that of the last minute, for what comes may be quicker or slower than what was; it is measured
from marks two seconds apart."""


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
        self._marks = deque([(time.monotonic(), 0)])
        self._drawn = 0.0
        self._visible = False
        self._state: tuple[int, int | None] = (0, None)
        self._lock = threading.Lock()
        self._ended: threading.Event | None = None

    def __call__(self, done: int, total: int | None) -> None:
        """Redraw the line, unless that was just done."""
        self._state = (done, total)
        self._mark(time.monotonic(), done)
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

    def _mark(self, now: float, done: int) -> None:
        """Remember when so much was done; of what lies more than a minute back, only the last."""
        if now - self._marks[-1][0] < _MARK:
            return
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[1][0] >= _LATELY:
            self._marks.popleft()

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        since, then = self._marks[0]
        done, total = self._state
        elapsed = self._drawn - since
        rate = (done - then) / elapsed if elapsed > 0 else 0.0
        text = progress_text(self.label, done, total, elapsed, rate)
        self.terminal.stream.write("\r\x1b[K" + cut(safe(text), (self.terminal.width or 80) - 1))
        self.terminal.stream.flush()


def progress_text(label: str, done: int, total: int | None, elapsed: float, rate: float | None = None) -> str:
    """Put a state of work into words: bar, count, rate a second, time left, after `elapsed` seconds.

    The rate is that of all that was done, unless it is given. When all is done but the end of it (the last
    writing and syncing), it says so.
    """
    if rate is None:
        rate = done / elapsed if elapsed > 0 else 0.0
    parts = [f"{done:,} of {total:,}" if total else f"{done:,}", _a_second(rate)]
    if not total:
        return f"{label}  " + " · ".join(parts)
    left = max(total - done, 0) / rate if rate else 0.0
    if done >= total:
        parts.append("finishing")
    elif rate and elapsed >= 1:
        parts.append(f"{duration(max(left, 1))} left")
    filled = min(_BAR, _BAR * done // total)
    return f"{label} {'━' * filled}{'─' * (_BAR - filled)}  " + " · ".join(parts)


def _a_second(rate: float) -> str:
    return f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s"


def duration(seconds: float) -> str:
    """Write a length of time as a person says it: `40 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
