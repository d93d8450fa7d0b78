"""The command `cleaner`: one file per subcommand, each a thin layer over the library."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from enum import IntEnum
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn, TextIO

from cleaner import __version__

if TYPE_CHECKING:
    import click

    from cleaner.errors import CleanerError

SUBCOMMANDS = ("batch", "eval", "explain", "rules", "serve", "sites")
"""The commands that a first word may name; any other first word is a page to clean."""

COMPLETION = "_CLEANER_COMPLETE"
"""The variable by which a shell asks for completions."""


class Exit(IntEnum):
    """What the command's exit code says."""

    DONE = 0
    FAILED = 1
    """An input could not be cleaned, a pack has problems, or the output could not be written."""
    USAGE = 2
    """The options, cleaner.toml or the packs they name are invalid."""
    NO_STORY = 3
    """Every input was read, and none of them was a story."""
    FAULT = 70
    """A bug in the command itself; the message says where to report it. The number is EX_SOFTWARE of sysexits.h."""
    INTERRUPTED = 130
    """As shells report a command that Ctrl-C ended."""
    CLOSED_PIPE = 141
    """As shells report a command whose reader closed the pipe (`cleaner page.txt | head -1`)."""
    TERMINATED = 143
    """As shells report a command that SIGTERM ended, for example when a cluster takes a node back."""


class Terminated(KeyboardInterrupt):
    """SIGTERM was received: clean up as after Ctrl-C."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, `args` or the process's own, and exit with one of `Exit`."""
    words = list(sys.argv[1:] if args is None else args)
    _speak_utf8()
    if args is None:
        signal.signal(signal.SIGTERM, _terminate)
    try:
        code = _run(words)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        code = _explained(error)
    if args is None:
        # Everything is written. The system frees the memory at once; the interpreter would take 10 ms.
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _terminate(*_: object) -> NoReturn:
    raise Terminated


def _explained(error: Exception | KeyboardInterrupt) -> int:
    """Say in one line why the command cannot go on; returns the exit code."""
    from cleaner.errors import CleanerError, fault

    if isinstance(error, CleanerError):
        complain(str(error))
        return Exit.USAGE if _is_usage(error) else Exit.FAILED
    if isinstance(error, KeyboardInterrupt):
        code = Exit.TERMINATED if isinstance(error, Terminated) else Exit.INTERRUPTED
        complain(f"{code.name.lower()}{error}")
        return code
    if isinstance(error, OSError):
        return _without_output(error)
    if isinstance(error, MemoryError):
        complain("there is not enough memory for this input")
        return Exit.FAILED
    if os.environ.get("CLEANER_DEBUG"):
        import traceback

        traceback.print_exception(error)
    complain(fault(error))
    return Exit.FAULT


def _is_usage(error: CleanerError) -> bool:
    """Whether an error is about what the command line names, and not about what is in the data."""
    from cleaner import errors

    return isinstance(
        error,
        errors.OptionError
        | errors.RulebookError
        | errors.WeightsError
        | errors.SitesError
        | errors.InputError
        | errors.ResumeError
        | errors.MissingExtraError,
    )


def _without_output(error: OSError) -> int:
    """Say that a file, or the output, cannot be used."""
    if isinstance(error, BrokenPipeError):
        complain("the output was closed before its end; what was read is right as far as it goes")
    elif error.filename is not None:
        complain(f"{os.fsdecode(error.filename)}: {os_reason(error)}")
    else:
        complain(f"the output cannot be written: {os_reason(error)}")
    _discard_output()
    return Exit.CLOSED_PIPE if isinstance(error, BrokenPipeError) else Exit.FAILED


def complain(message: str) -> None:
    """Say on stderr, in one line, what is wrong and what to do."""
    line = " ".join(message.split())
    say(f"cleaner: {line}\n", sys.stderr)


def say(text: str, stream: TextIO) -> None:
    """Write to a stream unchanged, and to a terminal without the control characters that pages and names may hold."""
    if stream.isatty():
        from cleaner.characters import visible

        text = visible(text)
    stream.write(text)


def os_reason(error: OSError) -> str:
    """What the system says went wrong, as a clause."""
    reason = error.strerror or type(error).__name__
    return reason[0].lower() + reason[1:]


def _run(words: list[str]) -> int:
    """Run the command that the words name; returns the exit code."""
    if words == ["--version"]:
        # Scripts ask this often, and the answer needs none of what follows.
        sys.stdout.write(f"cleaner {__version__}\n")
        return Exit.DONE
    from click.exceptions import ClickException
    from click.exceptions import Exit as Answered

    name = words.pop(0) if words and words[0] in SUBCOMMANDS else "clean"
    command = load(name)
    try:
        if request := os.environ.get(COMPLETION):
            from cleaner.cli.completion import respond

            respond(COMPLETION, request, SUBCOMMANDS, load)
            return Exit.DONE
        with command.make_context("cleaner" if name == "clean" else f"cleaner {name}", words) as context:
            return int(command.invoke(context) or Exit.DONE)
    except Answered as answer:
        return answer.exit_code
    except ClickException as error:
        return _refuse(error)


def load(name: str) -> click.Command:
    """The command of that name; no other command's module is imported."""
    from importlib import import_module

    command: click.Command = import_module(f"cleaner.cli.{name}").command
    return command


def _refuse(error: click.ClickException) -> int:
    """Say in one line what is wrong with the command line, or show the help if it says nothing at all."""
    from click.exceptions import NoArgsIsHelpError, UsageError

    if isinstance(error, NoArgsIsHelpError):
        error.show()
    elif isinstance(error, UsageError) and error.ctx:
        complain(f"{error.format_message().rstrip('.')}; see {error.ctx.command_path} --help")
    else:
        complain(error.format_message())
    return error.exit_code


def _speak_utf8() -> None:
    """Write UTF-8 to files and pipes, and never fail at a character that a terminal cannot show."""
    # A process started with its output closed (`>&-`) has no stream at all.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _discard_output() -> None:
    """Redirect stdout to the null device, so that the interpreter's last flush succeeds."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
