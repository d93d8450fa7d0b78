"""A web site on this machine, as a crawler meets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple

from tests.conftest import ROOT


class Answer(NamedTuple):
    """What the site answers to a request for a path."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"


FIXTURES = {f"/{path.name}": Answer(path.read_bytes()) for path in sorted((ROOT / "fixtures").glob("*.page.html"))}


@contextmanager
def site(answers: Mapping[str, Answer] = FIXTURES) -> Iterator[str]:
    """Serves pages by their paths; gives the site's address, without a slash at its end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path)
            self.send_response(200 if answer else 404)
            body, content_type = answer or Answer(b"<h1>Not found</h1>")
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests say what was asked for."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
