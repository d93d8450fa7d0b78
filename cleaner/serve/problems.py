"""What a request is told that cannot be answered: a problem document (RFC 9457) with the status and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

PROBLEM_TYPE: Final = "application/problem+json"


class RequestError(Exception):
    """A request that cannot be answered. It pickles, for many are found by workers.

    Args:
        status: the HTTP status.
        detail: what is wrong and what to do, in a line.
        headers: what the answer's header has besides.
    """

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail, headers)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})

    def document(self) -> dict[str, Any]:
        return {"title": HTTPStatus(self.status).phrase, "status": self.status, "detail": self.detail}
