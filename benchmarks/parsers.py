"""Which parser should stand behind the HTML front door? Prints the table of docs/decisions/html-parser.md.

    python benchmarks/parsers.py

Every candidate does the same work, parse and one walk: blocks with their element, container and the share
that is linked, and the containers with their parents and attributes. Wants html-dev (docs/benchmarks.md) and the
`bench` extra (lxml, selectolax, turbohtml).
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial

from corpora import Corpora, add_options

from cleaner.intake.cutter import MAX_LOOK_UP
from cleaner.intake.elements import ACTIONS, CUT, ENTER, OPEN, SKIP
from cleaner.intake.html import html_page
from cleaner.intake.tags import EXACT_TAG, tokens

TIMEOUT = 30  # seconds for one hostile page
BLOCKS = {tag for tag, (action, _) in ACTIONS.items() if action in (OPEN, ENTER)}
CUTS = {tag for tag, (action, _) in ACTIONS.items() if action == CUT} | {"br"}
SKIPPED = {tag for tag, (action, _) in ACTIONS.items() if action == SKIP} | {"script", "style"}


class Sink:
    """Takes the events of a parser and keeps what the front door keeps."""

    def __init__(self) -> None:
        self.blocks: list[tuple[str, str, int, float]] = []
        self.parents, self.tags, self.attributes = [-1], [""], [None]
        self.stack, self.pieces, self.linked, self.link, self.skipping = [0], [], 0, 0, 0

    def flush(self) -> None:
        text = " ".join("".join(self.pieces).split())
        if text:
            top = self.stack[-1]
            self.blocks.append((text, self.tags[top], top, self.linked / len(text)))
        self.pieces, self.linked = [], 0

    def start(self, tag: str, attributes: object) -> None:
        if tag in SKIPPED:
            self.skipping += 1
        elif self.skipping:
            return
        elif tag in BLOCKS:
            if self.pieces:
                self.flush()
            self.parents.append(self.stack[-1])
            self.stack.append(len(self.tags))
            self.tags.append(tag)
            self.attributes.append(attributes)
        elif tag in CUTS and self.pieces:
            self.flush()
        elif tag == "a":
            self.link += 1

    def end(self, tag: str) -> None:
        if tag in SKIPPED:
            self.skipping = max(0, self.skipping - 1)
        elif self.skipping:
            return
        elif tag in BLOCKS:
            if self.pieces:
                self.flush()
            self.stack.pop()
        elif tag == "a":
            self.link -= 1

    def data(self, text: str) -> None:
        if not self.skipping and (self.pieces or not text.isspace()):
            self.pieces.append(text)
            if self.link:
                self.linked += len(text.strip())

    def close(self) -> list[tuple[str, str, int, float]]:
        if self.pieces:
            self.flush()
        return self.blocks


class Nothing(Sink):
    """Takes the same events and keeps nothing: what is left is the parser's own cost and the walk's."""

    def start(self, tag: str, attributes: object) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...


def lxml_target(source: str, new: type[Sink] = Sink) -> Sink:
    from lxml import etree

    sink = new()
    parser = etree.HTMLParser(target=sink, huge_tree=True)
    parser.feed(source)
    parser.close()
    return sink


def lxml_tree(source: str, new: type[Sink] = Sink) -> Sink:
    from lxml import etree

    sink = new()
    tree = etree.fromstring(source.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if isinstance(element.tag, str):
            if event == "start":
                sink.start(element.tag, element.attrib)
                if element.text:
                    sink.data(element.text)
            else:
                sink.end(element.tag)
        if event == "end" and element.tail:
            sink.data(element.tail)
    sink.close()
    return sink


def selectolax(source: str, new: type[Sink] = Sink) -> Sink:
    from selectolax.lexbor import LexborHTMLParser

    sink = new()
    parser = LexborHTMLParser(source)
    node = parser.root
    end = node.mem_id  # comparing nodes themselves compares their HTML
    while node is not None:
        tag = node.tag
        if tag == "-text":
            sink.data(node.text_content)
        elif tag:
            sink.start(tag, node)
            child = node.first_child if tag not in SKIPPED else None
            if child is not None:
                node = child
                continue
            sink.end(tag)
        while node is not None and (following := node.next) is None:
            node = node.parent
            if node is None or node.mem_id == end:
                sink.close()
                return sink
            sink.end(node.tag)
        node = following
    return sink


def turbohtml_sax(source: str, new: type[Sink] = Sink) -> Sink:
    from turbohtml.saxparse import SaxHandler, sax_parse

    sink = new()

    class Handler(SaxHandler):
        start_element, end_element, characters = sink.start, sink.end, sink.data

    sax_parse(source, Handler())
    sink.close()
    return sink


def our_tokens(source: str, new: type[Sink] = Sink) -> Sink:
    """Our splitter with the benchmark's own sink: what the work that all share costs with it."""
    sink = new()
    for name, attributes, text in tokens(source, EXACT_TAG):
        name = name.lower()
        if not name.startswith("/"):
            sink.start(name, attributes)
        else:
            end(sink, name[1:])
        if text:
            sink.data(text)
    sink.close()
    return sink


