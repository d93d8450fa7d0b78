"""The ASGI application: its endpoints behind the guard."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from cleaner.serve.api import problem_response
from cleaner.serve.guard import Guard
from cleaner.serve.problems import RequestError


def application(routes: Sequence[BaseRoute], hosts: Collection[str] | None, token: str) -> Guard:
    """An application that answers at these routes.

    Args:
        routes: the endpoints.
        hosts, token: as `Guard` takes them.
    """
    return Guard(
        Starlette(routes=routes, exception_handlers={RequestError: _problem, HTTPException: _http_problem}),
        hosts,
        token,
    )


def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    return problem_response(error)


def _http_problem(request: Request, error: Exception) -> Response:
    """What Starlette finds wrong itself: there is no such path, or no such method."""
    assert isinstance(error, HTTPException)
    what = "is not here" if error.status_code == 404 else f"does not take {request.method}"
    detail = f"{request.url.path} {what}; /v1/openapi.json says what is"
    return problem_response(RequestError(error.status_code, detail, error.headers))
