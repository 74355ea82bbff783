"""The first document: the letter on AALL1331, as its record and its graph hold it."""

from typing import Any

import pytest

from alltrace import EvidenceGraph
from ingest import records
from ingest.text import normalise, sha256
from ontology.model import STATEMENTS, Record
from places import LETTER

# value, operator, unit, endpoint, study, time point
STATED = {
    ("72.6", "=", "%", "adverse-event", "aall1331", "during block 1"),
    ("30.3", "=", "%", "febrile-neutropenia", "aall1331", "during block 1"),
    ("36.6", "=", "%", "infection", "aall1331", "during block 1"),
    ("10.1", "=", "%", "sepsis", "aall1331", "during block 1"),
    ("24", "=", "patients", "treatment-related-mortality", "aall1331", "during block 1"),
    ("95.5", "=", "%", "infection-as-cause-of-death", "aall1331", "during block 1"),
    ("4", "≈", "%", "treatment-related-mortality", "aall1331", "before induction"),
    ("4.8", "=", "%", "treatment-related-mortality", "all-r3", None),
    ("19.4", "=", "%", "not-risk-assigned", "aall1331", "end of block 1"),
    ("19.8", "=", "%", "overall-survival", "aall1331", "4 years"),
    ("54.5", "=", "%", "mrd-positive", "aall1331", "end of block 1"),
    ("50", ">", "%", "mrd-positive", "aall1331", "end of block 1"),
    ("9.6", "=", "%", "event-free-survival", "aall1331", "4 years"),
    ("67.9", "=", "%", "mrd-positive", "aall1331", "end of block 1"),
    ("64.6", "=", "%", "progression-free-survival", "all-r3", "3 years"),
    ("3.6", "=", "%", "infectious-death", "aall1331", "during block 1"),
    ("50", "<", "%", "mrd-negative", "aall1331", "end of block 1"),
    ("68", "=", "%", "complete-remission", "aall07p1", None),
    ("29", "=", "%", "mrd-negative", "aall07p1", None),
}

RESTATED = {
    "treatment-related-deaths": {"hogan-2025/deaths-block-1"},
    "mortality-nearly-4": {"hogan-2025/deaths-block-1"},
    "mrd-positive-marrow": {"hogan-2025/mrd-positive-block-1"},
    "pfs-3y-mitoxantrone": {"parker-2010/pfs-3y-mitoxantrone"},
    "cr-aall07p1": {"horton-2019/cr2-b-all"},
    "mrd-negative-aall07p1": {"horton-2019/mrd-negative-cycle-1"},
}


@pytest.fixture(scope="module")
def letter() -> Record:
    return next(f.record for f in records.bundled() if f.name == "mohetaer-2026")


def count(graph: EvidenceGraph, pattern: str) -> int:
    (row,) = graph.rows(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")
    return int(row["n"] or 0)


def tail(iri: str | None) -> str | None:
    return iri.rsplit("/", 1)[-1] if iri else None


def test_it_has_nine_references_sixteen_markers_and_nineteen_pointers(graph: EvidenceGraph) -> None:
    letter = "<https://w3id.org/alltrace/id/document/mohetaer-2026>"
    assert (
        count(graph, f"{letter} at:hasReference ?x . ?x at:refersTo ?p . ?p a at:Publication") == 9
    )
    assert count(graph, f"{letter} at:hasPointer ?x . ?x at:pointsTo ?r . ?r a at:Reference") == 19
    assert count(graph, f"{letter} at:hasPointer/at:markerNumber ?x") == 16


def test_each_reference_leads_to_all_its_bibliographic_fields(graph: EvidenceGraph) -> None:
    fields = (
        "dcterms:title at:authorList at:journal at:year at:volume at:issue at:firstPage at:lastPage"
    )
    wanted = " ; ".join(f"{field} ?v{n}" for n, field in enumerate(fields.split()))
    assert count(graph, f"?ref at:refersTo ?x . ?x {wanted}") == 9


def test_every_value_stands_under_its_endpoint_study_and_time(graph: EvidenceGraph) -> None:
    rows = graph.rows(
        """SELECT ?v ?op ?unit ?e ?s ?t WHERE {
             ?m a at:Measurement ; at:statedIn ?d ; at:printedValue ?v ; at:operator ?op ;
                at:unit ?unit ; at:hasEndpoint ?e ; at:ofStudy ?s .
             OPTIONAL { ?m at:atTimePoint/rdfs:label ?t } }"""
    )
    found: list[Any] = [
        (r["v"], r["op"], r["unit"], tail(r["e"]), tail(r["s"]), r["t"] and r["t"].lower())
        for r in rows
    ]
    assert set(found) == STATED
    assert len(found) == len(STATED)


def test_the_deaths_are_counted_against_the_deaths(letter: Record) -> None:
    (share,) = (m for m in letter.stated if m.id == "deaths-from-infection")
    assert (share.value, share.denominator, share.cohort) == ("95.5", 24, "aall1331/block-1-deaths")


def test_the_mrd_threshold_is_kept(letter: Record) -> None:
    (value,) = (m for m in letter.stated if m.id == "mrd-positive-marrow")
    assert value.threshold == "≥0.01%"


def test_values_are_joined_to_what_the_sources_report(letter: Record) -> None:
    assert {m.id: set(m.restates) for m in letter.stated if m.restates} == RESTATED


def test_what_was_not_seen_is_said(graph: EvidenceGraph) -> None:
    rows = graph.rows(
        "SELECT ?n ?seen WHERE { ?r at:referenceNumber ?n ; at:refersTo/at:textSeen ?seen } ORDER BY ?n"
    )
    seen = {row["n"]: row["seen"] for row in rows}
    assert (seen["4"], seen["5"], seen["8"]) == ("nothing", "nothing", "part")
    assert (
        count(
            graph,
            "?x at:reportedBy ?p . ?r at:referenceNumber ?n ; at:refersTo ?p FILTER(?n IN (4, 5))",
        )
        == 0
    )


def test_every_statement_has_its_place(letter: Record) -> None:
    for section in STATEMENTS:
        for statement in getattr(letter, section):
            assert statement.anchor is not None, f"{section}: {statement.id}"


def test_every_claim_conclusion_and_value_is_put_to_use(letter: Record) -> None:
    argued = {e for line in letter.evidence for e in line.evidence}
    argued |= {line.bears_on for line in letter.evidence}
    background = {"responds-to-aall1331", "aall1331-is-comprehensive", "block-1-follows-ukallr3"}
    assert {c.id for c in (*letter.claims, *letter.conclusions)} - argued == background
    asserted = {m for claim in letter.claims for m in claim.measurements}
    assert {m.id for m in letter.stated} - asserted == set()
    cited = {p for claim in (*letter.claims, *letter.conclusions) for p in claim.pointers}
    assert {p.id for p in letter.pointers} - cited == set()


@pytest.mark.shared(LETTER)
def test_every_anchor_is_found_in_the_text(letter: Record) -> None:
    text = normalise(LETTER.read_text(encoding="utf-8"))
    assert letter.document is not None
    assert sha256(text) == letter.document.text_sha256
    assert len(letter.anchors) == 41
    for anchor in letter.anchors:
        assert sha256(text[anchor.start : anchor.end]) == anchor.sha256, anchor.id


def test_the_whole_graph_keeps_to_its_shapes(graph: EvidenceGraph) -> None:
    report = graph.validate()
    assert report.conforms, report.violations[:5]
    assert len(records.bundled()) == 18
