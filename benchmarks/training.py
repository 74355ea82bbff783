"""Logistic regression on named features, by scipy: same examples, same weights."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from ingest.extract.linear import Model

Matrix = npt.NDArray[np.float64]
Example = tuple[frozenset[str], bool]
"""The features of something, and whether a reader said yes to it."""
THRESHOLDS = tuple(k / 100 for k in range(25, 75, 5))


def names(examples: Iterable[Example]) -> list[str]:
    """All features of the examples, in alphabetical order."""
    return sorted({name for given, _ in examples for name in given})


def fit(examples: Sequence[Example], penalty: float, threshold: float = 0.5) -> Model:
    """The weights that fit the examples best, with an L2 penalty."""
    named = names(examples)
    x = np.array([_row(given, named) for given, _ in examples], float)
    y = np.array([yes for _, yes in examples], float)

    def loss(b: Matrix) -> tuple[float, Matrix]:
        z = x @ b
        value = np.sum(np.logaddexp(0, z) - y * z) + penalty / 2 * np.sum(b[1:] ** 2)
        slope = x.T @ (1 / (1 + np.exp(-z)) - y) + penalty * np.r_[0.0, b[1:]]
        return float(value), slope

    best = np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x, float)
    weights = {n: float(w) for n, w in zip(named, best[1:], strict=True)}
    return Model(weights, float(best[0]), threshold)


def _row(given: Collection[str], named: Sequence[str]) -> list[float]:
    return [1.0, *(float(n in given) for n in named)]


def figures(threshold: float, right: int, drawn: int, found: int, needed: int) -> str:
    """A line of a table: precision, recall and their harmonic mean.

    >>> figures(0.5, 3, 4, 1, 2)
    '0.50: right 3 of 4 (.75), found 1 of 2 (.50), F .60'
    """
    precision, recall = right / max(drawn, 1), found / max(needed, 1)
    f = 2 * precision * recall / max(precision + recall, 1e-9)
    told = [f"{x:.2f}".removeprefix("0") for x in (precision, recall, f)]
    return (
        f"{threshold:.2f}: right {right} of {drawn} ({told[0]}), "
        f"found {found} of {needed} ({told[1]}), F {told[2]}"
    )


def toml(head: str, model: Model) -> str:
    """A model as the file that the package reads."""
    lines = [f'"{n}" = {w:.2f}' for n, w in sorted(model.weights.items())]
    top = f"{head}\nbias = {model.bias:.2f}\nthreshold = {model.threshold}\n\n[weights]\n"
    return top + "\n".join(lines) + "\n"
