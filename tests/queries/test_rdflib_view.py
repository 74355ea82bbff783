"""The rdflib view: the same triples over every store, no change, and no other machine asked."""

import base64
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from rdflib.plugins.sparql import prepareQuery, prepareUpdate
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from alltrace import EvidenceGraph
from ontology.errors import AlltraceError, QueryError, ReadOnlyError, StoreError
from ontology.terms import PREFIXES
from queries.endpoint import Credentials, EndpointStore

AT = rdflib.Namespace(PREFIXES["at"])
ID = rdflib.Namespace(PREFIXES["id"])
A = rdflib.URIRef("urn:example:a")
TRIPLE = (A, RDFS.label, rdflib.Literal("invented"))

Writer = Callable[..., Path]


class Listening:
    """An HTTP server of this machine that answers nothing and remembers who asked."""

    def __init__(self, status: int = 200) -> None:
        self.requests: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.requests.append(dict(self.headers))
                self.send_response(status)
                self.end_headers()

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/sparql"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def listening() -> Iterator[Listening]:
    server = Listening()
    yield server
    server.close()


@pytest.fixture(params=["memory", "directory", "endpoint", "union endpoint", "what-if"])
def anywhere(
    request: pytest.FixtureRequest, record_file: Writer, tmp_path: Path
) -> Iterator[EvidenceGraph]:
    """The graph of the invented record in each kind of store."""
    built = EvidenceGraph.of(record_file())
    match request.param:
        case "memory":
            yield built
        case "directory":
            EvidenceGraph.at(tmp_path / "store", read_only=False).load(record_file())
            with EvidenceGraph.at(tmp_path / "store") as graph:
                yield graph
        case "what-if":
            yield built.without(broken=True)
        case kind:
            union = "_union" if kind == "union endpoint" else ""
            address = request.getfixturevalue(f"oxigraph{union}_server")
            graph = EvidenceGraph.over(f"{address}/query", f"{address}/update")
            graph.load(record_file())
            yield graph


def test_the_view_shows_what_the_graph_holds(anywhere: EvidenceGraph) -> None:
    view = anywhere.rdflib
    expected = rdflib.Dataset().parse(data=anywhere.export("nquads").decode(), format="nquads")
    assert set(view.quads()) == set(expected.quads())
    triples = {triple[:3] for triple in expected.quads()}
    assert set(view.triples((None, None, None))) == triples
    assert len(view) == len(triples) > 1_000
    names = {graph.identifier for graph in expected.graphs()}
    assert {graph.identifier for graph in view.graphs()} == names
    assert len(view.default_graph) == 0


def test_one_graph_is_seen_alone(anywhere: EvidenceGraph) -> None:
    view = anywhere.rdflib
    claim = ID["smith-2030/claim-1"]
    home, _default = (g.identifier for g in view.graphs((claim, RDF.type, AT.Claim)))
    graph = view.graph(home)
    assert 0 < len(graph) == len(set(graph)) < len(view)
    assert set(view.triples((claim, None, None, home))) == set(graph.triples((claim, None, None)))  # type: ignore[arg-type]
    (row,) = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert int(row[0]) == len(graph)  # type: ignore[index,arg-type]
    assert graph.query("ASK { ?s a owl:Class }").askAnswer is False
    assert view.query("ASK { ?s a owl:Class }").askAnswer is True


def test_queries_of_every_form_answer_in_the_forms_of_rdflib(anywhere: EvidenceGraph) -> None:
    view = anywhere.rdflib
    rows = view.query(
        "SELECT ?claim ?no { ?claim a at:Conclusion OPTIONAL { ?claim at:never ?no } }"
    )
    assert [(row["claim"], row["no"]) for row in rows] == [(ID["smith-2030/works"], None)]  # type: ignore[index,call-overload]
    assert len(list(rows)) == len(list(rows)) == 1
    assert view.query("ASK { id:smith-2030\\/works a at:Conclusion }").askAnswer is True
    labels = view.query("CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a at:Trial ; rdfs:label ?l }")
    assert labels.graph is not None
    assert [str(o) for o in labels.graph.objects()] == ["Trial X"]
    assert ("at", rdflib.URIRef(AT)) in labels.graph.namespaces()


