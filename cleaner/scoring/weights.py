"""A folder of cards: reads them, and refuses one that was fitted to other features than the code has.

Every card is a JSON file of the same shape: what it was fitted on, its base, and for each feature its axes and the
points of each bin by name.

    {"schema": 1, "fitted": {"by": "training/…", "on": {"html-dev": "digest"}},
     "base": -0.4, "common": [],
     "features": {"ending": {"axes": {"size": ["short", "long"], "ending": ["stop", "comma"]},
                             "points": {"short": {"stop": 0.1, "comma": -0.6}, "long": {"stop": 1.2, "comma": 0.0}}}}}
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cleaner.errors import WeightsError
from cleaner.scoring.card import Card
from cleaner.scoring.feature import Axis, Feature

SCHEMA: Final = 1
_INNERMOST: Final = re.compile(r"[\[{][^\[\]{}]*[\]}]")
BUILTIN: Final = Path(__file__).parents[1] / "weights"


class Weights:
    """The cards in a folder, each read when it is first asked for. Threads may share it, and it pickles."""

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self.folder = BUILTIN if folder is None else Path(folder)
        self._cards: dict[str, Card] = {}

    def card(self, name: str, features: Sequence[Feature]) -> Card:
        """The card of a name ("html/prose"), for these features.

        Raises:
            WeightsError: there is none, or it was fitted to other features; the message names file, feature and bin.
        """
        card = self._cards.get(name)
        if card is None:
            card = self._cards[name] = read_card(self.folder / f"{name}.json", name, features)
        return card

    def digest(self) -> str:
        """The SHA-256 of all cards in the folder, in hexadecimal digits."""
        from hashlib import sha256  # OpenSSL takes 5 ms to load, and cleaning does without

        digest = sha256()
        for path in sorted(self.folder.rglob("*.json")):
            digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()


def read_card(path: Path, name: str, features: Sequence[Feature]) -> Card:
    """A card from its file, checked against the features that the code declares; raises WeightsError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WeightsError(
            f"{path}: cannot be read: {error.strerror}; give a folder that `python -m training` wrote"
        ) from None
    except ValueError as error:
        raise WeightsError(f"{path}: is no JSON: {error}; fit the weights again: python -m training") from None
    try:
        problem = _problem(data, features)
        if not problem:
            points = {
                feature.name: tuple(_flat(data["features"][feature.name]["points"], feature)) for feature in features
            }
            return Card(name, tuple(features), float(data["base"]), points, frozenset(data.get("common", ())))
    except (KeyError, TypeError, AttributeError, ValueError):
        problem = "is not of the shape that docs/how-it-works.md describes"
    raise WeightsError(f"{path}: {problem}; fit the weights again: python -m training")


def _problem(data: Any, features: Sequence[Feature]) -> str:
    """What keeps a card's data from these features; "" if nothing does."""
    if data["schema"] != SCHEMA:
        return f"is of schema {data['schema']}, and this version reads {SCHEMA}"
    declared = {feature.name: feature for feature in features}
    for name in declared.keys() ^ data["features"].keys():
        return f"has no feature {name!r}" if name in declared else f"has a feature {name!r} that the code has not"
    for name, feature in declared.items():
        for axis in feature.axes:
            written = data["features"][name]["axes"].get(axis.name)
            if written != _written(axis):
                return f"feature {name!r} has other bins by {axis.name!r} than the code: {written}"
    return ""


def _written(axis: Axis) -> list[Any]:
    return list(axis.edges or axis.bins)


def _flat(points: Any, feature: Feature, axes: Sequence[Axis] | None = None) -> Iterator[float]:
    axes = feature.axes if axes is None else axes
    if not axes:
        yield float(points)
        return
    if list(points) != list(axes[0].bins):
        raise ValueError
    for bin_ in axes[0].bins:
        yield from _flat(points[bin_], feature, axes[1:])


def write_card(path: Path, card: Card, fitted: Mapping[str, Any]) -> None:
    """Writes a card to its file; `fitted` says by what and on what. The same card gives the same bytes."""
    data = {
        "schema": SCHEMA,
        "fitted": fitted,
        "base": card.base,
        **({"common": sorted(card.common)} if card.common else {}),
        "features": {
            feature.name: {
                "axes": {axis.name: _written(axis) for axis in feature.axes},
                "points": _nested(list(card.points[feature.name]), feature.axes),
            }
            for feature in card.features
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, indent=1, ensure_ascii=False)
    path.write_text(_INNERMOST.sub(_on_one_line, text) + "\n", encoding="utf-8")


def _on_one_line(found: re.Match[str]) -> str:
    return " ".join(found.group().split())


def _nested(points: Sequence[float], axes: Sequence[Axis]) -> Any:
    if not axes:
        return points[0]
    stride = len(points) // len(axes[0])
    return {
        bin_: _nested(points[place * stride : (place + 1) * stride], axes[1:])
        for place, bin_ in enumerate(axes[0].bins)
    }
