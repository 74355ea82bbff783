"""The sentences of curated claims, from a copy of the document's text, for one look at a graph.

A curated record has no sentence of the document. With the text at hand, the anchors of its claims
lead to them; they are put beside the claims, in the graph of quotes, of a store in memory.
"""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from ingest.graphs import NamedGraph, quotes_of
from ingest.review import sentence, texts_of
from ontology.errors import Problem, RecordError
from ontology.model import Claim, TextAnchor
from queries.reader import QUOTE, Things, documents, graph_content, quotes
from queries.store import Store


def with_sentences(store: Store, path: Path) -> None:
    """Put the sentences of a document's text beside the claims that its record anchors there.

    Raises RecordError if the text holds no sentence that a document of the graph anchors,
    ReadingError if the file cannot be read.
    """
    best: tuple[int, str, dict[str, str]] = (0, "", {})
    for text in texts_of(path):
        for _, graph in documents(store):
            held = dict(_held(store, graph, text))
            best = max(best, (len(held), graph, held), key=lambda one: one[0])
    fits, graph, held = best
    if not fits:
        message = "the text contains none of the sentences that a record of the graph anchors"
        raise RecordError([Problem(str(path), None, "", message)])
    told = held | quotes(store, graph)
    (quote,) = QUOTE
    triples = (
        ox.Triple(ox.NamedNode(iri), ox.NamedNode(quote), ox.Literal(told[iri]))
        for iri in sorted(told)
    )
    content = "".join(f"{triple} .\n" for triple in triples)
    store.replace([NamedGraph(quotes_of(graph), content.encode())])


def _held(store: Store, graph: str, text: str) -> Iterator[tuple[str, str]]:
    """Each claim of a graph with its sentence, where the text has that."""
    things = Things(graph_content(store, graph))
    anchors = {anchor.iri: anchor for anchor in things.all(TextAnchor)}
    for claim in things.all(Claim):
        anchor = anchors.get(claim.anchor or "")
        found = sentence(text, anchor) if anchor is not None else None
        if found is not None:
            yield claim.iri, found
