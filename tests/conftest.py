"""What all tests share: the development corpora, and a gate that takes no skipped test for a passed one."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# How long an example takes says more of the machine than of the code; what must be quick is measured in benchmarks/.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


CLUSTERS = ("test_spark.py", "test_spark_sites.py", "test_clusters.py", "test_tables.py")
"""Files that share one Spark and one Ray, which take half a minute to start."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of several processes (`-n 2 --dist loadgroup`) each takes a file at a time, and one all those with clusters."""
    if config.pluginmanager.hasplugin("xdist"):
        for item in items:
            has_clusters = item.path.parent.name == "integrations" and item.path.name in CLUSTERS
            item.add_marker(pytest.mark.xdist_group("clusters" if has_clusters else str(item.path)))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seeds and the development corpora: $CLEANER_CORPUS, or ../shared."""
    folder = Path(os.environ.get("CLEANER_CORPUS") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no development corpora at {folder}")
    return folder


def _fail_if_skipped_in_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where everything is to be installed, a test that is skipped has not been passed."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} may not be skipped in CI: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped_in_ci(report)
    return report
