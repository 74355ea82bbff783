"""The reader is the inverse of the mapper: what a record says comes back, field by field."""

from typing import Any

import pyoxigraph as ox
import pytest

from ingest import quads
from ingest.records import RecordFile, bundled
from ontology import field_map
from ontology.errors import StoreError
from ontology.fields import Concept, Link, Part
from ontology.model import (
    CLASSES,
    Claim,
    Conclusion,
    Measurement,
    Provenance,
    Reference,
    StatedMeasurement,
    Study,
    Thing,
)
from ontology.terms import DEFAULT_BASE, NS, RDF, RDFS, VOCAB
from queries.reader import Description, Things, describe, everything, labels, pointing, targets
from queries.store import EmbeddedStore

CLAIM = "https://x.org/one/claim-1"


def described(record: RecordFile) -> dict[str, Description]:
    """The record's graph as the reader takes it in."""
    descriptions: dict[str, Description] = {}
    triples = quads.ntriples(record.record) + quads.shared([record.record])
    for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES):
        description = descriptions.setdefault(quad.subject.value, Description())
        description.add(quad.predicate.value, quad.object)
    return descriptions


def as_seen(thing: Thing, names: quads.Names) -> dict[str, Any]:
    """What a view of the thing should hold: names as IRIs, several values sorted."""
    seen: dict[str, Any] = {}
    for entry in field_map.entries(type(thing)):
        given = getattr(thing, entry.field)
        values = given if isinstance(given, tuple) else () if given is None else (given,)
        match entry.mark:
            case Link(_, target):
                names_ = [] if target == "Thing" else sorted(target.split(" | "))
                path = CLASSES[names_[0]].path if names_ else None
                values = tuple(names.target(path, key) for key in values)
            case Concept(_, scheme):
                values = tuple(f"{VOCAB}{scheme}/{notation}" for notation in values)
            case Part():
                values = tuple(names.of(part) for part in values)
        many = isinstance(given, tuple)
        seen[entry.field] = tuple(sorted(set(values))) if many else next(iter(values), None)
    return seen


@pytest.mark.parametrize("file", bundled(), ids=lambda file: file.name)
def test_every_field_of_a_record_comes_back(file: RecordFile) -> None:
    things = Things(described(file))
    names = quads.Names(DEFAULT_BASE, file.name)
    compared = 0
    for _, iri, thing in quads.definitions(file.record):
        view = things[iri]
        assert type(view) is type(thing)
        assert view.iri == iri
        for field, expected in as_seen(thing, names).items():
            value = getattr(view, field)
            value = value.iri if isinstance(value, Thing) else value
            if isinstance(value, tuple):
                value = tuple(part.iri if isinstance(part, Thing) else part for part in value)
            assert value == expected, (iri, field)
            compared += 1
    assert compared > 10


def one(*statements: tuple[str, str], kind: str = "Claim") -> Things:
    """Things that hold one thing of a class, with these statements in text."""
    description = Description()
    description.add(RDF + "type", ox.NamedNode(NS + kind))
    for name, text in statements:
        is_iri = text.startswith("http")
        description.add(name, ox.NamedNode(text) if is_iri else ox.Literal(text))
    return Things({CLAIM: description})


@pytest.mark.parametrize("kind", sorted(CLASSES.keys() - {"Measurement", "Provenance"}))
def test_a_property_that_the_class_does_not_have_raises(kind: str) -> None:
    with pytest.raises(StoreError, match="no property at:grad"):
        one((NS + "grad", "3"), kind=kind)[CLAIM]


def test_the_nearest_property_is_named() -> None:
    with pytest.raises(StoreError, match="did you mean grade"):
        one((NS + "grad", "3"), kind="StatedMeasurement")[CLAIM]


def test_what_an_earlier_version_wrote_is_passed_over() -> None:
    view = one((NS + "ctcaeGrade", "3"), kind="StatedMeasurement")[CLAIM]
    assert isinstance(view, StatedMeasurement)
    assert view.grade is None


def test_properties_of_other_namespaces_are_left_alone() -> None:
    view = one(("http://purl.org/dc/terms/creator", "somebody"), (RDFS + "label", "Said."))[CLAIM]
    assert isinstance(view, Claim)
    assert view.text == "Said."


def test_edges_that_are_written_beside_the_fields_are_known() -> None:
    for name in ("supports", "disputes", "qualifies"):
        assert one((NS + name, "https://x.org/one/other"))[CLAIM].iri == CLAIM
    reaching = one((NS + "reaches", "https://x.org/one/value"), kind="Conclusion")
    assert isinstance(reaching[CLAIM], Conclusion)
    with pytest.raises(StoreError, match="no property at:reaches"):
        one((NS + "reaches", "https://x.org/one/value"))[CLAIM]


