"""Parameters: whatever a value holds, it stays one RDF term and means the same everywhere."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alltrace import EvidenceGraph, QueryError
from queries.parameters import bind, term

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def first(sparql: str, **values: ox.NamedNode | ox.Literal) -> ox.QuerySolutions:
    answer = ox.Store().query(bind(sparql, values))
    assert isinstance(answer, ox.QuerySolutions)
    return answer


@given(ANY)
def test_any_text_stays_one_literal(text: str) -> None:
    (row,) = first("SELECT ?x { BIND($value AS ?x) }", value=ox.Literal(text))
    assert row["x"] == ox.Literal(text)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?x { VALUES ?x { 1 2 } FILTER(?x = $value) }",
        "SELECT ?x { { SELECT ?x { VALUES ?x { 1 2 } FILTER(?x = $value) } } }",
        "SELECT (SUM(?y) AS ?x) { VALUES ?y { 1 2 } FILTER(?y = $value) } GROUP BY ?z",
        "SELECT ?x { VALUES ?x { 1 2 } FILTER NOT EXISTS { VALUES ?y { 2 } FILTER($value = ?y) FILTER(?x != ?y) } FILTER(?x = 2) }",
        "SELECT ?x ?value { VALUES ?x { 1 2 } FILTER(?x = ?value) }",
        "SELECT $value ?x WHERE { VALUES ?x { 1 2 } FILTER(?x = $value) } GROUP BY ?x $value ORDER BY $value ASC($value)",
        "SELECT DISTINCT $value ?x WHERE { VALUES ?x { 1 2 } FILTER(?x = $value) }",
    ],
)
def test_a_parameter_reaches_every_place_of_a_query(sparql: str) -> None:
    (row,) = first(sparql, value=ox.Literal(2))
    assert row["x"] == ox.Literal(2)


def test_text_in_strings_comments_and_iris_is_left_alone() -> None:
    sparql = "SELECT ?x { # $value\n BIND(CONCAT(\"$value\", '?value', STR(<http://x/$value>), $value) AS ?x) }"
    (row,) = first(sparql, value=ox.Literal("!"))
    assert row["x"].value == "$value?valuehttp://x/$value!"


def test_a_value_for_no_parameter_is_refused() -> None:
    with pytest.raises(QueryError, match=r"no parameter \$other"):
        bind("SELECT * { ?s ?p ?o }", {"other": ox.Literal("x")})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3", ox.Literal(3)),
        ("<https://x.org/a>", ox.NamedNode("https://x.org/a")),
        ("3a", ox.Literal("3a")),
        ('x" . } DROP ALL #', ox.Literal('x" . } DROP ALL #')),
    ],
)
def test_a_typed_value_is_read_as_meant(typed: str, meant: ox.NamedNode | ox.Literal) -> None:
    assert term(typed) == meant


def test_sparql_in_a_value_finds_nothing_and_changes_nothing(graph: EvidenceGraph) -> None:
    before = graph.export("nquads")
    nasty = 'x" . } DROP ALL #'
    assert graph.rows("SELECT ?s { ?s rdfs:label $name }", name=nasty) == []
    assert graph.rows("values", time=nasty) == []
    assert graph.export("nquads") == before


@pytest.mark.parametrize(
    ("sparql", "leaves"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", True),
        ("select * { service silent ?x { ?s ?p ?o } }", True),
        ("SELECT * { SERVICESILENT<http://127.0.0.1:9/>{ ?s ?p ?o } }", True),
        ("PREFIX x: <http://127.0.0.1:9/> SELECT * { SERVICEx:y { ?s ?p ?o } }", True),
        ("PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:y { ?s ?p ?o } }", True),
        ("SELECT * { ?s ?p 7SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", True),
        ("SELECT * { ?s ?p 2.5e1SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", True),
        ("SELECT * { ?s ?p falseSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", True),
        (r"SELECT * { ?s at:x\# ?o . SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", True),
        (r"SELECT * { ?s at:x\' ?o . SERVICE ?e { ?a ?b ?c } FILTER(?s != at:x\') }", True),
        (r"SELECT * { \u0053ERV\U00000049CE <http://127.0.0.1:9/> { ?a ?b ?c } }", True),
        ("PREFIX p: <http://h:> ASK { ?s ?p p:SERVICE#\n<http://127.0.0.1:9/> { } }", True),
        ("SELECT * { ?s at:services ?x ; at:hasService ?y . OPTIONAL { ?x ?p _:service } }", False),
        ('SELECT * { ?s rdfs:label "SERVICE" } # SERVICE', False),
        ("SELECT ?service { ?service a at:Claim ; at:service <http://x.org/SERVICE> }", False),
    ],
)
def test_a_query_may_not_ask_another_machine(sparql: str, leaves: bool) -> None:
    graph = EvidenceGraph.empty()
    if leaves:
        with pytest.raises(QueryError, match="asks another machine"):
            graph.query(sparql)
    else:
        assert graph.rows(sparql) == []
