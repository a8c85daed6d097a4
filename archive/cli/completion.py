"""`archive completion`: let the shell complete verbs, options, fields and ids."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from archive.cli.invocation import Invocation, MisuseError, verb

_SET_UP = {
    "bash": 'Put `eval "$(archive completion bash)"` into ~/.bashrc.',
    "zsh": 'Put `eval "$(archive completion zsh)"` into ~/.zshrc, below compinit.',
    "fish": "Run `archive completion fish > ~/.config/fish/completions/archive.fish` once.",
}

_NO_BLANK = ("COMPREPLY+=($value)", 'COMPREPLY+=("$value"); [[ $value == *: ]] && compopt -o nospace')
"""After the colon of a field its value follows, not a blank."""


@verb
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, invocation: Invocation, shell: str) -> None:
    """Let the shell complete verbs, fields and ids.

    Writes the script for SHELL; put this line into the file your shell reads when it starts:

    eval "$(archive completion bash)"
    """
    made = get_completion_class(shell)
    if made is None:
        raise MisuseError(f"Nothing is known about the shell {shell}.")
    script = made(context.find_root().command, {}, "archive", "_ARCHIVE_COMPLETE").source()
    click.echo(script.replace(*_NO_BLANK) if shell == "bash" else script)
    if invocation.out.width is not None:
        invocation.err.line(_SET_UP[shell])
