"""The options that several commands share, and the file `cleaner.toml`, which can change their defaults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

import click

from cleaner.errors import UnknownEncodingError
from cleaner.model import LABELS, InputForm

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])

CONFIG: Final = "cleaner.toml"

SETTINGS: Final[dict[str, type]] = {
    "rules": list,
    "keep": list,
    "drop": list,
    "about": list,
    "min_relevance": float,
    "engine": str,
    "encoding": str,
    "repair": bool,
    "form": str,
    "format": str,
    "title": bool,
}
"""What `cleaner.toml` may hold: options' names and the TOML types of their values."""

_TOML_TYPES: Final = {list: "a list of strings", str: "a string", bool: "true or false", float: "a number"}


def _read_config(context: click.Context, _: click.Parameter, path: str | None) -> None:
    """Make the settings of `path`, or of a cleaner.toml in the working directory, the options' defaults."""
    file = Path(path or CONFIG)
    # Most runs have no cleaner.toml, and are not to wait for a TOML parser.
    if path is None and not file.is_file():
        return
    import tomllib

    from cleaner.cli import os_reason

    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise click.UsageError(f"{file}: {os_reason(error)}", context) from None
    except ValueError as error:
        raise click.UsageError(f"{file}: is not TOML: {error}", context) from None
    if isinstance(settings.get("about"), str):
        settings["about"] = [settings["about"]]
    for name, value in settings.items():
        _check_setting(context, file, name, value)
    if "rules" in settings:
        settings["rules"] = [str(file.parent / path) for path in settings["rules"]]
    context.default_map = settings


def _check_setting(context: click.Context, file: Path, name: str, value: object) -> None:
    """Raise a usage error that names the file unless `value` is one that the setting can have."""
    if name not in SETTINGS:
        raise click.UsageError(f"{file}: unknown setting {name!r}; known are {', '.join(SETTINGS)}", context)
    wanted = SETTINGS[name]
    items = value if isinstance(value, list) else []
    if not isinstance(value, wanted) or not all(isinstance(item, str) for item in items):
        raise click.UsageError(f"{file}: {name} must be {_TOML_TYPES[wanted]}", context)
    for option in context.command.params:
        if f"--{name}" in option.opts and option.name == name:
            try:
                option.process_value(context, value)
            except click.BadParameter as error:
                raise click.UsageError(f"{file}: {name}: {error.message}", context) from None


def _check_encoding(context: click.Context, option: click.Parameter, name: str | None) -> str | None:
    if name is not None:
        from cleaner.intake.decode import charset

        try:
            charset(name)
        except UnknownEncodingError as error:
            raise click.BadParameter(str(error), context, option) from None
    return name


config = click.option(
    "--config",
    type=click.Path(),
    metavar="FILE",
    is_eager=True,
    expose_value=False,
    callback=_read_config,
    help=f"Read settings from FILE instead of ./{CONFIG}.",
)

rules = click.option(
    "--rules",
    "-r",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Add a rule pack (a TOML file) or a folder of packs. Repeatable.",
)


def complete_files(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Has the shell complete the names of files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


_label = click.Choice(sorted(LABELS))

keep = click.option(
    "--keep",
    "-k",
    multiple=True,
    type=_label,
    metavar="LABEL",
    help="Keep blocks with this label, such as caption. Repeatable.",
)

drop = click.option(
    "--drop",
    "-d",
    multiple=True,
    type=_label,
    metavar="LABEL",
    help="Remove blocks with this label, such as heading. Repeatable.",
)

about = click.option(
    "--about",
    multiple=True,
    metavar="TEXT",
    help="Subject of the story: a name, such as Alibaba, or a sentence. Repeatable, for other names of the same.",
)

min_relevance = click.option(
    "--min-relevance",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="NUMBER",
    help="From 0 to 1: no story that is less about --about. 0.5 closes stories that only mention it.",
)

engine = click.option(
    "--engine",
    type=click.Choice(["cleaner", "trafilatura"]),
    default="cleaner",
    show_default=True,
    help="What extracts the text of HTML pages.",
)

url = click.option("--url", metavar="URL", help="Address of the page.")

encoding = click.option(
    "--encoding",
    metavar="NAME",
    callback=_check_encoding,
    help="Charset of the pages, overriding what they declare.",
)

form = click.option(
    "--form",
    type=click.Choice(get_args(InputForm)),
    help="What the pages are; fragment for feed entries, summaries and other pieces. Default: tell html from text.",
)


repair = click.option(
    "--repair/--no-repair",
    default=None,
    help="Mend UTF-8 that was read in another charset. Default: on HTML pages all of which was; else it is a warning.",
)


class Size(click.ParamType[int]):
    """A number of bytes, such as 500000, 64K, 32MB or 1G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        digits = value.upper().removesuffix("B")
        power = "KMG".find(digits[-1:]) + 1 if digits[-1:] else 0
        try:
            size = int(digits[:-1] if power else digits) << 10 * power
        except ValueError:
            size = 0
        if size <= 0:
            self.fail(f"{value!r} is no size; give one such as 500000, 64K or 32M", param, context)
        return size


max_bytes = click.option(
    "--max-bytes", type=Size(), default="32M", show_default=True, help="Largest page to read; larger ones fail."
)

_page_options = (config, rules, keep, drop, about, min_relevance, engine, url, encoding, form, repair, max_bytes)


def page_options(command: Command) -> Command:
    """Give a command the options that say how pages are read and cleaned."""
    for option in reversed(_page_options):
        command = option(command)
    return command
