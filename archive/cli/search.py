"""`archive search`: find articles."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import click
from click.decorators import FC

from archive import query
from archive.cli import screen
from archive.cli.candidates import query_words, values
from archive.cli.invocation import Invocation, MisuseError, Verb, verb
from archive.engine import Results, Sort
from archive.output.problems import write_hint
from archive.output.results import write_results
from archive.query.tree import Node, Or

_FILTERS = ("author", "on", "source", "language", "tag")


class Searching(Verb):
    """A verb whose arguments are a query: a word that opens with one dash is no option, but an exclusion."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Part options from words, wherever they stand, and hand the words on as they are."""
        flags = {name: option for option in self.params for name in option.opts}
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for argument in rest:
            if argument == "--":
                words.extend(rest)
            elif argument[:2] in flags and argument[2:].isdecimal():
                options.append(argument)
            elif not argument.startswith("--") and argument not in flags and argument != "-h":
                if _is_letter(argument):
                    raise click.NoSuchOption(argument, ctx=ctx)
                words.append(argument)
            else:
                options.append(argument)
                option = flags.get(argument)
                if isinstance(option, click.Option) and not option.is_flag:
                    value = next(rest, None)
                    if ctx.resilient_parsing and value is None:
                        break
                    if value is None or value in flags:
                        raise click.BadOptionUsage(argument, f"{argument} needs a value.", ctx)
                    options.append(value)
        return super().parse_args(ctx, [*options, "--", *words])


def _is_letter(argument: str) -> bool:
    """Tell what other programs take for an option; as a word to leave out it would quietly mislead."""
    return len(argument) == 2 and argument[0] == "-" and argument[1].isascii() and argument[1].isalpha()


def _filter(field: str, metavar: str, help: str) -> Callable[[FC], FC]:  # noqa: A002 -- click's name for it
    return click.option(f"--{field}", multiple=True, metavar=metavar, shell_complete=values(field), help=help)


@partial(verb, cls=Searching)
@click.argument("query", nargs=-1, metavar="QUERY…", shell_complete=query_words)
@_filter("author", "A", "Only articles by this author.")
@click.option("--from", "first", metavar="D", help="Only articles of this date or later.")
@click.option("--to", "last", metavar="D", help="Only articles of this date or earlier.")
@click.option("--on", multiple=True, metavar="D", help="Only articles of this day, month or year.")
@_filter("source", "S", "Only articles from this newspaper or site.")
@_filter("language", "L", "Only articles in this language (de, en).")
@_filter("tag", "T", "Only articles with this tag.")
@click.option(
    "--any", "any_word", is_flag=True, help="Find articles with some of the words, most of them first."
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "mixed", "date", "-date"]),
    default="relevance",
    help="Best first (the default), the best of the newer first, oldest first, or newest first.",
)
@click.option(
    "-n", "--limit", type=click.IntRange(0), default=10, metavar="N", help="Show at most N articles [10]."
)
@click.option("--offset", type=click.IntRange(0), default=0, metavar="N", help="Leave the first N out.")
@click.option("--all", "every", is_flag=True, help="Show near copies each on its own.")
@click.option("--json", "form", flag_value="json", help="Write one JSON document.")
@click.option("--jsonl", "form", flag_value="jsonl", help="Write one JSON object a line.")
@click.option("--csv", "form", flag_value="csv", help="Write a table.")
@click.option("--ids", "form", flag_value="ids", help="Write ids only.")
@click.option("--no-synonyms", is_flag=True, help="Leave corpus/synonyms.txt aside.")
@click.option(
    "--explain", is_flag=True, help="Say how the query was understood and what each score is made of."
)
def search(  # noqa: PLR0913, PLR0917 -- one argument for each option
    invocation: Invocation,
    query: tuple[str, ...],
    any_word: bool,
    sort: Sort,
    limit: int,
    offset: int,
    form: str | None,
    no_synonyms: bool,
    explain: bool,
    every: bool,
    **filters: tuple[str, ...] | str | None,
) -> int:
    """Find articles.

    All words must occur, in any of their forms; --any asks for some of them. A word after a dash must not:

      archive search alibaba -microsoft

      archive search KI-Infrastruktur --author tkachenko --from 2025-01

      archive search '"künstliche Intelligenz" OR KI' --sort -date

    An option given twice means either value. The whole query language is in docs/query-language.md.
    """
    text = " ".join(query)
    conditions = _conditions(filters)
    if not text.strip() and not conditions:
        raise MisuseError(
            "Nothing to search for: give some words, or a filter such as --author.",
            hint="List the newest articles with `archive search '*' --sort -date`.",
        )
    with invocation.archive() as archive:
        results = archive.search(
            text,
            conditions=conditions,
            limit=limit,
            offset=offset,
            match="any" if any_word else "all",
            sort=sort,
            snippets=form != "ids",
            explain=explain,
            synonyms=not no_synonyms,
            collapse=not every,
        )
        empty = not results.total and not archive.search("*", limit=0, snippets=False).total
    _write(invocation, results, form, offset, explain)
    if form != "json":
        _write_notes(invocation, results, form, empty)
    invocation.leaves_nothing = True
    return 0 if results.total else 1


def _conditions(filters: dict[str, tuple[str, ...] | str | None]) -> list[Node]:
    """Turn the filter options into query nodes, taken literally; the same option twice means either."""
    conditions: list[Node] = []
    for name in _FILTERS:
        field = "date" if name == "on" else name
        nodes = tuple(query.condition(field, value) for value in filters[name] or ())
        conditions.extend(nodes if len(nodes) < 2 else (Or(nodes),))
    first, last = filters["first"], filters["last"]
    if first is not None or last is not None:
        conditions.append(query.between(first, last))  # type: ignore[arg-type]
    return conditions


def _write(invocation: Invocation, results: Results, form: str | None, offset: int, explain: bool) -> None:
    """Write results in the form asked for; without hits, only --json and --csv have something to write."""
    if form is None and results.total:
        with screen.paged(invocation.color) as terminal:
            write_results(terminal, results, offset=offset, explain=explain)
    elif form is not None:
        from archive.output import records

        stream = screen.data_stream()
        if form == "json":
            records.write_json(stream, records.results_record(results, explain=explain))
        elif form == "jsonl":
            for hit in results.hits:
                records.write_jsonl(stream, records.hit_record(hit, explain=explain))
        elif form == "csv":
            records.write_csv(stream, results.hits)
        else:
            records.write_ids(stream, results.hits)


def _write_notes(invocation: Invocation, results: Results, form: str | None, empty: bool) -> None:
    """Say on standard error what the results alone do not: that there are none, or that they are partial."""
    err = invocation.err
    if not results.total and empty:
        err.line("The archive holds no article yet.")
        write_hint(err, "Put some in with `archive add FILE…`.")
    elif not results.total:
        err.line(f"No article matches {results.interpreted or results.query}.")
        write_hint(err, _advice(results))
    elif form is not None and results.match == "partial":
        err.line("No article has all of the words; these have some.")
        if results.suggestion:
            write_hint(err, f"Did you mean: {results.suggestion}")
    sys.stderr.flush()


def _advice(results: Results) -> str:
    if results.suggestion:
        return f"Did you mean: {results.suggestion}"
    return "Try fewer words, the beginning of one with a star (Rechen*), or a wider period."
