"""How often each rule is right on the development corpora, and how much of the junk the rules find.

    python benchmarks/rule_precision.py [--rule ID] [--examples N] [--corpus FOLDER]

A hit is wrong when its line belongs to the story. On mixed-dev every line is marked; on flat-dev a line
counts as story if the reference body holds it: as a line of its own, or anywhere if it has at least
20 letters and digits (shorter ones, such as "Share", turn up inside words of any long text).
Rules that cut a part of a line are judged by whether the cut part is in the body.
Wants mixed-dev and flat-dev (docs/benchmarks.md).
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter, defaultdict

from corpora import Corpora, add_options

from cleaner.characters import plain
from cleaner.rulebook import Rulebook, load

WANTED = {"certain": 0.99, "strong": 0.95, "weak": 0.8}
Line = tuple[str, bool]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rule", help="print the story lines that this rule hits")
    parser.add_argument("--examples", type=int, default=0, help="print this many wrong hits a rule")
    add_options(parser)
    options = parser.parse_args()
    corpora, rulebook = Corpora(options.corpus, options.split), load()
    mixed = [(page, marked_lines(page)) for page in corpora.rows("mixed-dev")]
    flat = [(page, sought_lines(page)) for page in corpora.rows("flat-dev")]
    hits, wrong = count(rulebook, [lines for _, lines in mixed + flat])
    if options.rule:
        print("\n".join(wrong[options.rule]))
        return
    print_precision(rulebook, hits, wrong, options.examples)
    print_recall(rulebook, mixed)
    print_speed(rulebook, [line for _, lines in flat for line, _ in lines])


def count(rulebook: Rulebook, pages: list[list[Line]]) -> tuple[Counter[str], dict[str, list[str]]]:
    """Hits by rule id, and the story lines among them."""
    hits: Counter[str] = Counter()
    wrong: dict[str, list[str]] = defaultdict(list)
    for lines in pages:
        for line, is_story in lines:
            for index in rulebook.match(line):
                rule = rulebook.rules[index]
                hits[rule.id] += 1
                if is_story and rule.reach == "part":
                    start, end = rulebook.spans(index, line)[0]
                    is_story = end - start == len(line) or len(squeeze(line[start:end])) > 40
                if is_story:
                    wrong[rule.id].append(line)
    return hits, wrong


def print_precision(rulebook: Rulebook, hits: Counter[str], wrong: dict[str, list[str]], examples: int) -> None:
    print(f"{'rule':32} {'strength':8} {'hits':>6} {'wrong':>6} {'precision':>9}")
    for rule in sorted(rulebook.rules, key=lambda rule: (-len(wrong[rule.id]), rule.id)):
        total, bad = hits[rule.id], len(wrong[rule.id])
        precision = 1 - bad / total if total else 1.0
        mark = "" if precision >= WANTED[rule.strength] else "  < " + str(WANTED[rule.strength])
        print(f"{rule.id:32} {rule.strength:8} {total:6} {bad:6} {precision:9.3f}{mark}")
        for line in wrong[rule.id][:examples]:
            print(f"        {line[:150]}")


def print_recall(rulebook: Rulebook, mixed: list[tuple[dict, list[Line]]]) -> None:
    """Share of each recipe's junk lines that a rule hits; headlines and free prose are for stages."""
    print(f"\n{'recipe':16} {'junk':>6} {'hit':>6} {'share':>6}")
    junk: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for page, lines in mixed:
        recipe = re.sub(r"-\d.*", "", page["id"])
        for line, is_story in lines:
            if not is_story:
                junk[recipe] += 1
                found[recipe] += bool(rulebook.match(line))
    for recipe in junk:
        print(f"{recipe:16} {junk[recipe]:6} {found[recipe]:6} {found[recipe] / junk[recipe]:6.3f}")


def print_speed(rulebook: Rulebook, lines: list[str]) -> None:
    started = time.perf_counter()
    for line in lines:
        rulebook.match(line)
    seconds = time.perf_counter() - started
    print(f"\n{len(lines)} lines of flat-dev: {1e6 * seconds / len(lines):.2f} µs a line")


def marked_lines(page: dict) -> list[Line]:
    lines = [line for line in page["text"].split("\n") if line.strip()]
    return [(plain(line), is_story) for line, is_story in zip(lines, page["story"], strict=True)]


def sought_lines(page: dict) -> list[Line]:
    body = squeeze(page["truth"])
    own_lines = {squeeze(line) for line in page["truth"].split("\n")}
    lines = [plain(line) for line in page["text"].split("\n") if plain(line)]
    return [(line, is_in(squeeze(line), body, own_lines)) for line in lines]


def is_in(line: str, body: str, own_lines: set[str]) -> bool:
    return bool(line) and (line in own_lines or (len(line) >= 20 and line in body))


def squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


if __name__ == "__main__":
    main()
