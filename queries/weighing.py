"""An order among conclusions, for those who ask for one: DF-QuAD on the evidence lines.

Rago, Toni, Aurisicchio and Baroni (KR 2016): every argument has a start weight between 0 and 1;
supporters raise it, attackers lower it, by weights that come from below in the same way. Here an
argument is a claim or a value brought as evidence, `supports` lines support and `disputes` lines
attack; `qualifies` lines do neither. The start weights are the asker's, and every result is given
with what it was computed from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

from ontology.errors import WeighingError, shown
from queries.trace import Trace

DEFAULT_START = 0.5
"""The start weight of an argument of which the asker says nothing: neither accepted nor not."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One argument: its start weight, the weights that bear on it, and what comes of them."""

    iri: str
    label: str
    start: float
    supporters: dict[str, float]
    attackers: dict[str, float]
    weight: float
    derivation: str


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weight of one conclusion with that of every argument below it, from the ground up."""

    conclusion: str
    weight: float
    arguments: list[Weight]

    def __repr__(self) -> str:
        name = self.conclusion.rsplit("/", 1)[-1]
        return f"<Weighing of {name}: {self.weight:.3f} over {len(self.arguments)} arguments>"


def weigh(
    trace: Trace, start: float = DEFAULT_START, starts: Mapping[str, float] | None = None
) -> Weighing:
    """Weigh a conclusion; `starts` gives single arguments (IRIs) another start weight than `start`.

    Raises WeighingError for a weight outside 0 to 1, for an argument that is not under the
    conclusion, and for evidence that runs in a cycle, for which DF-QuAD is not defined.
    """
    given = dict(starts or {})
    for name, number in (("start", start), *given.items()):
        if not 0 <= number <= 1:
            raise WeighingError(f"a start weight lies between 0 and 1, not {number} ({name})")
    if trace.cycles:
        cycle = " → ".join(shown(trace.nodes[iri].label or iri) for iri in trace.cycles[0])
        raise WeighingError(f"the evidence runs in a cycle and cannot be weighed: {cycle}")
    import networkx as nx  # slow to import, and not every command needs it

    arguments: nx.DiGraph[str] = nx.DiGraph()
    arguments.add_node(trace.conclusion)
    below: dict[tuple[str, str], list[str]] = defaultdict(list)
    for hop in trace.hops:
        if hop.kind in ("supports", "disputes"):
            arguments.add_edge(hop.source, hop.target)
            below[hop.source, hop.kind].append(hop.target)
    reached = {trace.conclusion, *nx.descendants(arguments, trace.conclusion)}
    for iri in given.keys() - reached:
        raise WeighingError(f"{shown(iri)} is no argument under this conclusion")
    weights: dict[str, Weight] = {}
    for iri in reversed(list(nx.lexicographical_topological_sort(arguments))):
        if iri in reached:
            weights[iri] = _weight(
                iri,
                trace.nodes[iri].label,
                given.get(iri, start),
                {other: weights[other].weight for other in below[iri, "supports"]},
                {other: weights[other].weight for other in below[iri, "disputes"]},
            )
    return Weighing(trace.conclusion, weights[trace.conclusion].weight, list(weights.values()))


def _weight(
    iri: str, label: str, start: float, supporters: dict[str, float], attackers: dict[str, float]
) -> Weight:
    plus, minus = _together(supporters.values()), _together(attackers.values())
    if minus >= plus:
        weight = start - start * (minus - plus)
        formula = f"{start:.3f} − {start:.3f} × ({minus:.3f} − {plus:.3f})"
    else:
        weight = start + (1 - start) * (plus - minus)
        formula = f"{start:.3f} + (1 − {start:.3f}) × ({plus:.3f} − {minus:.3f})"
    alone = not supporters and not attackers
    derivation = f"{start:.3f}, the start" if alone else f"{formula} = {weight:.3f}"
    return Weight(iri, label, start, supporters, attackers, weight, derivation)


def _together(weights: Iterable[float]) -> float:
    """Several weights as one, by the probabilistic sum of DF-QuAD; none weigh nothing."""
    return 1 - prod(1 - weight for weight in weights)
