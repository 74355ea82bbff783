"""Record to RDF: what a field says is what the graph holds, whatever text it is."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from expected_triples import BASE, EXPECTED, ONE_OF_EACH, written
from hypothesis import given
from hypothesis import strategies as st

from ingest import quads, records
from ontology.model import Record
from ontology.terms import NS

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


def test_one_thing_of_each_kind_is_written_as_expected() -> None:
    assert written() == EXPECTED.read_text(encoding="utf-8"), "run make expected, and read the diff"


def test_in_a_graph_each_line_names_it() -> None:
    made = records.load(ONE_OF_EACH).record
    lines = quads.ntriples(made, BASE, "https://example.org/g").decode().splitlines()
    assert all(line.endswith(" <https://example.org/g> .") for line in lines)
    assert [line.replace(" <https://example.org/g> .", " .") for line in lines] == (
        quads.ntriples(made, BASE).decode().splitlines()
    )


def test_what_records_share_is_in_no_graph_of_a_record() -> None:
    made = records.load(ONE_OF_EACH).record
    subjects = {line.split()[0] for line in quads.ntriples(made, BASE).decode().splitlines()}
    shared = {f"<{iri}>" for iri in quads.shared_things(made, BASE)}
    assert f"<{BASE}registration/NCT00000001>" in shared
    assert f"<{BASE}time/30-days>" in shared
    assert not subjects & shared


def test_what_two_records_share_is_written_once() -> None:
    one = record(trials=[{"id": "x", "label": "X", "registrations": ["NCT00000001", "AB-2"]}])
    other = record(studies=[{"id": "y", "label": "Y", "registrations": ["nct 00000001"]}])
    lines = quads.shared([one, other], BASE).decode().splitlines()
    assert lines == sorted(set(lines))
    assert sum(f"<{NS}Registration>" in line for line in lines) == 2


def test_every_definition_has_its_place_in_the_file() -> None:
    made = records.load(ONE_OF_EACH).record
    defined = {iri.removeprefix(BASE): path for path, iri, _ in quads.definitions(made, BASE)}
    assert defined["document/each-2032"] == ("document",)
    assert defined["cohort/trial-q/late"] == ("cohorts", 1)
    assert defined["each-2032/ref-1"] == ("references", 0)
    assert len(defined) == 17


def test_every_link_has_its_place_in_the_file_and_what_it_may_lead_to() -> None:
    made = records.load(ONE_OF_EACH).record
    links = {
        path: (key, iri.removeprefix(BASE), classes)
        for path, key, iri, classes in quads.links(made, BASE)
    }
    assert links["trials", 0, "part_of"] == ("trial-p", "study/trial-p", frozenset({"Study"}))
    assert links["claims", 0, "measurements", 1] == (
        "said-again", "each-2032/said-again", frozenset({"Measurement"}),
    )  # fmt: skip
    assert links["evidence", 0, "evidence", 0][2] == {"Claim", "Measurement"}
    assert ("studies", 0, "part_of") not in links
    assert ("conclusions", 0, "anchor") not in links
