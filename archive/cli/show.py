"""`archive show`: read an article."""

from __future__ import annotations

import sys

import click

from archive.archive import Archive
from archive.cli import screen
from archive.cli.candidates import values
from archive.cli.invocation import Invocation, MisuseError, verb
from archive.output import records
from archive.output.cells import safe
from archive.output.page import write_copies, write_page
from archive.output.versions import versions_record, write_versions


@verb
@click.argument("id", shell_complete=values("id"))
@click.option("--json", "form", flag_value="json", help="Write the article as JSON.")
@click.option("--path", "form", flag_value="path", help="Write where its file is.")
@click.option("--original", "form", flag_value="original", help="Write the bytes it was read from.")
@click.option("--versions", "every", is_flag=True, help="List what it was before, and what changed.")
@click.option("--version", "number", type=click.IntRange(1), metavar="N", help="Read version N of it.")
def show(invocation: Invocation, id: str, form: str | None, every: bool, number: int | None) -> None:
    """Read the article whose id begins with ID, as it is or as it was before its source changed.

    archive show 2025-02-24-alibaba

    archive show 2025-02-24-alibaba --versions
    """
    with invocation.archive() as archive:
        if every or number is not None:
            _show_versions(invocation, archive, id, form, number)
        elif form == "path":
            screen.data_stream().write(f"{archive.path_of(id)}\n")
        elif form == "json":
            records.write_json(screen.data_stream(), records.article_record(archive.get(id)))
        elif form == "original":
            _write_original(archive, id)
        else:
            with screen.paged(invocation.color) as terminal:
                write_page(terminal, archive.get(id))
                write_copies(terminal, archive.copies_of(id))


def _show_versions(
    invocation: Invocation, archive: Archive, id: str, form: str | None, number: int | None
) -> None:
    """List the versions, or write one."""
    if form == "original":
        raise MisuseError("--original gives that of the current version.", hint="Leave the version out.")
    every = archive.versions(id) if number is None else [archive.version(id, number)]
    if form == "path":
        screen.data_stream().writelines(f"{version.path}\n" for version in every)
    elif number is None and form == "json":
        records.write_json(screen.data_stream(), versions_record(every))
    elif number is None:
        write_versions(invocation.out, every)
    elif form == "json":
        records.write_json(screen.data_stream(), records.article_record(every[0].read()))
    else:
        with screen.paged(invocation.color) as terminal:
            write_page(terminal, every[0].read())


def _write_original(archive: Archive, id: str) -> None:
    path = archive.original_of(id)
    if path is None:
        article = archive.get(id)
        why = f": it was one record of many in {article.provenance.original}" if article.record else ""
        raise MisuseError(
            f"The original of {article.id} was not kept{why}.",
            hint=f"Read the article itself with `archive show {article.id}`.",
        )
    data = path.read_bytes()
    if not sys.stdout.isatty():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    if b"\0" in data:
        raise MisuseError(
            f"{path.name} is not text.", hint="Send it to a file: `archive show --original ID > FILE`."
        )
    sys.stdout.write(safe(data.decode("utf-8", "replace")))
