"""Findings judged anew of documents whose sources a change of the store takes away or alters."""

from collections.abc import Collection, Iterable
from dataclasses import replace

import pyoxigraph as ox

from ingest.graphs import Days, NamedGraph, of_terms, shared_iri
from ontology.model import Finding
from ontology.settings import build_day
from ontology.terms import RDF, VOCAB
from queries.audit.audit import DocumentAudit, audit, findings_graph
from queries.change import Change, Statement
from queries.reader import SOURCE_STEPS
from queries.sparql import run, run_about
from queries.store import EmbeddedStore, Store

_SOURCES = "graphs-of-sources"


def findings_anew(change: Change, base: str, judged: Collection[str] = ()) -> list[NamedGraph]:
    """The findings graphs of the documents whose findings the change may alter.

    These are documents that stay and lead to what changes, and documents that come and lead to what
    is there. A document is audited by what it says and what its sources report, two steps away at
    most, so only the graphs of those are read. What a person made of a finding is kept. `judged`
    are the graphs that were judged together already.
    """
    homes = {**_coming(change, judged), **_staying(change)}
    if not homes:
        return []
    store = _around(change, set(homes.values()), base)
    anew = [one for document in sorted(homes) for one in audit(store, document)]
    days = _days(change, {graph for one in anew for graph in one.graphs})
    graphs = [findings_graph(one, base, days) for one in anew]
    verdicts = _verdicts(change, [graph.iri for graph in graphs], base)
    return [findings_graph(_reviewed(one, verdicts), base, days) for one in anew]


def _days(change: Change, graphs: set[str]) -> Days:
    """The days of these graphs, as the store and what comes give them."""
    days = {
        row["graph"].value: row["day"].value
        for store in (change.store, change.loaded)
        for row in run_about(store, "days-of-graphs", graphs)
    }
    return Days(build_day(), days)


def _staying(change: Change) -> dict[str, str]:
    """The documents that stay and lead to what changes, with their graphs."""
    terms = {graph.iri for graph in of_terms()}  # a new version of these is no news of a source
    changed = [s for s in change.changed if s.graph not in terms]
    things = {s.subject for s in changed}
    things |= {s.value for s in changed if s.name == f"<{RDF}subject>"}
    graphs: set[str] = set()
    for _ in range(SOURCE_STEPS):
        fresh = {s.graph for s in change.pointing(things)} - graphs
        graphs |= fresh
        rows = run_about(change.store, "sources-defined-in", fresh)
        things = {str(row["source"]) for row in rows}
    return _documents(change.store, graphs)


def _coming(change: Change, judged: Collection[str]) -> dict[str, str]:
    """The documents that come and whose sources others know too, with their graphs."""
    coming = {graph.iri for graph in change.graphs if graph.triples and not graph.additive}
    homes = _documents(change.loaded, coming)
    return {d: home for d, home in homes.items() if _behind(change, home) - set(judged)}


def _documents(store: Store, graphs: set[str]) -> dict[str, str]:
    rows = run_about(store, "documents-of-graphs", graphs)
    return {row["document"].value: row["graph"].value for row in rows}


def _behind(change: Change, home: str) -> set[str]:
    """The graph of a document with those of its sources and of the studies behind these."""
    replaced = {graph.iri for graph in change.graphs}
    graphs = {home}
    for _ in range(SOURCE_STEPS):
        sources: set[str] = set()
        for graph in sorted(graphs):
            store = change.loaded if graph in replaced else change.store
            rows = run(store, "sources-of-graph", home=ox.NamedNode(graph))
            sources |= {row["source"].value for row in rows if str(row["source"])[0] == "<"}
        named = {iri for iri in sources if not iri.startswith(VOCAB)}
        outside = {
            row["graph"].value for row in run_about(change.store, _SOURCES, named)
        } - replaced
        graphs |= outside | {
            row["graph"].value for row in run_about(change.loaded, _SOURCES, named)
        }
    return graphs


def _around(change: Change, homes: set[str], base: str) -> EmbeddedStore:
    """A store of these graphs and of all that their audit looks at, as it will be."""
    store = EmbeddedStore()
    store.replace([*of_terms(), *change.graphs])
    behind = {graph for home in homes for graph in _behind(change, home)}
    brought = {graph.iri for graph in change.graphs}
    said = {s for graph in sorted(behind) for s in change.held(graph)}
    _add(store, (s for s in said if s.graph not in brought))
    for _ in range(SOURCE_STEPS):  # what shared things say, and those that they lead to
        said = {
            s for s in change.statements({s.value for s in said}) if s.graph == shared_iri(base)
        }
        _add(store, said)
    return store


def _add(store: EmbeddedStore, statements: Iterable[Statement]) -> None:
    lines: dict[str, list[str]] = {}
    for s in statements:
        lines.setdefault(s.graph, []).append(s.line)
    for graph, some in lines.items():
        content = "".join(some).encode()
        store.replace([NamedGraph(graph, content, additive=True)])


def _verdicts(change: Change, graphs: list[str], base: str) -> dict[str, tuple[str, str | None]]:
    """What persons made of findings, by the id of the finding."""
    return {
        row["finding"].value.removeprefix(f"{base}finding/"): (
            row["verdict"].value,
            row["reason"].value if row["reason"] is not None else None,
        )
        for store in (change.store, change.loaded)
        for row in run_about(store, "reviews-of-graphs", graphs)
    }


def _reviewed(audited: DocumentAudit, verdicts: dict[str, tuple[str, str | None]]) -> DocumentAudit:
    def marked(finding: Finding) -> Finding:
        if finding.id not in verdicts:
            return finding
        review, reason = verdicts[finding.id]
        return finding.model_copy(update={"review": review, "review_reason": reason})

    return replace(audited, findings=[marked(finding) for finding in audited.findings])
