"""Which independent studies each thing rests on, over all hops or over those that hold."""

from collections.abc import Iterable, Mapping

import networkx as nx

from queries.trace import BROKEN, Hop

AGAINST = ("disputes", "qualifies")
"""The kinds of line that are no support."""


def resting_on(
    hops: Iterable[Hop], wholes: Mapping[str, str], *, sound: bool
) -> dict[str, frozenset[str]]:
    """The independent studies under each thing; `wholes` gives the study that each is a part of.

    `sound` leaves out broken hops. Claims that lead back to themselves rest on the same studies.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(wholes)
    graph.add_edges_from(
        (hop.source, hop.target)
        for hop in hops
        if hop.kind not in AGAINST and not (sound and hop.state in BROKEN)
    )
    rests: dict[str, frozenset[str]] = {}
    for group in nx.strongly_connected_components(graph):  # what is below comes first
        found: set[str] = {wholes[iri] for iri in group if iri in wholes}
        found.update(
            *(rests[target] for iri in group for target in graph[iri] if target not in group)
        )
        rests.update(dict.fromkeys(group, frozenset(found)))
    return rests
