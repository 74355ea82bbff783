"""Train the weights of evidence lines on labelled documents, and say how far they carry.

`python -m benchmarks train-lines FOLDER [--write]`: each folder below FOLDER holds `gold.json` and
`paper.*` (the form of `../shared/bench/drafting`); the bundled letter is learnt from as well. Precision and recall are measured on each
document with the weights of all others. Logistic regression with an L2 penalty, by scipy: same
documents, same weights.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from benchmarks.places import BENCH, LETTER, module
from ingest import readers, records
from ingest.drafting.bibliography import bibliography
from ingest.drafting.known import KnownRecords, known
from ingest.drafting.record import document_type
from ingest.drafting.sources import source
from ingest.extract.extractor import extract
from ingest.extract.line_features import Pair, Statements
from ingest.extract.source import ExtractionInput

PENALTY = 2.0
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
CHOSEN = 0.45
"""The threshold that is written: fewer lines that are right do more than many that are not."""
MOST_LINES = 4
WEIGHTS = Path(__file__).parents[1] / "ingest" / "extract" / "line_weights.toml"
_HEAD = """# The weights of the features of a pair of statements (`line_features`): how much each speaks for a line from one to the
# other. Made by `python -m benchmarks train-lines FOLDER --write`; do not edit.
"""
Place = tuple[int, int]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document: its pairs with their places, and the lines that a reader drew."""

    pairs: tuple[tuple[Pair, Place, Place], ...]
    lines: tuple[tuple[frozenset[Place], frozenset[Place], bool], ...]
    """From, to, and whether it must be found."""

    def right(self, one: Place, other: Place) -> bool:
        return any(one in a and other in b for a, b, _ in self.lines)

    @property
    def labels(self) -> Matrix:
        return np.array([self.right(a, b) for _, a, b in self.pairs], float)


Line = tuple[frozenset[Place], frozenset[Place], bool]


def labelled(folder: Path, works: KnownRecords) -> Labelled:
    """One folder's document with its labels."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    text = _input(next(folder.glob("paper.*")), works)
    document = module("drafting/score_draft").Document({"sections": []})
    document.sentences = {(s.paragraph, s.sentence): s.text for s in text.sentences}
    drawn = (
        (document.places(line["from"]), document.places(line["to"]), not line.get("optional"))
        for line in gold.get("lines") or ()
    )
    return _with_pairs(text, works, [(frozenset(a), frozenset(b), n) for a, b, n in drawn])


def curated(works: KnownRecords) -> Labelled:
    """The bundled letter with the lines of its curated record; none of them need be found."""
    record = next(f.record for f in records.bundled() if f.name == "mohetaer-2026")
    anchors = {a.id: (a.paragraph, a.sentence) for a in record.anchors}
    said = (*record.claims, *record.conclusions, *record.stated)
    places = {s.id: anchors[s.anchor] for s in said if s.anchor}
    lines: list[Line] = [
        (frozenset([places[one]]), frozenset([places[line.bears_on]]), False)
        for line in record.evidence
        for one in line.evidence
        if one in places and line.bears_on in places
    ]
    return _with_pairs(_input(LETTER, works), works, lines)


def _input(path: Path, works: KnownRecords) -> ExtractionInput:
    paper = readers.read(path)
    return source(paper, bibliography(paper, works), document_type(paper) == "article")


def _with_pairs(text: ExtractionInput, works: KnownRecords, lines: Sequence[Line]) -> Labelled:
    compared = Statements(extract(text, works.studies).statements)
    places = [(s.paragraph, s.parsed.sentence.sentence) for s in compared.all]
    pairs = ((p, places[p.evidence], places[p.bears_on]) for ps in compared.pairs() for p in ps)
    return Labelled(tuple(pairs), tuple(lines))


def fit(documents: Sequence[Labelled], names: Sequence[str]) -> Matrix:
    """The bias and the weights of the features, in the order of their names."""
    x = np.vstack([matrix(d, names) for d in documents])
    y = np.concatenate([d.labels for d in documents])

    def loss(b: Matrix) -> tuple[float, Matrix]:
        z = x @ b
        value = np.sum(np.logaddexp(0, z) - y * z) + PENALTY / 2 * np.sum(b[1:] ** 2)
        slope = x.T @ (1 / (1 + np.exp(-z)) - y) + PENALTY * np.r_[0.0, b[1:]]
        return float(value), slope

    best = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(best.x, float)


def matrix(document: Labelled, names: Sequence[str]) -> Matrix:
    """A row for each pair: one for the bias, and whether it has each feature."""
    rows = [[1.0, *(float(n in p.features) for n in names)] for p, _, _ in document.pairs]
    return np.array(rows, float).reshape(len(rows), len(names) + 1)


def drawn(document: Labelled, chances: Matrix, threshold: float) -> set[tuple[Place, Place]]:
    """The lines that are drawn: of each statement the likeliest."""
    to: dict[Place, list[tuple[float, Place]]] = {}
    for (_, one, other), chance in zip(document.pairs, chances, strict=True):
        if chance >= threshold:
            to.setdefault(other, []).append((-float(chance), one))
    return {(one, o) for o, several in to.items() for _, one in sorted(several)[:MOST_LINES]}


def cross_validated(
    documents: Sequence[Labelled], names: Sequence[str], further: Labelled
) -> Iterable[str]:
    """A line of figures for each threshold, each document weighed by the weights of the others."""
    chances = []
    for n, document in enumerate(documents):
        weights = fit([*(d for k, d in enumerate(documents) if k != n), further], names)
        chances.append(1 / (1 + np.exp(-(matrix(document, names) @ weights))))
    needed = sum(need for d in documents for _, _, need in d.lines)
    for threshold in THRESHOLDS:
        made = [drawn(d, c, threshold) for d, c in zip(documents, chances, strict=True)]
        right = sum(d.right(*pair) for d, m in zip(documents, made, strict=True) for pair in m)
        found = sum(
            need and any(one in a and other in b for one, other in m)
            for d, m in zip(documents, made, strict=True)
            for a, b, need in d.lines
        )
        total = sum(map(len, made))
        yield (
            f"{threshold}: right {right} of {total} ({right / max(total, 1):.2f}), "
            f"found {found} of {needed} ({found / max(needed, 1):.2f})"
        )


def toml(names: Sequence[str], weights: Matrix) -> str:
    """The weights as the file that the package reads."""
    lines = [f'"{n}" = {w:.2f}' for n, w in zip(names, weights[1:], strict=True)]
    head = f"{_HEAD}\nbias = {weights[0]:.2f}\nthreshold = {CHOSEN}\n\n[weights]\n"
    return head + "\n".join(lines) + "\n"


def main() -> None:
    """Train on the folders below the one that is named, or on the labelled documents given."""
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    folder = Path(arguments[0]) if arguments else BENCH / "drafting" / "documents"
    works = known(records.bundled())
    folders = sorted(f for f in folder.iterdir() if (f / "gold.json").exists())
    documents = [d for d in (labelled(f, works) for f in folders) if d.pairs]
    letter = curated(works)
    names = sorted({n for d in (*documents, letter) for p, _, _ in d.pairs for n in p.features})
    for line in cross_validated(documents, names, letter):
        print(line)
    weights = toml(names, fit([*documents, letter], names))
    if "--write" in sys.argv:
        WEIGHTS.write_text(weights, "utf-8")
    else:
        print(weights)


if __name__ == "__main__":
    main()
