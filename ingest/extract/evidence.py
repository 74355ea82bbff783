"""Proposed evidence lines: which statements of a document bear on which others, and why.

Pairs of statements (`line_features`) are weighed by a linear model whose weights can be read
(`line_weights.toml`); a line says what spoke for it. All lines are proposals for a person.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.compared import Statements
from ingest.extract.directions import bearing
from ingest.extract.line_features import Pair, pairs
from ingest.extract.linear import Model, model
from ingest.extract.roles import ClassifiedSentence
from ontology import vocabulary
from ontology.model import Direction

_MOST_LINES = 4
"""The most lines to one statement."""
_LEAST_IN_SECTIONS = 0.3
"""The least probability of a line from a section of results to one of conclusions: as only the
likeliest conclusion of each result is taken, less is needed."""
_REASONS = 4
"""The most features that a line names."""
_SELF_EVIDENT = frozenset(["bears on a conclusion", "in another paragraph", "several values"])
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


def lines(statements: Sequence[ClassifiedSentence]) -> list[ProposedEvidence]:
    """The evidence lines of a document, in the order of what they bear on."""
    compared = Statements(statements)
    drawn = []
    for probability, pair in likeliest(list(pairs(compared)), model("line")):
        one, other = compared.all[pair.evidence], compared.all[pair.bears_on]
        bears = bearing(one, other)
        if bears.direction is not None:
            why = _why(compared, pair, bears.why)
            rule = _rule(pair, probability)
            drawn.append(ProposedEvidence(one, other, bears.direction, why, rule, probability))
    return drawn


def likeliest(several: Sequence[Sequence[Pair]], weights: Model) -> list[tuple[float, Pair]]:
    """The pairs that are lines, with their probabilities, by what they bear on.

    Each of `several` are the pairs to one statement. A result of a paper in sections bears on one
    of its conclusions, the likeliest. Where nothing bears on a conclusion, the likeliest result
    that it names does.
    """
    weighed = [(weights.probability(p.features), p) for to_one in several for p in to_one]
    weighed.sort(key=lambda w: (-w[0], w[1].bears_on, w[1].evidence))
    lines_to: Counter[int] = Counter()
    assigned: set[int] = set()
    likely = []
    for probability, pair in weighed:
        least = _LEAST_IN_SECTIONS if pair.in_sections else weights.threshold
        wanted = probability >= least or (pair.named and not lines_to[pair.bears_on])
        spent = pair.in_sections and pair.evidence in assigned
        if wanted and not spent and lines_to[pair.bears_on] < _MOST_LINES:
            lines_to[pair.bears_on] += 1
            if pair.in_sections:
                assigned.add(pair.evidence)
            likely.append((probability, pair))
    return sorted(likely, key=lambda w: (w[1].bears_on, w[1].evidence))


def _rule(pair: Pair, probability: float) -> str:
    if pair.in_sections:
        return "results-to-conclusions"
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
