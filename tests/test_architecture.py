"""What keeps the code readable, checked: no import circles, no long functions, no long modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

MOST_LINES, MOST_LINES_OF_CODE = 350, 40
PACKAGE = sorted((ROOT / "cleaner").rglob("*.py"))
FILES = [*PACKAGE, *sorted((ROOT / "training").glob("*.py")), *sorted((ROOT / "fuzz").glob("*.py"))]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path, modules: set[str]) -> set[str]:
    """The modules of ours that a module imports, at its top or within a function, but not only for types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    only_types = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node not in only_types:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names} & modules
            found |= submodules or {node.module}
        elif isinstance(node, ast.Import) and node not in only_types:
            found |= {alias.name for alias in node.names}
    # The package's own __init__ hands out what lies behind it, so importing from it is no dependency on all of that.
    return (found & modules) - {"cleaner", name_of(path)}


def circles() -> Iterator[list[str]]:
    graph = {name_of(path): path for path in PACKAGE}
    edges = {name: imports_of(path, set(graph)) for name, path in graph.items()}
    reach = {name: set(targets) for name, targets in edges.items()}
    changed = True
    while changed:
        changed = False
        for targets in reach.values():
            more = set().union(*(reach[target] for target in targets)) - targets if targets else set()
            if more:
                targets |= more
                changed = True
    seen: set[str] = set()
    for name in sorted(reach):
        if name in reach[name] and name not in seen:
            circle = sorted(other for other in reach if other in reach[name] and name in reach[other])
            seen.update(circle)
            yield circle


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert list(circles()) == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_module_can_be_read_in_a_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's name and its lines of code: without docstring, comments and blank lines."""
    text = path.read_text(encoding="utf-8").splitlines()
    for node in ast.walk(ast.parse("\n".join(text))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body
            is_documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
            first = body[1] if is_documented and len(body) > 1 else body[0]
            lines = [line.strip() for line in text[first.lineno - 1 : node.end_lineno]]
            yield node.name, sum(bool(line) and not line.startswith("#") for line in lines)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_function_can_be_read_without_scrolling(path: Path) -> None:
    assert [(name, lines) for name, lines in functions(path) if lines > MOST_LINES_OF_CODE] == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests/stages").glob("*.py")), ids=lambda path: path.stem)
def test_a_stage_is_tested_without_the_weights_that_come_with_the_package(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        (node.module, alias.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    whole_pipeline = {("cleaner", "Cleaner"), ("cleaner", "clean"), ("cleaner.scoring", "Weights")}
    assert not imported & whole_pipeline, "give it cards made by hand, or test it in tests/test_pipeline_stages.py"
