"""Stories in callbacks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from scrapy.http import HtmlResponse, Response
from w3lib.encoding import http_content_type_encoding

import cleaner
from cleaner import Story
from cleaner.errors import UnknownEncodingError
from cleaner.intake.decode import charset


def story_of(response: Response, clean: Callable[..., Story] = cleaner.clean, **known: Any) -> Story:
    """The story on a page, read with its URL and the charset of its HTTP header. The callback waits for it, and with it
    the reactor: some 20 ms.

    Args:
        response: the page.
        clean: what cleans it: the `clean` of a `Cleaner` with options.
        known: what else is known of the page, as `Cleaner.clean` takes it.
    """
    name = http_content_type_encoding((response.headers.get("Content-Type") or b"").decode("latin-1"))
    form = "html" if isinstance(response, HtmlResponse) else None
    with suppress(UnknownEncodingError):
        known = {"encoding": name and charset(name), **known}
    return clean(response.body, **{"url": response.url, "form": form, **known})