def test_fields_that_share_a_property_are_told_apart_by_what_it_leads_to() -> None:
    base = "https://study.org/study/id/"  # a base that looks like a place of studies
    view = one(
        (NS + "mentions", f"{base}study/zeta"),
        (NS + "mentions", f"{base}cohort/zeta/everyone"),
        (NS + "mentions", f"{base}regimen/zeta/arm-a"),
        (NS + "mentions", f"{VOCAB}drug/mitoxantrone"),
        (NS + "mentions", f"{VOCAB}population/early-relapse"),
    )[CLAIM]
    assert isinstance(view, Claim)
    assert view.studies == (f"{base}study/zeta",)
    assert view.cohorts == (f"{base}cohort/zeta/everyone",)
    assert view.regimens == (f"{base}regimen/zeta/arm-a",)
    assert view.drugs == (f"{VOCAB}drug/mitoxantrone",)
    assert view.populations == (f"{VOCAB}population/early-relapse",)
    assert view.endpoints == view.treatments == ()


def test_a_number_keeps_its_printed_form_and_else_has_the_decimal() -> None:
    both = one((NS + "value", "95.5"), (NS + "printedValue", "95.50"), kind="StatedMeasurement")
    alone = one((NS + "value", "95.5"), kind="StatedMeasurement")
    for things, text in ((both, "95.50"), (alone, "95.5")):
        value = things.find(Measurement, CLAIM)
        assert value is not None
        assert value.value == text


def test_whole_numbers_and_truths_are_read_as_such() -> None:
    things = one((NS + "numerator", "7"), (NS + "significant", "false"), kind="ReportedMeasurement")
    value = things.find(Measurement, CLAIM)
    assert value is not None
    assert value.numerator == 7
    assert value.significant is False
    assert value.computed is False


@pytest.mark.parametrize(("name", "text"), [("numerator", "seven"), ("significant", "perhaps")])
def test_text_where_a_number_or_truth_belongs_is_refused_in_one_line(name: str, text: str) -> None:
    with pytest.raises(StoreError, match=f"{name} is '{text}', which it cannot be"):
        one((NS + name, text), kind="StatedMeasurement")[CLAIM]


def test_of_two_values_where_one_belongs_the_least_is_taken() -> None:
    view = one((RDFS + "label", "later"), (RDFS + "label", "earlier"))[CLAIM]
    assert isinstance(view, Claim)
    assert view.text == "earlier"


def test_a_thing_is_found_by_its_class_and_by_those_above() -> None:
    things = one((RDFS + "label", "So it is."), kind="Conclusion")
    assert things.find(Claim, CLAIM) is things.find(Conclusion, CLAIM) is not None
    assert things.find(Study, CLAIM) is None
    assert things.find(Claim, None) is None
    assert [c.iri for c in things.all(Claim)] == [CLAIM]
    assert list(things.all(Reference)) == []


def test_what_has_no_model_is_described_and_has_no_view() -> None:
    things = one(kind="Endpoint")
    assert CLAIM in things.descriptions
    assert CLAIM not in things
    with pytest.raises(KeyError):
        things[CLAIM]


def test_a_field_that_is_none_has_no_property() -> None:
    assert field_map.property_of(StatedMeasurement, "restates") == NS + "restates"
    with pytest.raises(LookupError, match="no field 'restate'"):
        field_map.property_of(StatedMeasurement, "restate")
    with pytest.raises(LookupError, match="hangs on no document"):
        field_map.section_property("stated")
    with pytest.raises(LookupError, match="nothing is inferred"):
        field_map.inferred(Claim)


def test_a_store_is_read_by_name_by_graph_and_whole(invented: Any) -> None:
    store: EmbeddedStore = invented.store
    content = everything(store)
    claims = {claim.iri for claim in content.things.all(Claim)}
    assert {iri.rsplit("/", 1)[-1] for iri in claims} == {"claim-1", "works"}
    entries = {entry.id: entry for entry in content.provenance.all(Provenance)}
    of_records = {"smith-2030", "smith-2030-findings", "smith-2030-reach"}
    assert of_records < entries.keys()
    findings = entries["smith-2030-findings"]
    assert findings.derived_from == (f"{DEFAULT_BASE}graph/smith-2030",)
    assert "wrong-reference 1" in findings.rules
    assert findings.curator is None, "no person vouches for what is computed"
    again = describe(store, claims)
    assert {iri: d.links for iri, d in again.items()} == {
        iri: content.things.descriptions[iri].links for iri in claims
    }
    cites = field_map.property_of(Claim, "pointers")
    (pointer,) = targets(again.values(), {cites})
    assert pointing(store, cites, [pointer]) == {f"{DEFAULT_BASE}smith-2030/claim-1"}
    assert labels(store, [f"{DEFAULT_BASE}study/trial-x", pointer]) == {
        f"{DEFAULT_BASE}study/trial-x": "Trial X",
        pointer: "citation 1, of reference 1",
    }
