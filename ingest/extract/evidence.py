"""Proposed evidence lines: which statements of a document bear on which others, and why.

Pairs of statements (`line_features`) are weighed by a linear model whose weights can be read
(`line_weights.toml`); a line says what spoke for it. All lines are proposals for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.extract.directions import bearing
from ingest.extract.line_features import Pair, Statements
from ingest.extract.linear import Model, model
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
    confidence: float


def lines(statements: Sequence[ClassifiedSentence]) -> list[ProposedEvidence]:
    """The evidence lines of a document, in the order of what they bear on."""
    compared = Statements(statements)
    return [line for pairs in compared.pairs() for line in _lines_to(compared, pairs)]


def _lines_to(compared: Statements, pairs: Sequence[Pair]) -> list[ProposedEvidence]:
    """The likeliest lines to one statement, in the order of the document."""
    drawn = []
    weights = model("line")
    for probability, pair in likeliest(pairs, weights):
        one, other = compared.all[pair.evidence], compared.all[pair.bears_on]
        bears = bearing(one, other)
        if bears.direction is not None:
            why = _why(compared, pair, bears.why)
            rule = _rule(pair, probability)
            drawn.append(ProposedEvidence(one, other, bears.direction, why, rule, probability))
    return drawn


def likeliest(pairs: Sequence[Pair], weights: Model) -> list[tuple[float, Pair]]:
    """The pairs to one statement that are lines, with their probabilities, in document order.

    Where none is likely enough, the likeliest result that a conclusion names.
    """
    weighed = [(weights.probability(pair.features), pair) for pair in pairs]
    weighed.sort(key=lambda w: (-w[0], w[1].evidence))
    likely = [w for w in weighed if w[0] >= weights.threshold]
    likely = likely or list(islice((w for w in weighed if w[1].named), 1))
    return sorted(likely[:_MOST_LINES], key=lambda w: w[1].evidence)


def _rule(pair: Pair, probability: float) -> str:
    if probability < model("line").threshold:
        return "names-what-was-compared"
    return "inference" if "inference" in pair.features else "weighed"


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
    return model("line").strongest(pair.features - _SELF_EVIDENT)[:_REASONS]


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
