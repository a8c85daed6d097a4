"""The program `archive`: a verb per module, loaded when it is asked for, and one boundary for errors."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from archive.cli import screen
from archive.cli.invocation import Invocation, MisuseError, general_options

VERBS = (
    "init",
    "add",
    "search",
    "explain",
    "show",
    "diff",
    "edit",
    "remove",
    "sync",
    "check",
    "stats",
    "completion",
)


class Program(click.Group):
    """The verbs by name; every call ends here, with an exit code and never with a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Name the verbs, in the order in which one meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(f"archive.cli.{cmd_name}"), f"{cmd_name}")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb asked for; a mistyped one is answered with the nearest there is."""
        if args[0] not in VERBS and not args[0].startswith("-") and not ctx.resilient_parsing:
            from archive.cli import failures

            meant = failures.nearest(args[0], list(VERBS))
            raise MisuseError(
                f"There is no verb “{args[0]}”.",
                hint=f"Did you mean `archive {meant}`?" if meant else "See `archive --help`.",
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> int:
        """Run the verb and give its exit code; what click would settle in its own way is reported here."""
        try:
            code: int | None = super().invoke(ctx)
            sys.stdout.flush()
        except (OSError, EOFError, KeyboardInterrupt) as error:
            return _reported(error, ctx.ensure_object(Invocation))
        return code or 0

    def main(self, args: Sequence[str] | None = None, **settings: Any) -> NoReturn:  # type: ignore[override]
        """Run, and leave with the exit code; whatever is raised is reported here and nowhere else."""
        screen.prepare_streams()
        invocation = settings.get("obj") or Invocation()
        settings |= {"prog_name": "archive", "standalone_mode": False, "obj": invocation}
        run: Callable[..., Any] = super().main
        try:
            code = run(args, **settings) or 0
            sys.stdout.flush()
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 -- the boundary
            code = _reported(error, invocation)
        sys.exit(code)


def _reported(error: BaseException, invocation: Invocation) -> int:
    """Report an error and give its exit code; what that takes is loaded only then."""
    from archive.cli import failures

    return failures.report(error, invocation)


@click.command(
    cls=Program,
    params=general_options(hidden=False),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`archive VERB --help` explains a verb. These options may also stand after it.",
)
@click.version_option(package_name="article-archive", prog_name="archive", message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """Keep newspaper and web articles for years, and find one again in a second."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
