"""Train the weights of conclusions on labelled documents, and say how far they carry.

`python -m benchmarks train-conclusions FOLDER... [--write]`: each folder below one of FOLDER holds
`gold.json` and `paper.*`; the bundled letter is learnt from as well. Precision and recall are
measured on each document with the weights of all others.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import training
from benchmarks.labelled import Labelled, Place, curated, documents, place
from benchmarks.places import BENCH
from ingest.extract.conclusion_features import features, settings
from ingest.extract.conclusions import is_weighed, with_conclusions
from ingest.extract.linear import Model

PENALTY = 4.0
CHOSEN = 0.4
"""The threshold that is written: of those with a precision of .88 or more, the one that finds most."""
WEIGHTS = Path(__file__).parents[1] / "ingest" / "extract" / "conclusion_weights.toml"
_HEAD = """# The weights of the features of a statement (`conclusion_features`): how much each speaks for a conclusion.
# Made by `python -m benchmarks train-conclusions FOLDER --write`; do not edit.
"""


def examples(document: Labelled) -> list[training.Example]:
    """The statements of a document that are weighed."""
    said = [s for s in document.statements if not s.says_nothing]
    return [
        (features(setting), document.concludes(place(setting.statement)))
        for setting in settings(said)
        if is_weighed(setting.statement)
    ]


def fit(several: Sequence[Sequence[training.Example]]) -> Model:
    """The model of the examples of several documents."""
    return training.fit([e for each in several for e in each], PENALTY, CHOSEN)


def without_each(several: Sequence[Labelled], further: Labelled) -> list[Model]:
    """For each document, the model trained on all others and on `further`."""
    of_each, always = [examples(d) for d in several], examples(further)
    return [fit([*of_each[:n], *of_each[n + 1 :], always]) for n in range(len(several))]


def concluded(document: Labelled, model: Model, threshold: float) -> set[Place]:
    """The sentences that are conclusions at a threshold."""
    chosen = Model(model.weights, model.bias, threshold)
    return {place(s) for s in with_conclusions(document.statements, chosen) if s.concludes}


def score(several: Sequence[Labelled], models: Sequence[Model], threshold: float) -> str:
    """How many conclusions are right, and how many are found."""
    right = drawn = found = needed = 0
    for document, model in zip(several, models, strict=True):
        given = concluded(document, model, threshold)
        drawn += len(given)
        right += sum(document.concludes(p) for p in given)
        needed += sum(label.needed for label in document.conclusions)
        found += sum(label.needed and bool(label.what & given) for label in document.conclusions)
    return training.figures(threshold, right, drawn, found, needed)


def main() -> None:
    """Train on the folders that are named, or on the labelled documents given."""
    folders = [Path(a) for a in sys.argv[1:] if a != "--write"]
    several = documents(folders or [BENCH / "drafting" / "documents"])
    letter = curated()
    models = without_each(several, letter)
    for threshold in training.THRESHOLDS:
        print(score(several, models, threshold))
    weights = training.toml(_HEAD, fit([examples(d) for d in (*several, letter)]))
    if "--write" in sys.argv:
        WEIGHTS.write_text(weights, "utf-8")
    else:
        print(weights)
