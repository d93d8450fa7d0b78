"""LlamaIndex: a transformation for ingestion pipelines."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

from llama_index.core.bridge.pydantic import Field, PrivateAttr
from llama_index.core.schema import BaseNode, MetadataMode, TransformComponent

from cleaner import Cleaner, __version__
from cleaner.integrations.rows import CleanRow, flat, rows
from cleaner.model import InputForm

logger = logging.getLogger(__name__)

FOR_READERS: Final = frozenset({"title", "authors", "published", "site", "section", "agency"})
"""Metadata that a language model and an embedding are shown beside the text, which LlamaIndex does with all of it
otherwise."""


class CleanerTransform(TransformComponent):
    """Turns nodes that hold pages into nodes that hold their stories, with what is known of each as metadata.

    A node's `url`, `URL` or `source` is the page's address. All options are plain data, and `identity` stands for the
    rules and weights that they lead to, so that the cache of a pipeline knows when they have changed.

    Raises:
        ValidationError: pydantic's, for a label that does not exist or a pack that cannot be used.
        OptionError: when nodes are given, if workers or timeout make no sense.
    """

    rules: list[str] = Field(default=[], description="Files and folders of rule packs")
    sites: str | None = Field(default=None, description="A file of what sites repeat")
    keep: list[str] = Field(default=[], description="Labels to keep although they are not the story")
    drop: list[str] = Field(default=[], description="Labels to drop although they are")
    form: InputForm | None = Field(default=None, description="What the nodes hold, as Cleaner.clean takes it")
    only_stories: bool = Field(default=True, description="Leave out what holds no story or cannot be cleaned")
    workers: int | None = Field(default=1, description="Number of processes; None for one a core")
    timeout: float | None = Field(default=None, description="Seconds that a node may take")
    identity: str = Field(default="", description="Made of all that shapes what comes out")
    _cleaner: Cleaner = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        self._cleaner = Cleaner(rules=self.rules, sites=self.sites, keep=self.keep, drop=self.drop)
        told = json.dumps([__version__, self._cleaner.identity()], sort_keys=True)
        self.identity = sha256(told.encode()).hexdigest()

    @classmethod
    def class_name(cls) -> str:
        return cls.__name__

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> Sequence[BaseNode]:
        return list(self._transformed(nodes))

    async def acall(self, nodes: Sequence[BaseNode], **kwargs: Any) -> Sequence[BaseNode]:
        return await asyncio.to_thread(self, nodes, **kwargs)

    def _transformed(self, nodes: Sequence[BaseNode]) -> Iterator[BaseNode]:
        calls = [(node.get_content(MetadataMode.NONE), {"url": _address(node), "form": self.form}) for node in nodes]
        found = rows(calls, CleanRow(self._cleaner), workers=self.workers, timeout=self.timeout)
        for node, row in zip(nodes, found, strict=True):
            if row["error"]:
                logger.warning("%s: %s", _address(node) or node.node_id, row["error"])
            if row["is_story"] or not self.only_stories:
                yield _filled(node, row)


def _filled(node: BaseNode, row: dict[str, Any]) -> BaseNode:
    known = {**flat(row), "is_story": bool(row["is_story"])}
    node = node.model_copy(deep=True)
    if row["text"]:
        node.set_content(row["text"])
    node.metadata |= known
    for hidden in (node.excluded_embed_metadata_keys, node.excluded_llm_metadata_keys):
        hidden += [name for name in known if name not in FOR_READERS and name not in hidden]
    return node


def _address(node: BaseNode) -> str | None:
    return next((node.metadata[name] for name in ("url", "URL", "source") if node.metadata.get(name)), None)
