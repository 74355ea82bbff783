"""Speed of loading, validating and auditing invented documents, by number of claims.

Alone: `python -m benchmarks.loading [CLAIMS…]`.
"""

import sys
import time

import pyoxigraph as ox
import pyshacl
import rdflib
from rich.console import Console
from rich.table import Table

from benchmarks.invented import records
from benchmarks.timing import timed
from ingest import quads
from ingest.graphs import NamedGraph, of_terms
from queries import validation
from queries.audit.audit import audit
from queries.store import EmbeddedStore

PYSHACL_LIMIT = 1_000
"""Maximum number of claims for which pySHACL is timed; beyond it takes minutes."""


ONCE_FROM = 50_000
"""From this number of claims on, everything is timed once instead of three times."""


def measure(claims: int) -> dict[str, str]:
    """One row of the table."""
    invented, repeats = list(records(claims)), 1 if claims >= ONCE_FROM else 3
    total = sum(len(record.claims) for record in invented)
    mapping, blocks = timed(lambda: [quads.ntriples(record) for record in invented], repeats)
    graphs = [NamedGraph(f"https://x.org/g/{n}", block) for n, block in enumerate(blocks)]
    triples = sum(block.count(b"\n") for block in blocks)
    blocks_by_graph = [(ox.NamedNode(graph.iri), graph.triples) for graph in graphs]

    def bare() -> ox.Store:
        store = ox.Store()
        for name, block in blocks_by_graph:
            store.bulk_load(block, format=ox.RdfFormat.N_TRIPLES, to_graph=name)
        return store

    loading, _ = timed(bare, repeats)
    store = EmbeddedStore()
    store.replace([*of_terms(), *graphs])
    data = b"".join(graph.triples for graph in (*of_terms(), *graphs))
    checking, report = timed(lambda: validation.validate_store(store), repeats)
    auditing, audits = timed(lambda: audit(store), repeats)
    pyshacl_ratio = "-"
    if claims <= PYSHACL_LIMIT:
        graph = rdflib.Graph().parse(data=data.decode(), format="nt")
        shapes = rdflib.Graph().parse(data=validation.shapes_turtle(), format="turtle")
        start = time.perf_counter()
        pyshacl.validate(graph, shacl_graph=shapes)
        pyshacl_ratio = f"{(time.perf_counter() - start) / checking:.0f} times"
    return {
        "claims": f"{total:,}",
        "triples": f"{triples:,}",
        "map, claims/s": f"{total / mapping:,.0f}",
        "map + bulk load, claims/s": f"{total / (mapping + loading):,.0f}",
        "share of bare bulk load": f"{loading / (mapping + loading):.2f}",
        "validate, s": f"{checking:.2f}",
        "pySHACL": pyshacl_ratio,
        "audit, claims/s": f"{total / auditing:,.0f}",
        "audit, s": f"{auditing:.2f}",
        "findings": f"{sum(len(a.findings) for a in audits):,}",
        "conforms": "yes" if report.conforms else "no",
    }


def main() -> None:
    """Print the table; one line for each number of claims (default: 1000 10000 100000)."""
    sizes = [int(text) for text in sys.argv[1:]] or [1_000, 10_000, 100_000]
    rows = [measure(size) for size in sizes]
    table = Table(title="alltrace on invented documents of 50 claims")
    for name in rows[0]:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(*row.values())
    Console(width=200).print(table)


if __name__ == "__main__":
    main()
