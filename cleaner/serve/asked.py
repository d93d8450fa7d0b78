"""What a request to `/v1/clean` asks for: the page, what is known about it, and how to clean it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import Any, Final, get_args

from cleaner.model import LABELS, InputForm
from cleaner.serve.problems import RequestError

JSON: Final = "application/json"
FORM_OF_TYPE: Final[dict[str, InputForm | None]] = {
    "": None,
    "application/octet-stream": None,
    "application/xhtml+xml": "html",
    "text/html": "html",
    "text/markdown": "markdown",
    "text/plain": "text",
}
"""The media types that a page may be sent as, and what it then is; None for what its tags and marks say."""

PAGE_KEYS: Final[dict[str, InputForm | None]] = {"html": "html", "text": "text", "markdown": "markdown", "page": None}
"""The keys of a JSON request that may hold the page."""

OPTION_KEYS: Final = ("drop", "encoding", "form", "keep", "min_relevance", "title")
KEYS: Final = (*PAGE_KEYS, "url", "about", "options")
QUERY_KEYS: Final = ("url", "about", *OPTION_KEYS)


@dataclass(frozen=True, slots=True)
class How:
    """How to clean a page, as `Cleaner` and `Cleaner.clean` take it.

    Attributes:
        keep, drop: labels; None for those that the server was started with.
        title: whether text, Markdown and HTML begin with the title.
    """

    url: str | None = None
    about: tuple[str, ...] = ()
    min_relevance: float = 0.0
    encoding: str | None = None
    form: InputForm | None = None
    keep: frozenset[str] | None = None
    drop: frozenset[str] | None = None
    title: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A page, and how to clean it."""

    page: str | bytes
    how: How = field(default_factory=How)


def media_type(content_type: str) -> tuple[str, str | None]:
    """The type of a Content-Type header, in lower case, and its charset."""
    if not content_type:
        return "", None
    header = Message()
    header["Content-Type"] = content_type
    charset = header.get_param("charset")
    return header.get_content_type(), charset if isinstance(charset, str) else None


def asked(body: bytes, content_type: str, query: Sequence[tuple[str, str]]) -> Asked:
    """What a request asks for.

    Args:
        body: the body of the request.
        content_type: its Content-Type header; "" if it has none.
        query: the parameters in the address, in order.

    Raises:
        RequestError: the body is no page, or an option is none.
    """
    kind, charset = media_type(content_type)
    if kind == JSON:
        if query:
            raise RequestError(400, "a JSON request says all in its body; take the parameters out of the address")
        return _from_json(body)
    if not body:
        raise RequestError(400, "the request has no body; send a page as the body")
    how = _how(_of_query(query), "the address")
    form = how.form or FORM_OF_TYPE[kind]
    return Asked(body, replace(how, form=form, encoding=how.encoding or charset))


def _from_json(body: bytes) -> Asked:
    try:
        given = json.loads(body)
    except ValueError as error:
        raise RequestError(400, f"the body is not JSON: {error}") from None
    except RecursionError:
        raise RequestError(400, "the body is not JSON that anybody needs: it is nested too deeply") from None
    if not isinstance(given, dict):
        raise RequestError(400, 'the body is no JSON object; send one such as {"html": "<p>…"}')
    _check_keys(given, KEYS, "the request")
    pages = [key for key in PAGE_KEYS if given.get(key) is not None]
    if len(pages) != 1:
        raise RequestError(400, f"give the page once, as one of {', '.join(PAGE_KEYS)}")
    page = given[pages[0]]
    if not isinstance(page, str) or not page:
        raise RequestError(400, f"{pages[0]!r} is no text, or empty")
    options = given.get("options", {})
    if not isinstance(options, dict):
        raise RequestError(400, "'options' is no object")
    _check_keys(options, OPTION_KEYS, "'options'")
    how = _how({**options, **{key: given[key] for key in ("url", "about") if key in given}}, "the request")
    return Asked(page, replace(how, form=how.form or PAGE_KEYS[pages[0]]))


def _of_query(query: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The parameters of an address as the values that JSON would have."""
    given: dict[str, Any] = {}
    for key, value in query:
        if key in ("about", "keep", "drop"):
            given[key] = [*given.get(key, ()), value]
        elif key == "title":
            given[key] = {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)
        elif key == "min_relevance":
            given[key] = _number(value)
        else:
            given[key] = value
    _check_keys(given, QUERY_KEYS, "the address")
    return given


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def _how(given: Mapping[str, Any], where: str) -> How:
    """The options of a request, checked."""

    def wrong(key: str, wanted: str) -> RequestError:
        return RequestError(400, f"{key!r} in {where} is not {wanted}")

    for key in ("url", "encoding"):
        if not isinstance(given.get(key) or "", str):
            raise wrong(key, "text")
    relevance = given.get("min_relevance", 0.0)
    if isinstance(relevance, bool) or not isinstance(relevance, int | float) or not 0 <= relevance <= 1:
        raise wrong("min_relevance", "a number from 0 to 1")
    if not isinstance(given.get("title", False), bool):
        raise wrong("title", "true or false")
    form = given.get("form")
    if form is not None and form not in get_args(InputForm):
        raise wrong("form", f"one of {', '.join(get_args(InputForm))}")
    about = given.get("about") or []
    about = [about] if isinstance(about, str) else about
    if not _are_texts(about):
        raise wrong("about", "a text or a list of texts")
    return How(
        given.get("url"),
        tuple(about),
        float(relevance),
        given.get("encoding"),
        form,
        _labels(given, "keep", where),
        _labels(given, "drop", where),
        given.get("title", False),
    )


def _labels(given: Mapping[str, Any], key: str, where: str) -> frozenset[str] | None:
    labels = given.get(key)
    if labels is None:
        return None
    if not _are_texts(labels):
        raise RequestError(400, f"{key!r} in {where} is not a list of labels")
    if unknown := sorted(set(labels) - LABELS):
        raise RequestError(400, f"unknown label {unknown[0]!r} in {key!r}; there are {', '.join(sorted(LABELS))}")
    return frozenset(labels)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _check_keys(given: Iterable[str], known: Sequence[str], where: str) -> None:
    if unknown := sorted(set(given) - set(known)):
        raise RequestError(400, f"unknown {unknown[0]!r} in {where}; there are {', '.join(sorted(known))}")
