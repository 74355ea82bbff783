"""Linear models whose weights can be read: each feature that is there adds its weight.

The weights are TOML files beside the code, written by `python -m benchmarks train`.
"""

import math
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Model:
    """A weight for each feature, and the least probability that is a yes."""

    weights: Mapping[str, float]
    bias: float
    threshold: float

    def probability(self, features: Iterable[str]) -> float:
        """How likely it is that a reader would say yes to something with these features.

        >>> Model({"a": 2.0}, -2.0, 0.5).probability(["a", "unheard of"])
        0.5
        """
        total = self.bias + sum(self.weights.get(name, 0.0) for name in features)
        return 1 / (1 + math.exp(-total))

    def accepts(self, features: Iterable[str]) -> bool:
        return self.probability(features) >= self.threshold

    def strongest(self, features: Collection[str]) -> list[str]:
        """The features that speak for a yes, the one that weighs most first.

        >>> Model({"a": 1.0, "b": 2.0, "c": -1.0}, 0.0, 0.5).strongest(["a", "b", "c"])
        ['b', 'a']
        """
        positive = [name for name in features if self.weights.get(name, 0) > 0]
        return sorted(positive, key=lambda name: (-self.weights[name], name))


@cache
def model(name: str) -> Model:
    """The model that comes with the package: `conclusion` or `line`.

    >>> 0 < model("line").threshold < 1
    True
    """
    text = (files("ingest") / "extract" / f"{name}_weights.toml").read_text("utf-8")
    held = tomllib.loads(text)
    return Model(held["weights"], held["bias"], held["threshold"])