def test_the_habits_of_rdflib_users_work(anywhere: EvidenceGraph) -> None:
    view = anywhere.rdflib
    conclusion = ID["smith-2030/works"]
    assert (conclusion, RDF.type, AT.Conclusion) in view
    assert set(view.subjects(RDF.type, AT.Conclusion)) == {conclusion}
    assert view.value(ID["study/trial-x"], RDFS.label) in set(view.objects(None, RDFS.label))
    assert list(view.objects(rdflib.Literal("x"), RDFS.label)) == []
    assert list(view.triples((rdflib.BNode(), None, None))) == []
    path = AT.hasPointer / AT.toReference | RDF.type
    assert set(view.objects(conclusion, path)) == {AT.Conclusion, AT.Claim}
    for value in set(view.objects(None, AT.value)):
        assert set(view.subjects(AT.value, value))
    turtle = view.serialize(format="turtle")
    assert "@prefix at: <https://w3id.org/alltrace/ns#>" in turtle
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == len(view)
    copy = rdflib.Dataset()
    copy.addN((s, p, o, rdflib.Graph(identifier=g)) for s, p, o, g in view.quads())
    assert len(set(copy.quads())) == len(set(view.quads()))


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix_of_alltrace_is_bound(prefix: str) -> None:
    view = EvidenceGraph.empty().rdflib
    assert dict(view.namespaces())[prefix] == rdflib.URIRef(PREFIXES[prefix])
    assert view.graph(A).query(f"ASK {{ ?s ?p {prefix}:x }}").askAnswer is False


@pytest.mark.parametrize(
    ("query", "bindings", "number"),
    [
        ("SELECT ?s { ?s a ?k }", {"k": AT.Conclusion}, 1),
        ("SELECT ?s ?k { ?s a $k }", {"?k": AT.Claim}, 1),
        ("SELECT * { ?s a ?k }", {rdflib.Variable("k"): AT.Claim, "other": A}, 1),
        ("SELECT ?s { ?s rdfs:label ?l }", {"l": rdflib.Literal("Trial X")}, 1),
        ("SELECT ?s { ?s rdfs:label ?l }", {"l": rdflib.Literal("Trial X", lang="de")}, 0),
        ("SELECT ?s { ?s at:value ?v }", {"v": rdflib.Literal("72.6", datatype=rdflib.XSD.decimal)}, 1),
        ('SELECT ?s { ?s rdfs:label ?l }', {"l": rdflib.Literal('"} # SERVICE <http://x>')}, 0),
    ],
)  # fmt: skip
def test_bindings_beside_the_query_are_bound(
    invented: EvidenceGraph, query: str, bindings: dict[str, rdflib.term.Node], number: int
) -> None:
    rows = list(invented.rdflib.query(query, initBindings=bindings))  # type: ignore[arg-type]
    assert len({row["s"] for row in rows}) >= number  # type: ignore[index,call-overload]
    assert bool(rows) == bool(number)
    if "?k {" in query or "*" in query:
        assert {row["k"] for row in rows} == {AT.Claim}  # type: ignore[index,call-overload]


def test_what_cannot_be_bound_is_refused(invented: EvidenceGraph) -> None:
    for value in (rdflib.BNode("b"), rdflib.URIRef("no iri> . SERVICE"), "text"):
        with pytest.raises(QueryError, match="no IRI and no literal"):
            invented.rdflib.query("SELECT ?s { ?s a ?k }", initBindings={"k": value})  # type: ignore[dict-item]


def test_prefixes_and_prepared_queries_are_carried(invented: EvidenceGraph) -> None:
    view = invented.rdflib
    assert view.query("ASK { ?s a my:Claim }", initNs={"my": AT}).askAnswer is True
    assert (
        view.query("ASK { ?s a <#Claim> }", base="https://w3id.org/alltrace/ns").askAnswer is True
    )
    view.bind("own", AT)
    assert view.query("ASK { ?s a own:Claim }").askAnswer is True
    prepared = prepareQuery("SELECT ?s { ?s a my:Conclusion }", initNs={"my": AT})
    assert [row[0] for row in view.query(prepared)] == [ID["smith-2030/works"]]  # type: ignore[index]
    bare = translateQuery(parseQuery("SELECT ?s { ?s ?p ?o }"))
    with pytest.raises(QueryError, match="as text, or as prepareQuery"):
        view.query(bare)
    with pytest.raises(QueryError, match="does not parse"):
        view.query("SELECT WHERE")


CHANGES: dict[str, Callable[[rdflib.Dataset], object]] = {
    "add": lambda view: view.add(TRIPLE),
    "addN": lambda view: view.addN([(*TRIPLE, view.graph(A))]),
    "remove": lambda view: view.remove((None, None, None)),  # type: ignore[arg-type]
    "remove_graph": lambda view: view.remove_graph(A),
    "remove_context": lambda view: view.remove_context(view.graph(A)),
    "set": lambda view: view.set(TRIPLE),
    "+=": lambda view: view.__iadd__([(*TRIPLE, A)]),  # type: ignore[list-item]
    "-=": lambda view: view.__isub__([TRIPLE]),
    "parse": lambda view: view.parse(data="<urn:a> <urn:b> <urn:c> .", format="turtle"),
    "insert": lambda view: view.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }"),
    "own engine": lambda view: view.update("CLEAR ALL", use_store_provided=False),
    "prepared": lambda view: view.update(prepareUpdate("DELETE WHERE { ?s ?p ?o }")),
    "commit": lambda view: view.commit(),
    "rollback": lambda view: view.rollback(),
    "destroy": lambda view: view.destroy(""),
    "open": lambda view: view.open("elsewhere"),
    "new graph": lambda view: view.graph(),
    "foreign graph": lambda view: view.graph(rdflib.Graph().add(TRIPLE)),
    "add_graph": lambda view: view.add_graph(rdflib.Graph().add(TRIPLE)),
    "one graph add": lambda view: view.graph(A).add(TRIPLE),
    "one graph remove": lambda view: next(iter(view.graphs())).remove((None, None, None)),
    "one graph parse": lambda view: view.graph(A).parse(data="", format="turtle"),
    "one graph update": lambda view: view.graph(A).update("CLEAR ALL", use_store_provided=False),
    "default graph": lambda view: view.default_graph.parse(data="", format="turtle"),
    "collection": lambda view: Collection(view, A, [A]),
    "resource": lambda view: view.resource(A).add(RDFS.label, rdflib.Literal("x")),  # type: ignore[no-untyped-call]
}