def end(sink: Sink, tag: str) -> None:
    """An end tag without a tree: it has to look for its element, and no further than the front door does."""
    if tag not in BLOCKS or sink.skipping:
        sink.end(tag)
    elif tag in (sink.tags[i] for i in sink.stack[-MAX_LOOK_UP:]):
        while sink.tags[sink.stack[-1]] != tag:
            sink.end(sink.tags[sink.stack[-1]])
        sink.end(tag)


def turbohtml_tokens(source: str, new: type[Sink] = Sink) -> Sink:
    from turbohtml import TokenType, tokenize

    sink = new()
    starts, ends, texts = TokenType.START_TAG, TokenType.END_TAG, TokenType.TEXT
    for token in tokenize(source):
        kind = token.type
        if kind is texts:
            sink.data(token.data)
        elif kind is starts:
            sink.start(token.tag, token)
        elif kind is ends:
            end(sink, token.tag)
    sink.close()
    return sink


CANDIDATES: dict[str, Callable[..., object]] = {
    "html_page, facts and all": html_page,
    "our splitter": our_tokens,
    "lxml target parser": lxml_target,
    "lxml tree, iterwalk": lxml_tree,
    "selectolax (lexbor)": selectolax,
    "turbohtml sax": turbohtml_sax,
    "turbohtml tokenizer": turbohtml_tokens,
}

NESTED = 100_000
HOSTILE: dict[str, Callable[[], str]] = {
    "100,000 nested divs": lambda: "<div>" * NESTED + "deep" + "</div>" * NESTED,
    "unclosed everything": lambda: "<ul><li><a href=x><b><table><tr><td><p>text" * 10_000,
    "misnested": lambda: "<b><p><i></b><a></p></i><div></a>text</div>" * 10_000,
    "NUL bytes": lambda: "<p>a\0b\0</p>" * 50_000,
    "no closing bracket": lambda: '<a href="' * 100_000,
    "stray end tags": lambda: "<div>" * 100 + "</section>" * 100_000,
}


def measured(tool: Callable[[str], object], source: str, answer: mp.SimpleQueue) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    try:
        result = tool(source)
    except Exception as error:
        answer.put(type(error).__name__)
        return
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    answer.put(f"{seconds:6.2f} s  {peak * 1024 / len(source.encode()):5.1f} x {characters(result):10} characters")


def apart(tool: Callable[[str], object], source: str) -> str:
    """Seconds and memory (over the page's bytes) of one call, or how it ended, in a process of its own."""
    answer: mp.SimpleQueue = mp.SimpleQueue()
    process = mp.get_context("fork").Process(target=measured, args=(tool, source, answer))
    process.start()
    process.join(TIMEOUT)
    if process.is_alive():
        process.kill()
        return f"more than {TIMEOUT} s"
    return answer.get() if not answer.empty() else f"died ({process.exitcode})"


def characters(result: object) -> int:
    """Characters of text that a candidate found, white space aside: some give up on a page in silence."""
    blocks = result.blocks  # type: ignore[attr-defined]
    texts = (block[0] if isinstance(block, tuple) else block.text for block in blocks)
    return sum(len("".join(text.split())) for text in texts)


def best_time(tool: Callable[[str], object], source: str) -> float:
    def once() -> float:
        start = time.perf_counter()
        tool(source)
        return time.perf_counter() - start

    return min(once() for _ in range(3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    options = parser.parse_args()
    pages = [row["html"] for row in Corpora(options.corpus, options.split).rows("html-dev")]
    body = pages[0]
    large = {f"{size} MB": (body * (size * 2**20 // len(body.encode()) + 1)) for size in (10, 20)}
    for name, tool in CANDIDATES.items():
        tool(pages[0])
        milliseconds = 1000 * statistics.mean(best_time(tool, page) for page in pages[::4])
        found = sum(characters(tool(page)) for page in pages[::4])
        print(f"{name:30} {milliseconds:6.2f} ms a page {found:10} characters", end="", flush=True)
        if tool is not html_page:
            bare = partial(tool, new=Nothing)
            milliseconds = 1000 * statistics.mean(best_time(bare, page) for page in pages[::4])
            print(f" {milliseconds:6.2f} ms to read alone", end="")
        print(flush=True)
        for title, source in [(title, make()) for title, make in HOSTILE.items()] + list(large.items()):
            print(f"    {title:28} {apart(tool, source)}", flush=True)


if __name__ == "__main__":
    main()
