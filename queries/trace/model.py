"""What a trace is made of: nodes, typed hops with their state, counts, cycles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from queries.reader import Things
from queries.studies import CountedStudies

if TYPE_CHECKING:
    import networkx as nx

State = Literal[
    "verified",
    "derived",
    "mismatch",
    "wrong reference",
    "error",
    "unverifiable",
    "uncited",
    "dismissed finding",
    "recorded",
]
"""How a hop fared under the audit.

`verified`: the source reports it; `derived`: it follows from what the source reports; `mismatch`:
the source reports otherwise; `wrong reference`: another reference has it; `error`: the audit
raised another error against it; `unverifiable`: the source was not seen to say; `uncited`: no
source is named; `dismissed finding`: it was found broken, and a reviewer dismissed that;
`recorded`: the hop only says what the record says, there is nothing to check.
"""

SOUND: frozenset[State] = frozenset({"verified", "derived"})
BROKEN: frozenset[State] = frozenset({"mismatch", "wrong reference", "error"})
LINE_KINDS = ("supports", "disputes", "qualifies")
"""What an evidence line does to what it bears on."""


@dataclass(frozen=True, slots=True)
class NodeFinding:
    """What the audit found about a thing in a trace."""

    iri: str
    severity: str
    rule: str
    message: str
    review: str


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in a trace: `kind` is its class (`Claim`, `Measurement`, `Publication` …).

    `findings` holds what the audit found about it; of a comparison it stands with the claim.
    """

    iri: str
    kind: str
    label: str
    details: dict[str, str]
    findings: list[NodeFinding]
    quote: str | None = None
    """The sentence of the document that a claim stands for, if its record quotes it."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step down: from what rests on something to what it rests on.

    `kind` is supports, disputes or qualifies (an evidence line, named by `line` and explained by
    `why`), or asserts, cites, points, refers, reports, restates, derives, reported by, part of.
    """

    source: str
    target: str
    kind: str
    state: State = "recorded"
    line: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a conclusion rests on, as numbers that can be followed.

    `studies` counts independent ones: parts of one study, such as its randomisations, are one, and
    so are candidates for one study (`queries.studies`).
    `disputing` are the opposing lines. `verified_hops` are verified or derived, `broken_hops` a
    mismatch, a wrong reference or another error.
    """

    claims: int
    measurements: int
    citations: int
    publications: int
    studies: int
    supporting: int
    disputing: int
    qualifying: int
    uncited_measurements: int
    verified_hops: int
    broken_hops: int
    errors: int
    warnings: int
    notes: int


@dataclass(frozen=True)
class Trace:
    """The evidence under one conclusion: nodes by IRI, hops in a stable order, counts.

    It is acyclic but for `cycles`: each a list of claims that support, dispute or qualify one
    another in a ring. `things` are the typed views of what was read, by IRI; `counted` says which
    of the studies count as one.
    """

    conclusion: str
    nodes: dict[str, Node]
    hops: list[Hop]
    counts: Counts
    cycles: list[list[str]]
    things: Things = field(default_factory=lambda: Things({}), compare=False, repr=False)
    counted: CountedStudies = field(default_factory=CountedStudies, compare=False, repr=False)

    def below(self, iri: str) -> list[Hop]:
        """The hops that start at `iri`."""
        return self._below.get(iri, [])

    def networkx(self) -> "nx.MultiDiGraph[str]":
        """The trace for networkx: nodes carry `kind` and `label`, edges `kind`, `state`, `why`."""
        import networkx as nx  # slow to import, and not every command needs it

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for iri, node in self.nodes.items():
            graph.add_node(iri, kind=node.kind, label=node.label)
        for hop in self.hops:
            key = hop.line or hop.kind
            graph.add_edge(
                hop.source, hop.target, key=key, kind=hop.kind, state=hop.state, why=hop.why or ""
            )
        return graph

    @cached_property
    def _below(self) -> Mapping[str, list[Hop]]:
        return by_source(self.hops)


def by_source(hops: Iterable[Hop]) -> Mapping[str, list[Hop]]:
    """The hops by the thing that they start at."""
    below: dict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        below[hop.source].append(hop)
    return below
