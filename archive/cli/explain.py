"""`archive explain`: why an article matches a query, or why not."""

from __future__ import annotations

from functools import partial

import click

from archive.cli import screen
from archive.cli.candidates import query_words
from archive.cli.invocation import Invocation, MisuseError, verb
from archive.cli.search import Searching
from archive.output import records
from archive.output.explanations import explanation_record, write_explanation


@partial(verb, cls=Searching)
@click.argument("query", nargs=-1, metavar="QUERY… ID", shell_complete=query_words)
@click.option("--any", "any_word", is_flag=True, help="Ask for some of the words, as `search --any` does.")
@click.option("--no-synonyms", is_flag=True, help="Leave corpus/synonyms.txt aside.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
def explain(
    invocation: Invocation, query: tuple[str, ...], any_word: bool, no_synonyms: bool, as_json: bool
) -> None:
    """Say why the article whose id begins with ID matches a query, or why not.

    Every clause of the query is named with what it gives to the score, or with the nearest that the article
    has in its place:

      archive explain 'alibaba author:weiss' 2025-02-24-alibaba
    """
    if len(query) < 2 or not " ".join(query[:-1]).strip():
        raise MisuseError(
            "Give a query and the id of an article.",
            hint="Find the id with `archive search`, as in: archive explain alibaba 2025-02-24-alibaba",
        )
    text = " ".join(query[:-1])
    with invocation.archive() as archive:
        explanation = archive.explain(
            text, query[-1], match="any" if any_word else "all", synonyms=not no_synonyms
        )
    if as_json:
        records.write_json(screen.data_stream(), explanation_record(explanation, text))
    else:
        write_explanation(invocation.out, explanation)
