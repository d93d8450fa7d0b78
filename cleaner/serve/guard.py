"""Who is answered at all, and what every answer tells the browser that it must not do.

A page that somebody has open in a browser can send requests to 127.0.0.1, and can make its own name point there (DNS
rebinding). So a request must name this server as its host, must not come from a page of another origin, and must bring
the token if there is one.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cleaner.serve.api import problem_response
from cleaner.serve.problems import RequestError

COOKIE: Final = "cleaner-token"
OPEN: Final = ("/v1/health",)
"""What is answered without a token: whoever starts a container asks whether it is up, and learns nothing else."""

SAFE_METHODS: Final = ("GET", "HEAD")
OWN_SITES: Final = ("same-origin", "none")
"""What browsers say in Sec-Fetch-Site of a request by a page of ours, and by a person who typed the address."""

NO_POWERS: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of what is no page of ours: nothing may run or load."""

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Turns away requests that are not from here, and adds to each answer what keeps a browser safe.

    Args:
        app: what answers.
        hosts: the values of Host that name this server; None for any, where a token is what protects it.
        token: what a request must bring, as a bearer token or as a cookie; "" for nothing.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None, token: str) -> None:
        self._app = app
        self._hosts = hosts
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", NO_POWERS)
            await send(message)

        headers = Headers(scope=scope)
        problem = self._problem(scope, headers)
        if problem is not None:
            login = self._login(scope) if problem.status == 401 else None
            await (login or problem_response(problem))(scope, receive, send_safe)
        else:
            await self._app(scope, receive, send_safe)

    def _problem(self, scope: Scope, headers: Headers) -> RequestError | None:
        """Why a request is turned away; None if it is not."""
        host = headers.get("host", "").lower()
        if self._hosts is not None and host not in self._hosts:
            return RequestError(403, f"this server is not {host!r}; use {min(self._hosts)}")
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"{scope['scheme']}://{host}":
            return RequestError(403, f"requests from pages of {origin} are not answered")
        is_link = scope["method"] in SAFE_METHODS and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site", "none") not in OWN_SITES and not is_link:
            return RequestError(403, "requests from pages of other sites are not answered")
        if self._token and scope["path"] not in OPEN and not self._has_token(headers):
            return RequestError(
                401,
                "bring the token, as 'Authorization: Bearer …', or open the address that the server printed",
                {"WWW-Authenticate": "Bearer"},
            )
        return None

    def _has_token(self, headers: Headers) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        return (scheme.lower() == "bearer" and self._is_token(token.strip())) or self._is_token(_cookie(headers))

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self._token.encode())

    def _login(self, scope: Scope) -> RedirectResponse | None:
        """For who opens the address with the token in a browser: a cookie, and the same address without the token."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if scope["method"] != "GET" or not self._is_token(query.pop("token", [""])[0]):
            return None
        rest = urlencode(query, doseq=True)
        # Two slashes at the front would be the name of another server.
        path = "/" + scope["path"].lstrip("/\\")
        response = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        response.set_cookie(COOKIE, self._token, httponly=True, samesite="strict")
        return response


def _cookie(headers: Headers) -> str:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""
