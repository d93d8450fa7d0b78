"""Features: what is measured of a block or a page, and the bins it falls into."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from math import prod
from operator import mul


@dataclass(frozen=True)
class Axis:
    """One way of sorting things into bins.

    Attributes:
        name: what is measured.
        bins: the names of the bins, in order.
        edges: for a measure that is a number, the value at which each bin but the first begins; else empty.
    """

    name: str
    bins: tuple[str, ...]
    edges: tuple[float, ...] = ()

    def __len__(self) -> int:
        return len(self.bins)

    def bin(self, value: float) -> int:
        """The bin that a number falls into."""
        return bisect_right(self.edges, value)

    def table(self, values: Sequence[float]) -> list[int]:
        """The bin of each of some numbers: looking a bin up is quicker than finding it."""
        edges = self.edges
        return [bisect_right(edges, value) for value in values]


def scale(name: str, *edges: float) -> Axis:
    """A number, in bins that begin at these edges; the first bin is what lies below all of them."""
    between = [f"{low:g} to {high:g}" for low, high in pairwise(edges)]
    return Axis(name, (f"below {edges[0]:g}", *between, f"{edges[-1]:g} and more"), edges)


def choice(name: str, *bins: str) -> Axis:
    """One of several things that have names."""
    return Axis(name, bins)


@dataclass(frozen=True)
class Feature:
    """What one list of a card's points stands for: an axis, or several crossed with each other.

    Attributes:
        name: the feature's name, unique in its card.
        axes: the axes, from the outermost to the innermost; every combination of their bins is a bin of the feature.
            Without axes the feature is a number, and its one point counts once for each unit of it.
    """

    name: str
    axes: tuple[Axis, ...]

    def __init__(self, name: str, *axes: Axis) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "axes", axes)

    @cached_property
    def size(self) -> int:
        """How many bins the feature has."""
        return prod(map(len, self.axes))

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far apart neighbouring bins of each axis are."""
        return tuple(prod(map(len, self.axes[place + 1 :])) for place in range(len(self.axes)))

    def bin(self, *bins: int) -> int:
        """The feature's bin, given one bin an axis."""
        return sum(map(mul, bins, self.strides))

    def cross(self, *columns: Sequence[int] | int) -> list[int]:
        """The feature's bin for each of many blocks, given for each axis a list of bins, or one bin for all blocks."""
        offset = 0
        lists: list[tuple[int, Sequence[int]]] = []
        for stride, column in zip(self.strides, columns, strict=True):
            if isinstance(column, int):
                offset += stride * column
            else:
                lists.append((stride, column))
        if len(lists) == 1:
            ((stride, bins),) = lists
            return [offset + stride * bin_ for bin_ in bins]
        if len(lists) == 2:
            (outer, outer_bins), (inner, inner_bins) = lists
            return [offset + outer * a + inner * b for a, b in zip(outer_bins, inner_bins, strict=True)]
        if len(lists) == 3:
            (outer, outer_bins), (middle, middle_bins), (inner, inner_bins) = lists
            bins_of_all = zip(outer_bins, middle_bins, inner_bins, strict=True)
            return [offset + outer * a + middle * b + inner * c for a, b, c in bins_of_all]
        strides = [stride for stride, _ in lists]
        return [offset + sum(map(mul, strides, bins)) for bins in zip(*[bins for _, bins in lists], strict=True)]

    def names(self) -> list[str]:
        """The names of the feature's bins, in order: "long / ends like a sentence"."""
        return [" / ".join(bins) for bins in product(*[axis.bins for axis in self.axes])]
