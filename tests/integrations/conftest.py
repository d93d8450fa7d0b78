"""One Spark and one Ray for all tests of this folder: each takes seconds to start."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.conftest import ROOT

WARNINGS = {
    # Spark 4.3 works with pandas 3 and says that it is not sure of it.
    "ignore:PySpark does not yet fully support pandas:FutureWarning": "",
    # Spark 3.5 compares versions with what Python no longer has from 3.12 on, and forgets to close what it collects by.
    "ignore:distutils Version classes are deprecated:DeprecationWarning": "",
    "ignore:unclosed <socket.socket:ResourceWarning": "spark",
    # Ray sets its own settings to their defaults, and warns itself of those that are deprecated.
    "ignore::DeprecationWarning:ray.data.context": "",
}
"""What others warn of and nobody here can change, and a word in the names of the tests where that happens."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "integrations":
            for warning, word in WARNINGS.items():
                if word in item.nodeid:
                    item.add_marker(pytest.mark.filterwarnings(warning))


@pytest.fixture(scope="session")
def workers_find_the_tests() -> None:
    """What tests give to the processes of a cluster is imported there."""
    path = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *([path] if path else [])])


UNCOMPILED = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""Compiling queries, and what they run on, takes most of a test's time, and pays only where there are many rows."""


@pytest.fixture(scope="session")
def spark(workers_find_the_tests: None) -> Iterator[Any]:
    """A local Spark with two workers, and where it has one, a server for Spark Connect."""
    pyspark_sql = pytest.importorskip("pyspark.sql")
    if not shutil.which("java"):
        pytest.skip("no java")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = pyspark_sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", 2).config("spark.driver.host", "127.0.0.1")
    for setting, value in UNCOMPILED.items():
        builder = builder.config(setting, value)
    if has_connect():
        builder = builder.config("spark.plugins", "org.apache.spark.sql.connect.SparkConnectPlugin")
        builder = builder.config("spark.connect.grpc.binding.port", _free_port())
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def spark_connect(spark: Any) -> Iterator[Any]:
    """A session that reaches the same Spark by Spark Connect."""
    from pyspark.sql.connect.session import SparkSession

    port = spark.conf.get("spark.connect.grpc.binding.port")
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    yield session
    session.stop()


def has_connect() -> bool:
    """Whether pyspark brings the server for Spark Connect, as it does since 4.0."""
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("pyspark")
    return bool(spec and spec.origin and list((Path(spec.origin).parent / "jars").glob("spark-connect_*.jar")))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def ray_cluster(workers_find_the_tests: None) -> Iterator[None]:
    """A local Ray with two processors."""
    ray = pytest.importorskip("ray")
    with _forgotten_files():
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield
    with _forgotten_files():
        ray.shutdown()


@contextmanager
def _forgotten_files() -> Iterator[None]:
    """Ray 2.44 forgets files and processes of its own, which Python warns of when it comes across them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()
