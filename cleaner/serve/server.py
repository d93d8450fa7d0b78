"""Starts the server: a socket, the workers, the application, and a graceful end."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.routing import BaseRoute

from cleaner.errors import OptionError
from cleaner.pipeline import Cleaner
from cleaner.serve.api import Api
from cleaner.serve.app import application
from cleaner.serve.jobs import CleanJob
from cleaner.serve.metrics import Metrics
from cleaner.serve.queue import Queue

BACKLOG: Final = 2048
"""Connections that the system holds until they are accepted, as uvicorn has it."""

KEEP_ALIVE: Final = 75
"""Seconds that an idle connection stays open: longer than the 60 s of the usual load balancers, which must be the ones
to close."""

GRACE: Final = 5.0
"""Seconds beyond the time limit of a page that open requests have at the end."""

WARM_UP: Final = (
    "<p>The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years.</p>"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server runs.

    Attributes:
        host: the address to listen at.
        port: the port; 0 for any that is free.
        token: what requests must bring; "" for nothing, which only a loopback address may have.
        workers: how many processes clean.
        waiting: how many requests may wait for one.
        timeout: seconds that a page may take.
        max_bytes: the largest request that is read.
        body_seconds: how long a client may take to send it.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""
    workers: int = 1
    waiting: int = 32
    timeout: float = 10.0
    max_bytes: int = 32 << 20
    body_seconds: float = 30.0


def serve(
    cleaner: Cleaner,
    settings: Settings,
    ready: Callable[[str], object],
    more_routes: Callable[[Queue], Sequence[BaseRoute]] = lambda _: (),
) -> None:
    """Answers requests until SIGTERM or Ctrl-C, and then those that are open.

    Args:
        cleaner: what to clean with.
        settings: how to run.
        ready: called with the address once requests are answered.
        more_routes: the endpoints beside the API, made with the queue that their jobs go through.

    Raises:
        OptionError: the address cannot be listened at, or is open to others without a token.
        WorkerError: no worker process can be started.
    """
    import uvicorn

    with _listening(settings) as listening, _queue(cleaner, settings) as queue:
        port = listening.getsockname()[1]
        hosts = None if settings.token else _own_names(settings.host, port)
        api = Api(queue, Metrics(queue), settings.max_bytes, settings.body_seconds)
        config = uvicorn.Config(
            application([*api.routes(), *more_routes(queue)], hosts, settings.token),
            http="httptools",
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=int(settings.timeout + GRACE),
        )
        queue.warm_up(CleanJob(WARM_UP.encode(), "text/html", (), "application/json"))
        ready(_address(settings, port))
        uvicorn.Server(config).run(sockets=[listening])


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _queue(cleaner: Cleaner, settings: Settings) -> Queue:
    return Queue(cleaner, settings.workers, settings.waiting, settings.timeout)


def _listening(settings: Settings) -> socket.socket:
    if not settings.token and not is_loopback(settings.host):
        raise OptionError(f"{settings.host} is open to other machines: give a token that requests must bring")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise OptionError(f"{settings.host}: no such address: {error.strerror or error}") from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        what = (error.strerror or str(error)).lower()
        raise OptionError(f"{settings.host}:{settings.port}: {what}; --port takes another") from None
    return listening


def _own_names(host: str, port: int) -> frozenset[str]:
    """The values of Host by which a browser on this machine asks for this server."""
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host}
    return frozenset([f"{name}:{port}" for name in names] + (sorted(names) if port == 80 else []))


def _address(settings: Settings, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}/" + (f"?token={settings.token}" if settings.token else "")
