"""Proposed evidence lines: which statements of a document bear on which others, and why.

Pairs of statements (`line_features`) are weighed by a linear model whose weights can be read
(`line_weights.toml`); a line says what spoke for it. All lines are proposals for a person.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from ingest.extract.directions import bearing
from ingest.extract.line_features import Pair, Statements
from ingest.extract.roles import ClassifiedSentence
from ontology import vocabulary
from ontology.model import Direction

_MOST_LINES = 4
"""The most lines to one statement."""
_REASONS = 4
"""The most features that a line names."""
_SELF_EVIDENT = frozenset(
    ["bears on a conclusion", "in another paragraph", "several numbers", "several values"]
)
"""Features that tell a reader nothing."""


@dataclass(frozen=True, slots=True)
class ProposedEvidence:
    """A proposed evidence line: evidence, the statement it bears on, direction and reason."""

    evidence: ClassifiedSentence
    bears_on: ClassifiedSentence
    direction: Direction
    why: str
    rule: str
    confidence: float | None
    doubts: tuple[str, ...] = ("drawn from cues, not understood",)


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model of pairs: a weight for each feature, and the least probability of a line."""

    weights: Mapping[str, float]
    bias: float
    threshold: float

    def probability(self, features: Iterable[str]) -> float:
        """How likely a pair with these features is a line that a reader would draw.

        >>> Model({"a": 2.0}, -2.0, 0.5).probability(["a", "unheard of"])
        0.5
        """
        total = self.bias + sum(self.weights.get(name, 0.0) for name in features)
        return 1 / (1 + math.exp(-total))


@cache
def model() -> Model:
    """The model that comes with the package (`python -m benchmarks train-lines` trains it)."""
    text = (files("ingest") / "extract" / "line_weights.toml").read_text("utf-8")
    held = tomllib.loads(text)
    return Model(held["weights"], held["bias"], held["threshold"])


def lines(statements: Sequence[ClassifiedSentence]) -> list[ProposedEvidence]:
    """The evidence lines of a document, in the order of what they bear on."""
    compared = Statements(statements)
    return [line for pairs in compared.pairs() for line in _lines_to(compared, pairs)]


def _lines_to(compared: Statements, pairs: Sequence[Pair]) -> list[ProposedEvidence]:
    """The likeliest lines to one statement, in the order of the document."""
    weighed = [(model().probability(pair.features), pair) for pair in pairs]
    weighed.sort(key=lambda w: (-w[0], w[1].evidence))
    likely = [w for w in weighed if w[0] >= model().threshold] or _between_arms(weighed)
    drawn = []
    for probability, pair in sorted(likely[:_MOST_LINES], key=lambda w: w[1].evidence):
        one, other = compared.all[pair.evidence], compared.all[pair.bears_on]
        bears = bearing(one, other)
        if bears.direction is not None:
            why = _why(compared, pair, bears.why)
            rule = _rule(pair, probability)
            drawn.append(ProposedEvidence(one, other, bears.direction, why, rule, probability))
    return drawn


def _rule(pair: Pair, probability: float) -> str:
    if probability < model().threshold:
        return "names-what-was-compared"
    return "inference" if "inference" in pair.features else "weighed"


def _between_arms(weighed: Sequence[tuple[float, Pair]]) -> list[tuple[float, Pair]]:
    """The likeliest result that a conclusion names, where nothing else bears on it."""
    return list(islice((w for w in weighed if w[1].named), 1))


def _why(compared: Statements, pair: Pair, direction: str) -> str:
    """What spoke for a line: the distance, the cue, what both speak of, the strongest features."""
    one, other = compared.all[pair.evidence], compared.all[pair.bears_on]
    reasons = [_distance(one, other)]
    if pair.cue and "inference" in pair.features:
        reasons.append(f"the cue {pair.cue!r}")
    if shared := compared.things[pair.evidence] & compared.things[pair.bears_on]:
        names = sorted(_label(scheme, name) for scheme, name in shared)
        reasons.append(f"both speak of {', '.join(names[:4])}")
    if not shared and (called := compared.names[pair.evidence] & compared.names[pair.bears_on]):
        reasons.append(f"both name {', '.join(sorted(called)[:4])}")
    if direction:
        reasons.append(direction)
    if len(reasons) == 1:
        reasons += _strongest(pair)
    return "; ".join(reasons)


def _strongest(pair: Pair) -> list[str]:
    """The features that spoke most for a line, for one that has no better reason."""
    weights = model().weights
    positive = [name for name in pair.features - _SELF_EVIDENT if weights.get(name, 0) > 0]
    return sorted(positive, key=lambda name: (-weights[name], name))[:_REASONS]


def _distance(one: ClassifiedSentence, other: ClassifiedSentence) -> str:
    a, b = one.parsed.sentence, other.parsed.sentence
    if a.paragraph != b.paragraph:
        return f"from paragraph {a.paragraph}"
    steps = b.sentence - a.sentence
    side = "before" if steps > 0 else "after"
    count = abs(steps)
    return f"{count} sentence{'s' if count != 1 else ''} {side} in its paragraph"


def _label(scheme: str, name: str) -> str:
    concept = vocabulary.concepts().get(scheme, {}).get(name)
    return concept.label if concept else name
