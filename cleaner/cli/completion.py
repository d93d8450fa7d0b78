"""Completion of the command line in bash, zsh and fish, by click's protocol: a variable says which shell asks for what.

click completes the words of one command; which command that is, the first word says (`cleaner.cli.SUBCOMMANDS`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection

import click
from click.shell_completion import CompletionItem, get_completion_class


def respond(variable: str, request: str, subcommands: Collection[str], load: Callable[[str], click.Command]) -> None:
    """Print what a shell asks for.

    Args:
        variable: the variable by which the shell asks.
        subcommands: the names of the commands besides `clean`.
        load: gives the command of a name.
        request: SHELL_source for the script that a shell reads at its start, SHELL_complete for completions.
    """
    shell, _, what = request.partition("_")
    kind = get_completion_class(shell)
    if kind is None or what not in ("source", "complete"):
        raise click.ClickException(f"{variable} cannot be {request!r}; it is bash_source, zsh_source or fish_source")
    completer = kind(load("clean"), {}, "cleaner", variable)
    if what == "source":
        sys.stdout.write(completer.source())
        return
    words, begun = completer.get_completion_args()
    commands = [] if words else [name for name in subcommands if name.startswith(begun)]
    if words and words[0] in subcommands:
        completer.cli = load(words.pop(0))
    items = [*completer.get_completions(words, begun), *map(CompletionItem, commands)]
    sys.stdout.write("".join(completer.format_completion(item) + "\n" for item in items))
