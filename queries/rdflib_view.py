"""A store seen through rdflib: every call asks the store, nothing is copied, nothing is written.

All reading goes through `Store.query`, so that memory, directory, endpoint (with its credentials
and time limit) and what-if view show the same triples. rdflib's own SPARQL engine never runs, for
it loads the graphs that a query names and asks the machines that SERVICE names.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Any, NoReturn

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import Query
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result
from rdflib.term import Node, Variable

from ontology.errors import QueryError, ReadOnlyError, shown
from ontology.terms import PREFIXES
from queries import parameters
from queries.sparql import run
from queries.store import EmbeddedStore, Results, Store

_ALL_COLUMNS = re.compile(r"[^{]*\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?\*", re.IGNORECASE)
_UNION = "__UNION__"
"""What rdflib hands to a store for the union of its graphs."""


def _refuse(*_given: Any, **_options: Any) -> NoReturn:
    raise ReadOnlyError(
        "graph.rdflib only reads; to change the graph, load() a changed record, and to change a "
        "copy, add the triples of the view to an rdflib graph of your own"
    )


class _Reading(Memory):
    """What rdflib asks of a store; the base class keeps the prefixes and no triple."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    add = addN = remove = update = add_graph = remove_graph = _refuse  # noqa: N815
    create = open = destroy = commit = rollback = _refuse

    def triples(
        self, triple_pattern: Any, context: Any = None
    ) -> Generator[tuple[Any, Generator[Any, None, None]], None, None]:
        """Each triple once, with the graphs that state it."""
        stated: dict[tuple[Node, ...], list[Node]] = {}
        for graph, *terms in self._statements(triple_pattern, _name(context)):
            stated.setdefault(tuple(terms), []).append(graph)
        for triple, graphs in stated.items():
            yield triple, (GraphView(self, graph) for graph in graphs)

    def contexts(self, triple: Any = None) -> Generator[Any, None, None]:
        """The names of the graphs, or of those that state `triple`."""
        if triple is None:
            yield from (_to_rdflib(row["graph"]) for row in run(self._store, "named-graphs"))
        else:
            yield from dict.fromkeys(graph for graph, *_ in self._statements(triple, None))

    def __len__(self, context: Any = None) -> int:
        graph = _name(context)
        values = {} if graph is None else {"graph": _to_oxigraph(graph)}
        (row,) = run(self._store, "number-of-statements", **values)
        return int(row["number"].value)

    def query(  # type: ignore[override]
        self,
        query: "Query | str",
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        base: str | None = None,
    ) -> Result:
        """Ask the store. Raises QueryError for SERVICE, and for a query that is not text."""
        if isinstance(query, Query):
            if not hasattr(query, "_original_args"):
                raise QueryError("give the query as text, or as prepareQuery() makes it")
            query, own, base = query._original_args
            initNs = {**initNs, **own}  # noqa: N806
        terms = {str(name).lstrip("?$"): _to_oxigraph(t) for name, t in initBindings.items()}
        names = parameters.variables(query)
        given = {name: term for name, term in terms.items() if name in names}
        text = _prologue(query, initNs, base) + parameters.bind(query, given)
        if parameters.asks_elsewhere(text):
            raise QueryError("SERVICE asks another machine, which a query here may not do")
        store = self._store if queryGraph == _UNION else self._one_graph(queryGraph)
        return _result(store.query(text), given if _ALL_COLUMNS.match(query) else {})

    def _statements(self, pattern: Iterable[Any], graph: Any) -> Iterator[tuple[Node, ...]]:
        """Rows of graph, subject, property and value that fit; blank nodes fit by their names."""
        wanted = (graph, *pattern)
        subject, property_ = wanted[1:3]
        if isinstance(subject, rdflib.Literal) or isinstance(property_, rdflib.Literal):
            return
        values = {
            name: _to_oxigraph(term)
            for name, term in zip(("graph", "thing", "property", "value"), wanted, strict=True)
            if term is not None and not isinstance(term, rdflib.BNode)
        }
        for row in run(self._store, "statements-by-graph", **values):
            terms = tuple(map(_to_rdflib, row))
            if all(want in (None, term) for want, term in zip(wanted, terms, strict=True)):
                yield terms

    def _one_graph(self, name: str) -> EmbeddedStore:
        """A copy of one graph, for a query that is asked of it alone."""
        graph = ox.NamedNode(name)
        copy = EmbeddedStore()
        rows = run(self._store, "statements-by-graph", graph=graph)
        copy.oxigraph.extend(ox.Quad(s, p, o, graph) for _, s, p, o in rows)
        return copy


