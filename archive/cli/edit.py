"""`archive edit`: correct an article."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from archive.archive import Archive
from archive.cli.candidates import values
from archive.cli.invocation import Invocation, MisuseError, verb
from archive.cli.settings import settings_of
from archive.errors import ArchiveError
from archive.output.problems import write_error


class UnfinishedError(ArchiveError):
    """An edit could not be taken over; its text was kept."""


@verb
@click.argument("id", shell_complete=values("id"))
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Change a field, without an editor."
)
def edit(invocation: Invocation, id: str, settings: tuple[str, ...]) -> None:
    """Correct the article whose id begins with ID.

    Opens its file in $VISUAL or $EDITOR; what you save is checked before it is taken over, and kept aside
    where it cannot be. The id stays the same, whatever is changed.

      archive edit 2025-02-24-alibaba --set author="Oleg Tkachenko"
    """
    with invocation.archive() as archive:
        if settings:
            article = archive.edit(id, settings_of(settings))
            invocation.out.verbatim(f"updated  {article.id}")
            return
        path = archive.path_of(id)
        before = path.read_text(encoding="utf-8")
        kept = _draft(path, before)
        after = _edited(kept, before)
        if after is None:
            kept.unlink()
            invocation.err.line("Nothing was changed.")
            return
        if path.read_text(encoding="utf-8") != before:
            raise UnfinishedError(
                f"{path.name} was changed by someone else meanwhile; your text is in {kept}.",
                hint=f"Compare the two, then edit again: `diff {path} {kept}`.",
            )
        _take_over(invocation, archive, path.stem, kept)


def _draft(path: Path, text: str) -> Path:
    """Put a copy of the article where the editor may do with it what it likes."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix=f"{path.stem[:40]}-", suffix=".md", delete=False
    ) as draft:
        draft.write(text)
    return Path(draft.name)


def _edited(draft: Path, before: str) -> str | None:
    """Run the editor; give the text it leaves, None where that is as before."""
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = [*shlex.split(wanted), str(draft)]
        code = subprocess.run(command, check=False).returncode  # noqa: S603 -- the editor of the user
    except (OSError, ValueError) as error:
        draft.unlink()
        raise MisuseError(
            f"The editor “{wanted}” cannot be started.",
            hint="Set $EDITOR to one that can, or use --set field=value.",
        ) from error
    if code:
        raise UnfinishedError(f"The editor “{wanted}” ended with code {code}; your text is in {draft}.")
    after = draft.read_text(encoding="utf-8", errors="surrogateescape")
    return None if after == before else after


def _take_over(invocation: Invocation, archive: Archive, id: str, draft: Path) -> None:
    """Put the edited text into the archive; where it is no article, let the person mend it, or keep it."""
    while True:
        try:
            article = archive.rewrite(id, draft.read_text(encoding="utf-8"))
        except (ArchiveError, UnicodeDecodeError) as error:
            reason = str(error) if isinstance(error, ArchiveError) else "The text is not UTF-8."
            write_error(invocation.err, reason)
            if sys.stdin.isatty() and click.confirm("Edit it again?", default=True, err=True):
                _edited(draft, "")
                continue
            raise UnfinishedError(
                f"The article was not changed; your text is in {draft}.",
                hint=f"Mend it there, then paste it in with `archive edit {id}`.",
            ) from error
        draft.unlink()
        invocation.out.verbatim(f"updated  {article.id}")
        return
