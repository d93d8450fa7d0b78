"""The errors that this library raises by name; each message is one line that says what to do."""

from __future__ import annotations


class CleanerError(Exception):
    """The base of every error that this library raises on purpose."""


class RulebookError(CleanerError, ValueError):
    """A pack of rules cannot be used.

    The message is `FILE:LINE: rule 'ID': what is wrong; what to do` for the first problem found;
    `problems` holds one such line for each.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems[0])
        self.problems = problems

    def __reduce__(self) -> tuple[type[RulebookError], tuple[tuple[str, ...]]]:
        return type(self), (self.problems,)


class WeightsError(CleanerError, ValueError):
    """A card of weights cannot be read, or was fitted to features that this version does not measure."""


class SitesError(CleanerError, ValueError):
    """A file of sites cannot be read, or does not go with what it is to be used with."""


class DecodeError(CleanerError, ValueError):
    """A page's bytes cannot be read as text."""


class UnknownEncodingError(DecodeError):
    """The charset that the caller named does not exist."""


class NotTextError(DecodeError):
    """The input is an image, an archive or other binary data."""


class OptionError(CleanerError, ValueError):
    """An option of `clean` or `Cleaner` has a value that it cannot have."""


class PageTypeError(CleanerError, TypeError):
    """A page is neither text nor bytes nor a bs4 object."""


class InputError(CleanerError, ValueError):
    """An input of a batch does not exist, or no pages were found in it."""


class MissingExtraError(CleanerError, ImportError):
    """A format needs a library that is not installed; the message says how to install it."""


class RecordError(CleanerError, ValueError):
    """A record of an input cannot be read, and the caller gave no function to report it to."""


class OutputError(CleanerError, OSError):
    """The output of a batch cannot be written, or already exists."""


class ResumeError(CleanerError, ValueError):
    """An unfinished batch cannot be resumed: its input, options or rules have changed."""


class TooManyFailuresError(CleanerError, RuntimeError):
    """A batch had more failures than it was allowed."""


class WorkerError(CleanerError, RuntimeError):
    """Worker processes cannot be started, or a page crashed one."""


class PageTimeoutError(WorkerError, TimeoutError):
    """A page took longer than its timeout."""


def fault(error: Exception) -> str:
    """The message for an exception that is our fault, not that of a page or an option."""
    return (
        f"{type(error).__name__}: {error}; this is a fault in cleaner, please report it to the issues of story-cleaner "
        "with what CLEANER_DEBUG=1 shows"
    )


def named(error: Exception) -> str:
    """An error as a row of a table has it: its name, and what is wrong."""
    if isinstance(error, CleanerError):
        return f"{type(error).__name__}: {error}"
    return "MemoryError: takes more memory than there is" if isinstance(error, MemoryError) else fault(error)
