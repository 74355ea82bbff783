"""Where each node stands on the map: lanes by kind, ordered by barycentre, small parts packed.

Linear in nodes and edges but for sorting. Deterministic: the same graph gives the same places.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CELL = 24
"""How far two nodes stand apart, in the units of the map."""
_SWEEPS = 10
_LANE_GAP, _PART_GAP = 5, 3
_ASPECT = 1.6
"""Width over height that the whole picture aims at."""


def places(kinds: Ints, sources: Ints, targets: Ints) -> tuple[Ints, Ints]:
    """X and y of each node. `kinds` gives the lane, from left to right, of each node."""
    count = len(kinds)
    if count == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    order = _barycentre(kinds, sources, targets)
    part = _parts(count, sources, targets)
    x, y = np.zeros(count, np.int64), np.zeros(count, np.int64)
    boxes: list[tuple[int, int]] = []
    groups = np.split(np.argsort(part, kind="stable"), np.cumsum(np.bincount(part))[:-1])
    for members in groups:
        px, py = _lanes(kinds[members], order[members])
        x[members], y[members] = px, py
        boxes.append((int(px.max()) + _PART_GAP, int(py.max()) + _PART_GAP))
    for members, (dx, dy) in zip(groups, _packed(boxes), strict=True):
        x[members] += dx
        y[members] += dy
    return x * CELL, y * CELL


def fit(x: Ints, y: Ints) -> list[int]:
    """The box that holds 99 % of the nodes each way, or all of them if it is hardly larger."""
    if len(x) == 0:
        return [0, 0, 1, 1]
    (left, right), (top, bottom) = _extent(x), _extent(y)
    return [left, top, right, bottom]


def _extent(places: Ints) -> tuple[int, int]:
    low, high = np.percentile(places, [0.5, 99.5])
    least, most = int(places.min()), int(places.max())
    return (least, most) if most - least <= 1.25 * (high - low) else (int(low), int(high))


def _barycentre(kinds: Ints, sources: Ints, targets: Ints) -> Floats:
    """A height between 0 and 1 for each node: near the mean of its neighbours', lane by lane.

    The barycentre heuristic of Sugiyama and others (1981), for all lanes at once, in a fixed
    number of sweeps.
    """
    count = len(kinds)
    ends = np.concatenate([sources, targets])
    others = np.concatenate([targets, sources])
    degree = np.bincount(ends, minlength=count)
    height = _ranked(kinds, np.arange(count, dtype=np.float64))
    for _ in range(_SWEEPS):
        mean = np.bincount(ends, weights=height[others], minlength=count) / np.maximum(degree, 1)
        mean[degree == 0] = height[degree == 0]
        height = _ranked(kinds, (mean + height) / 2)
    return height


def _ranked(kinds: Ints, wish: Floats) -> Floats:
    """The wishes made ranks between 0 and 1 within each lane."""
    order = np.lexsort((np.arange(len(kinds)), wish, kinds))
    sizes = np.bincount(kinds)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    ranks = np.empty(len(kinds), np.float64)
    ranks[order] = np.arange(len(kinds)) - starts[kinds[order]]
    return (ranks + 0.5) / sizes[kinds]


def _parts(count: int, sources: Ints, targets: Ints) -> Ints:
    """The connected part of each node, the largest first."""
    ones = np.ones(len(sources), np.int8)
    links = coo_array((ones, (sources, targets)), shape=(count, count))
    components: Any = connected_components(links, directed=False)
    labels = np.asarray(components[1], np.int64)
    by_size = np.argsort(-np.bincount(labels), kind="stable")
    rank = np.empty(len(by_size), np.int64)
    rank[by_size] = np.arange(len(by_size))
    return rank[labels]


def _lanes(kinds: Ints, height: Floats) -> tuple[Ints, Ints]:
    """Grid places of one part: each kind a lane, as many columns wide as it needs."""
    sizes = np.bincount(kinds)
    used = np.flatnonzero(sizes)
    rows = _rows(sizes[used])
    x, y = np.zeros(len(kinds), np.int64), np.zeros(len(kinds), np.int64)
    left = 0
    for kind in used:
        members = np.flatnonzero(kinds == kind)
        ranked = members[np.argsort(height[members], kind="stable")]
        wide = -(-len(ranked) // rows)
        place = np.arange(len(ranked))
        tall = -(-len(ranked) // wide)
        x[ranked] = left + place % wide
        y[ranked] = place // wide + (rows - tall) // 2
        left += wide + _LANE_GAP
    return x, y - int(y.min())


def _rows(sizes: Ints) -> int:
    """The least number of rows at which the lanes are no wider than the picture should be."""
    low, high = 1, int(sizes.max())
    while low < high:
        rows = (low + high) // 2
        wide = int(np.sum(-(-sizes // rows))) + _LANE_GAP * (len(sizes) - 1)
        low, high = (rows + 1, high) if wide > rows * _ASPECT else (low, rows)
    return low


def _packed(boxes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Boxes side by side on shelves, tallest first, in a page of about the aimed-at shape."""
    area = sum(w * h for w, h in boxes)
    width = max(max(w for w, _ in boxes), int(np.sqrt(area * _ASPECT)))
    corners = [(0, 0)] * len(boxes)
    x = y = shelf = 0
    for n in sorted(range(len(boxes)), key=lambda n: (-boxes[n][1], n)):
        w, h = boxes[n]
        if x and x + w > width:
            x, y, shelf = 0, y + shelf, 0
        corners[n] = (x, y)
        x, shelf = x + w, max(shelf, h)
    return corners
