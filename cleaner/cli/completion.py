"""Completion of the command line in bash, zsh and fish, by click's protocol: a variable says which shell asks for what.

click completes the words of one command; which command that is, the first word says (`cleaner.cli.SUBCOMMANDS`).
"""

from __future__ import annotations

import sys

import click
from click.shell_completion import CompletionItem, get_completion_class

from cleaner.cli import COMPLETION, SUBCOMMANDS, Exit, load


def respond(request: str) -> int:
    """Print what a shell asks for; returns the exit code.

    Args:
        request: SHELL_source for the script that a shell reads at its start, SHELL_complete for completions.
    """
    shell, _, what = request.partition("_")
    kind = get_completion_class(shell)
    if kind is None or what not in ("source", "complete"):
        raise click.ClickException(f"{COMPLETION} cannot be {request!r}; it is bash_source, zsh_source or fish_source")
    completer = kind(load("clean"), {}, "cleaner", COMPLETION)
    if what == "source":
        sys.stdout.write(completer.source())
        return Exit.DONE
    words, begun = completer.get_completion_args()
    commands = [] if words else [name for name in SUBCOMMANDS if name.startswith(begun)]
    if words and words[0] in SUBCOMMANDS:
        completer.cli = load(words.pop(0))
    items = [*completer.get_completions(words, begun), *map(CompletionItem, commands)]
    sys.stdout.write("".join(completer.format_completion(item) + "\n" for item in items))
    return Exit.DONE
