"""Train the weights of evidence lines on labelled documents, and say how far they carry.

`python -m benchmarks train-lines FOLDER... [--write]`: each folder below one of FOLDER holds
`gold.json` and `paper.*`; the bundled letter is learnt from as well. Precision and recall are
measured on each document with the weights of all others, those of its conclusions too.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from benchmarks import train_conclusions, training
from benchmarks.labelled import Labelled, Place, curated, documents, place
from benchmarks.places import BENCH
from ingest.extract.compared import Statements
from ingest.extract.conclusions import with_conclusions
from ingest.extract.evidence import likeliest
from ingest.extract.line_features import Pair, pairs
from ingest.extract.linear import Model

PENALTY = 3.0
CHOSEN = 0.5
"""The threshold that is written: of those with a precision of .65 or more, the one that finds most."""
WEIGHTS = Path(__file__).parents[1] / "ingest" / "extract" / "line_weights.toml"
_HEAD = """# The weights of the features of a pair of statements (`line_features`): how much each speaks for a line from one to the
# other. Made by `python -m benchmarks train-lines FOLDER --write`; do not edit.
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """A labelled document with the pairs of its statements, those to one statement together."""

    document: Labelled
    places: tuple[Place, ...]
    pairs: tuple[tuple[Pair, ...], ...]
    concluding: frozenset[Place]

    def examples(self) -> list[training.Example]:
        return [
            (pair.features, self.document.bears(*self.ends(pair)))
            for several in self.pairs
            for pair in several
        ]

    def ends(self, pair: Pair) -> tuple[Place, Place]:
        return self.places[pair.evidence], self.places[pair.bears_on]

    def drawn(self, model: Model) -> set[tuple[Place, Place]]:
        """The lines that the weights draw."""
        return {self.ends(pair) for _, pair in likeliest(self.pairs, model)}


def compared(document: Labelled, conclusions: Model) -> Compared:
    """The pairs of a document, its conclusions found by a model."""
    statements = Statements(with_conclusions(document.statements, conclusions))
    places = tuple(place(s) for s in statements.all)
    concluding = frozenset(place(s) for s in statements.all if s.concludes)
    return Compared(document, places, tuple(map(tuple, pairs(statements))), concluding)


def fit(several: Sequence[Sequence[training.Example]]) -> Model:
    """The model of the examples of several documents."""
    return training.fit([e for each in several for e in each], PENALTY, CHOSEN)


def without_each(several: Sequence[Compared], further: Compared) -> list[Model]:
    """For each document, the model trained on all others and on `further`."""
    of_each, always = [d.examples() for d in several], further.examples()
    return [fit([*of_each[:n], *of_each[n + 1 :], always]) for n in range(len(several))]


def score(several: Sequence[Compared], models: Sequence[Model], threshold: float) -> str:
    """How many lines are right, and how many are found."""
    right = drawn = found = needed = 0
    for each, model in zip(several, models, strict=True):
        given = each.drawn(Model(model.weights, model.bias, threshold))
        drawn += len(given)
        right += sum(each.document.bears(*line) for line in given)
        wanted = [label.what for label in each.document.lines if label.needed]
        needed += len(wanted)
        found += sum(any(a in one and b in other for a, b in given) for one, other in wanted)
    return training.figures(threshold, right, drawn, found, needed)


def in_abstracts(several: Sequence[Compared], models: Sequence[Model]) -> Iterator[str]:
    """Claims, premises and relations of abstracts alone: the F of each, and their mean."""
    counts = {"claims": [0, 0, 0], "premises": [0, 0, 0], "relations": [0, 0, 0]}
    for each, model in zip(several, models, strict=True):
        if not each.document.abstract:
            continue
        lines, document = each.drawn(model), each.document
        wanted = [label.what for label in document.lines]
        made: dict[str, tuple[set[object], list[frozenset[object]]]] = {
            "claims": (set(each.concluding), [frozenset(c.what) for c in document.conclusions]),
            "premises": (
                {a for a, _ in lines},
                list(dict.fromkeys(frozenset(a) for a, _ in wanted)),
            ),
            "relations": (set(lines), [frozenset(product(a, b)) for a, b in wanted]),
        }
        for name, (given, gold) in made.items():
            hit = sum(bool(one & given) for one in gold)
            for k, more in enumerate((hit, len(given), len(gold))):
                counts[name][k] += more
    shares = {name: 2 * hit / max(given + gold, 1) for name, (hit, given, gold) in counts.items()}
    yield from (f"{name} of abstracts: F {share:.2f}" for name, share in shares.items())
    yield f"mean {sum(shares.values()) / len(shares):.2f}"


def main() -> None:
    """Train on the folders that are named, or on the labelled documents given."""
    folders = [Path(a) for a in sys.argv[1:] if a != "--write"]
    labelled, letter = documents(folders or [BENCH / "drafting" / "documents"]), curated()
    conclusions = train_conclusions.without_each(labelled, letter)
    several = [compared(d, m) for d, m in zip(labelled, conclusions, strict=True)]
    further = compared(letter, conclusions[0])
    models = without_each(several, further)
    for threshold in training.THRESHOLDS:
        print(score(several, models, threshold))
    print(*in_abstracts(several, models), sep="\n")
    weights = training.toml(_HEAD, fit([d.examples() for d in (*several, further)]))
    if "--write" in sys.argv:
        WEIGHTS.write_text(weights, "utf-8")
    else:
        print(weights)