def test_every_change_is_refused_in_one_sentence(anywhere: EvidenceGraph) -> None:
    before = anywhere.export("nquads")
    for name, change in CHANGES.items():
        with pytest.raises(ReadOnlyError, match=r"^graph\.rdflib only reads; ") as refused:
            change(anywhere.rdflib)
        assert isinstance(refused.value, TypeError), name
        assert isinstance(refused.value, AlltraceError)
        assert "\n" not in str(refused.value)
    assert anywhere.export("nquads") == before


def test_closing_the_view_leaves_the_graph_open(invented: EvidenceGraph) -> None:
    invented.rdflib.close()
    assert invented.conclusions()


SERVICES = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "select * { service silent <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<%s>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o OPTIONAL { SeRvIcE <%s> { ?s ?p ?o } } }",
    "SELECT * { VALUES ?e { <%s> } SERVICE ?e { ?s ?p ?o } }",
    "PREFIX e: <%s> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE#\n<%s> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_query_asks_another_machine(
    invented: EvidenceGraph, listening: Listening, query: str
) -> None:
    text = query % listening.address
    home = next(iter(invented.rdflib.graphs()))
    for view in (invented.rdflib, home, invented.rdflib.graph(A), invented.rdflib.default_graph):
        for asked in (text, prepareQuery(text)) if "SILENT<" not in text else (text,):
            with pytest.raises(QueryError, match="SERVICE asks another machine"):
                view.query(asked)
            with pytest.raises(QueryError, match="SERVICE asks another machine"):
                view.query(asked, use_store_provided=False)
            with pytest.raises(QueryError, match="SERVICE asks another machine"):
                view.query(asked, processor="sparql", initBindings={"s": A})
    assert listening.requests == []


def test_no_graph_is_fetched(invented: EvidenceGraph, listening: Listening) -> None:
    view = invented.rdflib
    view.query(f"SELECT * FROM <{listening.address}> {{ ?s ?p ?o }} LIMIT 1")
    view.query(f"SELECT * FROM NAMED <{listening.address}> {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT 1")
    for target in (view, view.graph(A), view.default_graph):
        with pytest.raises(ReadOnlyError):
            target.parse(listening.address)
        with pytest.raises(ReadOnlyError):
            target.update(f"LOAD <{listening.address}>", use_store_provided=False)
    assert listening.requests == []


def test_an_endpoint_is_not_asked_to_ask_another_machine(listening: Listening) -> None:
    view = EvidenceGraph.over(listening.address).rdflib
    with pytest.raises(QueryError, match="SERVICE asks another machine"):
        view.query("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert listening.requests == []


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (Credentials(token="invented-token"), "Bearer invented-token"),
        (
            Credentials(user="reader", password="invented"),
            "Basic " + base64.b64encode(b"reader:invented").decode(),
        ),
    ],
)
def test_the_view_signs_in_as_the_graph_does(credentials: Credentials, header: str) -> None:
    server = Listening(status=403)
    view = EvidenceGraph(EndpointStore(server.address, credentials=credentials)).rdflib
    for ask in (lambda: list(view), lambda: view.query("ASK {}"), lambda: len(view)):
        with pytest.raises(StoreError, match="HTTP 403"):
            ask()
    server.close()
    assert {request["Authorization"] for request in server.requests} == {header}


def test_a_view_of_a_what_if_is_without_what_was_left_out(invented: EvidenceGraph) -> None:
    view = invented.without(study="trial-x").rdflib
    assert (ID["study/trial-x"], None, None) not in view
    assert (ID["smith-2030/works"], RDF.type, AT.Conclusion) in view
    assert (ID["study/trial-x"], None, None) in invented.rdflib


def test_sums_of_a_view_and_a_graph_are_graphs_of_their_own(invented: EvidenceGraph) -> None:
    one = invented.rdflib.graph(A)
    both = one + rdflib.Graph().add(TRIPLE)
    both.add((A, RDF.type, AT.Claim))
    assert len(both) == 2
    assert len(one) == 0
