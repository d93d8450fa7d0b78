"""What runs in a worker process: it answers each item that comes in by its standard input, and ends with it.

It writes nothing but its answers, to a pipe: when the parent dies, however it dies, its pipes close, and the worker
ends without having touched a file.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from queue import SimpleQueue
from struct import Struct
from threading import Thread
from typing import IO, Any, Final

SIZE: Final = Struct("<Q")
"""Stands before each message: how many bytes it has."""

READY, DONE, RAISED = range(3)
"""What a message to the parent begins with: the worker is set up; an item's result; the exception that it raised."""


def send(stream: IO[bytes], message: bytes) -> None:
    stream.write(SIZE.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message; None if there is no whole one to come."""
    head = stream.read(SIZE.size)
    if len(head) < SIZE.size:
        return None
    (size,) = SIZE.unpack(head)
    message = stream.read(size)
    return message if len(message) == size else None


def main() -> None:
    """Receive a pickled function, then items, and send back what the function makes of each."""
    # Ctrl-C goes to all processes of a terminal; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What some library prints must not get among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = sys.stdin.buffer
    setup = receive(requests)
    if setup is None:
        return
    try:
        job = pickle.loads(setup)
    except Exception as error:
        send(answers, _packed(RAISED, error))
        return
    send(answers, _packed(READY, None))
    items: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_fill, args=(items, requests), daemon=True).start()
    while True:
        send(answers, _answer(job, items.get()))


def _fill(items: SimpleQueue[bytes], requests: IO[bytes]) -> None:
    """Take items in while others are worked on, so that the parent never waits to be rid of one."""
    while (item := receive(requests)) is not None:
        items.put(item)
    os._exit(0)


def _answer(job: Callable[[Any], Any], item: bytes) -> bytes:
    try:
        return _packed(DONE, job(pickle.loads(item)))
    except Exception as error:
        return _packed(RAISED, error)


def _packed(kind: int, value: object) -> bytes:
    try:
        packed = pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)
        if kind == RAISED:
            pickle.loads(packed)
    except Exception:
        # Some exceptions hold what cannot be pickled, or are not built from what they hold.
        return pickle.dumps((RAISED, RuntimeError(f"{type(value).__name__}: {value}")))
    return packed


if __name__ == "__main__":
    main()
