"""The graph of what several records share: which of its things no record names any more."""

import pyoxigraph as ox

from ingest.graphs import shared_iri
from ontology.settings import base_iri
from queries.sparql import run
from queries.store import Store


def orphans(store: Store, base: str | None = None) -> set[str]:
    """The IRIs of shared things that no other graph leads to, to be deleted with what they say.

    A thing that another shared thing leads to is named by the records of that thing as well, so
    what is found here is all of it. Ask it after the graph of a record was removed.
    """
    home = ox.NamedNode(shared_iri(base_iri(base)))
    return {row["thing"].value for row in run(store, "orphans-in-graph", home=home)}
