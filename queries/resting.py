"""Which independent studies each thing rests on, over all hops or over those that hold."""

from collections.abc import Iterable, Mapping

import networkx as nx

from queries.trace import BROKEN, Hop

AGAINST = ("disputes", "qualifies")
"""The kinds of line that are no support."""


def resting_on(
    hops: Iterable[Hop], counted: Mapping[str, str], *, sound: bool
) -> dict[str, frozenset[str]]:
    """The independent studies under each thing; `counted` gives that of each study.

    `sound` leaves out broken hops. Claims that lead back to themselves rest on the same studies.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(counted)
    graph.add_edges_from(
        (hop.source, hop.target)
        for hop in hops
        if hop.kind not in AGAINST and not (sound and hop.state in BROKEN)
    )
    rests: dict[str, frozenset[str]] = {}
    for group in nx.strongly_connected_components(graph):  # what is below comes first
        studies: set[str] = {counted[iri] for iri in group if iri in counted}
        studies.update(
            *(rests[target] for iri in group for target in graph[iri] if target not in group)
        )
        rests.update(dict.fromkeys(group, frozenset(studies)))
    return rests
