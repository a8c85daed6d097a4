"""The one place where an exception becomes a sentence, a hint and an exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from contextlib import suppress
from difflib import get_close_matches

import click

from archive.cli.invocation import Invocation
from archive.errors import ArchiveError, DamagedArticle, QueryError
from archive.output.problems import write_error, write_query_error

INTERRUPTED = 130

_OS_SENTENCES = {
    errno.ENOSPC: ("The disk is full", "Make room, then try again; every article reported so far is kept."),
    errno.EDQUOT: (
        "The disk quota is used up",
        "Make room, then try again; every article reported so far is kept.",
    ),
    errno.EROFS: ("The file system is read-only", "Copy the archive to where it can be written."),
    errno.EACCES: ("Permission denied", "Check who owns the file and may read or write it."),
    errno.EPERM: ("Permission denied", "Check who owns the file and may read or write it."),
    errno.ENOENT: ("No such file or folder", "Check the spelling of the path."),
    errno.EMFILE: ("Too many files are open", "Raise the limit with `ulimit -n 4096`, then try again."),
    errno.EIO: ("The disk reports an error", "Check the disk, and restore what is lost from a backup."),
}


def report(error: BaseException, invocation: Invocation) -> int:
    """Say on standard error what went wrong and give the exit code."""
    if isinstance(error, BrokenPipeError):
        return _hang_up()
    if invocation.debug:
        traceback.print_exception(error)
    if isinstance(error, (KeyboardInterrupt, EOFError, click.Abort)):
        if sys.stderr.isatty():
            invocation.err.blank()  # ends the line in which the terminal echoes ^C
        write_error(invocation.err, "Interrupted; what was reported before is kept.")
        return INTERRUPTED
    if isinstance(error, click.UsageError):
        return _report_usage(error, invocation)
    if isinstance(error, QueryError) and error.problems:
        write_query_error(invocation.err, error)
        return error.exit_code
    message, hint, code = _worded(error)
    write_error(invocation.err, message, hint)
    return code


def nearest(word: str, words: list[str]) -> str | None:
    """Give the word that was probably meant."""
    return next(iter(get_close_matches(word, words, n=1)), None)


def _worded(error: BaseException) -> tuple[str, str | None, int]:
    if isinstance(error, DamagedArticle):
        return _sentence(worded(error)), error.hint, error.exit_code
    if isinstance(error, ArchiveError):
        return _sentence(str(error)), error.hint, error.exit_code
    if isinstance(error, click.ClickException):
        return _sentence(error.format_message()), None, error.exit_code
    if isinstance(error, OSError):
        return _worded_os(error)
    if isinstance(error, MemoryError):
        return "There is not enough memory for this.", "Do it in smaller parts.", 1
    return (
        f"This should not have happened ({type(error).__name__}: {error}); it is a bug in archive.",
        "Run the same command with --debug and report what it prints; the articles in corpus/ are safe.",
        1,
    )


def _worded_os(error: OSError) -> tuple[str, str | None, int]:
    sentence, hint = _OS_SENTENCES.get(error.errno or 0, (error.strerror or str(error), None))
    name = error.filename if error.filename is not None else error.filename2
    if isinstance(name, (str, bytes)):
        sentence = f"{sentence}: {os.fsdecode(name)}"
    return _sentence(sentence), hint, 1


def worded(error: DamagedArticle) -> str:
    """Say what is wrong with an article, with its file and line unless the message names them."""
    message = str(error)
    if error.path.name in message:
        return message
    line = f", line {error.line}" if error.line else ""
    return f"{error.path}{line}: {message}"


def _report_usage(error: click.UsageError, invocation: Invocation) -> int:
    message = getattr(error, "message", None) or error.format_message()
    if isinstance(error, click.BadParameter):
        message = error.format_message().replace("a valid integer range", "a whole number")
    possibilities = getattr(error, "possibilities", None)
    command = error.ctx.command_path if error.ctx else "archive"
    hint = f"Did you mean {possibilities[0]}?" if possibilities else f"See `{command} --help`."
    write_error(invocation.err, _sentence(message), hint)
    return error.exit_code


def _sentence(message: str) -> str:
    message = " ".join(message.split())
    return message if message.endswith((".", "!", "?", ")")) else message + "."


def _hang_up() -> int:
    """Stop quietly: whoever read the output has seen enough."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