class _View(rdflib.Graph):
    """What a graph and a dataset have in common: they only read, and let only the store answer."""

    parse = update = _refuse  # rdflib fetches what it parses before it adds anything

    def query(
        self,
        query_object: "Query | str",
        processor: object = "sparql",
        result: object = "sparql",
        initNs: Mapping[str, Any] | None = None,  # noqa: N803
        initBindings: Mapping[str, Any] | None = None,  # noqa: N803
        use_store_provided: bool = True,
        **options: Any,
    ) -> Result:
        """Ask the store, whatever processor is named."""
        return super().query(query_object, initNs=initNs, initBindings=initBindings, **options)


class GraphView(_View):
    """One named graph of a store."""

    def __init__(self, store: Any, identifier: Any, **options: Any) -> None:
        super().__init__(store, identifier, **options)


class DatasetView(_View, rdflib.Dataset):
    """All named graphs of a store, whose union is the default graph."""

    def __init__(self, store: Store) -> None:
        super().__init__(store=_Reading(store), default_union=True)
        self.default_graph = GraphView(self.store, DATASET_DEFAULT_GRAPH_ID)
        for prefix, iri in PREFIXES.items():
            self.bind(prefix, iri, override=True, replace=True)

    def get_context(
        self, identifier: Any, quoted: bool = False, base: str | None = None
    ) -> rdflib.Graph:
        """One named graph."""
        manager = self.namespace_manager
        return GraphView(self.store, identifier, namespace_manager=manager, base=base)

    def graph(self, identifier: Any = None, base: str | None = None) -> rdflib.Graph:
        """One named graph; a new one, or one of another dataset, is refused."""
        if isinstance(identifier, rdflib.Graph):
            identifier = identifier.identifier if identifier.store is self.store else None
        return _refuse() if identifier is None else self.get_context(identifier, base=base)


def _name(context: Any) -> Any:
    """The name of a graph, None for all of them."""
    if context is None or isinstance(context, rdflib.Dataset):
        return None
    return context.identifier if isinstance(context, rdflib.Graph) else context


def _prologue(query: str, prefixes: Mapping[str, Any], base: str | None) -> str:
    """The declarations that the query leans on, beside those that every store knows."""
    lines = [] if base is None else [f"BASE {ox.NamedNode(base)}\n"]
    for name, iri in prefixes.items():
        if f"{name}:" in query and PREFIXES.get(name) != str(iri):
            lines.append(f"PREFIX {name}: {ox.NamedNode(str(iri))}\n")
    return "".join(lines)


def _to_oxigraph(term: Any) -> parameters.Term:
    """Raises QueryError for what has no place in a query."""
    try:
        if isinstance(term, rdflib.URIRef):
            return ox.NamedNode(str(term))
        if isinstance(term, rdflib.Literal):
            datatype = None if term.datatype is None else ox.NamedNode(str(term.datatype))
            language = term.language
            return ox.Literal(str(term), language=language, datatype=None if language else datatype)
    except ValueError:
        pass
    raise QueryError(f"{shown(str(term))} is no IRI and no literal of rdflib", value=term)


def _to_rdflib(term: Any) -> Any:
    """Literals keep their text as it stands, so that they find themselves again."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language or term.datatype.value == str(rdflib.XSD.string):
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=term.datatype.value, normalize=False)


def _result(answer: Results, given: Mapping[str, parameters.Term]) -> Result:
    """The answer in rdflib's form; `given` are bound variables that `SELECT *` shows too."""
    if isinstance(answer, ox.QueryBoolean):
        result = Result("ASK")
        result.askAnswer = bool(answer)
    elif isinstance(answer, ox.QueryTriples):
        result = Result("CONSTRUCT")
        result.graph = rdflib.Graph()
        for prefix, iri in PREFIXES.items():
            result.graph.bind(prefix, iri, replace=True)
        for triple in answer:
            result.graph.add(tuple(map(_to_rdflib, triple)))
    else:
        result = Result("SELECT")
        names = [Variable(variable.value) for variable in answer.variables]
        shared = {Variable(name): _to_rdflib(term) for name, term in given.items()}
        result.vars = [*names, *(name for name in shared if name not in names)]
        result.bindings = [
            shared | {n: _to_rdflib(t) for n, t in zip(names, row, strict=True) if t is not None}
            for row in answer
        ]
    return result
