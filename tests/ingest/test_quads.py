"""Record to RDF: what a field says is what the graph holds, whatever text it is."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from ingest import quads, records
from ontology.model import Record
from ontology.terms import NS

BASE = "https://example.org/id/"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip)


def record(**sections: object) -> Record:
    curation = {"curator": "tests", "date": "2030-01-01"}
    return Record.model_validate(
        {"record": "r", "status": "reviewed", "curation": curation, **sections}
    )


def triples(made: Record) -> set[ox.Triple]:
    parsed = ox.parse(quads.ntriples(made, BASE), format=ox.RdfFormat.N_TRIPLES)
    return {quad.triple for quad in parsed}


@given(TEXT)
def test_any_text_comes_back_from_the_graph_as_it_was(text: str) -> None:
    made = record(trials=[{"id": "x", "label": text}])
    found = {t.object.value for t in triples(made) if t.predicate.value.endswith("#label")}
    assert found == {made.trials[0].label}
    assert made.trials[0].label in text


@given(st.decimals(min_value=0, max_value=100, places=3, allow_nan=False))
def test_a_value_is_kept_as_decimal_and_as_printed(value: object) -> None:
    printed = str(value)
    made = record(
        trials=[{"id": "x", "label": "X"}],
        publications=[{"id": "p", "label": "P", "title": "P", "text_seen": "abstract"}],
        reported=[
            {
                "id": "m",
                "study": "x",
                "endpoint": "complete-remission",
                "value": printed,
                "unit": "%",
            }
        ],
    )
    said = {t.predicate.value.removeprefix(NS): t.object for t in triples(made)}
    assert said["printedValue"].value == printed
    assert said["value"].datatype.value.endswith("#decimal")


def test_a_text_with_quotes_and_sparql_is_one_literal() -> None:
    nasty = 'x" . } DROP ALL #\n\\u0022'
    made = record(trials=[{"id": "x", "label": nasty}])
    assert any(t.object == ox.Literal(nasty) for t in triples(made))
    assert len(triples(made)) == 3


def test_an_evidence_line_is_a_thing_and_a_direct_edge(record_file: Callable[..., Path]) -> None:
    made = records.load(record_file()).record
    here = BASE + "smith-2030/"
    edge = ox.Triple(
        *(ox.NamedNode(iri) for iri in (here + "claim-1", NS + "supports", here + "works"))
    )
    assert edge in triples(made)


def test_the_same_record_gives_the_same_bytes(record_file: Callable[..., Path]) -> None:
    path = record_file()
    assert quads.ntriples(records.load(path).record) == quads.ntriples(records.load(path).record)


def test_names_follow_the_base_and_not_the_file_name(record_file: Callable[..., Path]) -> None:
    first = records.load(record_file(name="a.yaml")).record
    second = records.load(record_file(name="b.yaml")).record
    assert quads.ntriples(first, BASE) == quads.ntriples(second, BASE)
    assert BASE.encode() in quads.ntriples(first, BASE)
