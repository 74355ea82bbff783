"""How often a model was right on labelled documents, where somebody measured it.

What a model says of its own sureness is not asked for. `make bench-model` measures; the table is
`measured.toml`, by the server's own id of the model.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_FEWEST = 20
"""Of fewer labelled proposals no rate is told."""


@cache
def _table() -> Mapping[str, Mapping[str, list[int]]]:
    return tomllib.loads((files("ingest") / "model" / "measured.toml").read_text("utf-8"))


def rate(model: str, field: str) -> float | None:
    """The share of a model's proposals for a field that were right; None where it is not known.

    >>> rate("a model that nobody measured", "arm")
    """
    right, given = _table().get(model, {}).get(field, (0, 0))
    return round(right / given, 2) if given >= _FEWEST else None
