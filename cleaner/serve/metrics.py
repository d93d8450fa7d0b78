"""What the server counts, for Prometheus."""

from __future__ import annotations

from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from cleaner import __version__
from cleaner.serve.queue import Queue

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds of the histograms' bins: a page takes a few milliseconds, and seconds if it is hostile or must wait."""

CONTENT_TYPE: Final[str] = CONTENT_TYPE_LATEST


class Metrics:
    """Counts of one server, apart from those of any other in the process."""

    def __init__(self, queue: Queue) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter(
            "cleaner_requests", "Requests to /v1/clean, by the status of the answer.", ["status"], registry=registry
        )
        self._pages = Counter("cleaner_pages", "Pages cleaned, by what they held.", ["outcome"], registry=registry)
        self._bytes = Counter("cleaner_page_bytes", "Bytes of the requests that were cleaned.", registry=registry)
        self._working = Histogram(
            "cleaner_page_seconds", "Seconds a worker took for a page.", buckets=SECONDS, registry=registry
        )
        self._answering = Histogram(
            "cleaner_request_seconds",
            "Seconds from a request's header to its answer, waiting included.",
            buckets=SECONDS,
            registry=registry,
        )
        taken = Gauge("cleaner_queue_taken", "Requests that wait or are being worked on.", registry=registry)
        taken.set_function(lambda: queue.taken)
        Gauge("cleaner_queue_limit", "Requests beyond which the answer is 429.", registry=registry).set(queue.limit)
        Gauge("cleaner_workers", "Worker processes.", registry=registry).set(queue.workers)
        Gauge("cleaner_build_info", "The version that runs.", ["version"], registry=registry).labels(__version__).set(1)

    def cleaned(self, size: int, is_story: bool, seconds: float) -> None:
        """A page of so many bytes was cleaned."""
        self._pages.labels("story" if is_story else "no_story").inc()
        self._bytes.inc(size)
        self._working.observe(seconds)

    def answered(self, status: int, seconds: float) -> None:
        """A request to `/v1/clean` was answered."""
        self._requests.labels(str(status)).inc()
        self._answering.observe(seconds)

    def text(self) -> bytes:
        """All counts in Prometheus' text format."""
        return bytes(generate_latest(self._registry))
