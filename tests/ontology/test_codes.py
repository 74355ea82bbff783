"""The table of outside codes: valid SSSOM, well-formed codes, and the Turtle that is made of it."""

import re
from collections import defaultdict
from importlib.resources import as_file, files

import pyoxigraph as ox
import pytest
import sssom_pydantic

from ontology import codes, codes_page, vocabulary
from ontology.codes import Mapping
from ontology.errors import VocabularyError
from ontology.identifiers import REGISTERS
from ontology.terms import SKOS, VOCAB
from places import HOUSE

TABLE = codes.table()
ROWS = list(codes.mappings(TABLE))
HEADER = "\t".join(Mapping.__slots__)


def row(**changed: str) -> str:
    """One row of a table, right where nothing is changed."""
    right = {
        "subject_id": "drug:vincristine",
        "subject_label": "vincristine",
        "predicate_id": "skos:exactMatch",
        "object_id": "NCIT:C1",
        "object_label": "One",
        "mapping_justification": "semapv:ManualMappingCuration",
        "object_source": "bioregistry:ncit",
        "mapping_date": "2030-01-01",
        "see_also": "",
        "comment": "invented",
    }
    return "\t".join((right | changed).values())


# -- the form: what SSSOM asks of a set and of each mapping ----------------------------------------


def test_the_set_has_the_slots_that_sssom_requires() -> None:
    told = codes.metadata(TABLE)
    assert str(told["mapping_set_id"]).startswith("https://")
    assert str(told["license"]).startswith("https://")
    assert isinstance(told["curie_map"], dict)


def test_each_mapping_has_the_slots_that_sssom_requires() -> None:
    for mapping in ROWS:
        assert mapping.subject_id, mapping
        assert mapping.predicate_id, mapping
        assert mapping.object_id, mapping
        assert mapping.mapping_justification.startswith("semapv:"), mapping
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", mapping.mapping_date), mapping


def test_every_prefix_is_in_the_map_and_leads_where_the_registers_say() -> None:
    prefixes = codes.metadata(TABLE)["curie_map"]
    assert isinstance(prefixes, dict)
    used = {
        value.partition(":")[0]
        for m in ROWS
        for value in (
            m.subject_id, m.predicate_id, m.object_id, m.mapping_justification, m.object_source,
        )
    }  # fmt: skip
    assert used == set(prefixes)
    assert all(iri == VOCAB + name + "/" for name, iri in prefixes.items() if VOCAB in iri)
    shared = prefixes.keys() & REGISTERS.keys()
    assert {name: prefixes[name] for name in shared} == {n: REGISTERS[n].prefix_iri for n in shared}


def test_an_outside_reader_of_sssom_takes_the_table() -> None:
    with as_file(files("ontology") / codes.TABLE) as path:
        mappings, converter, told = sssom_pydantic.read(path)
    assert [m.object.curie for m in mappings] == [m.object_id for m in ROWS]
    assert [m.subject.curie for m in mappings] == [m.subject_id for m in ROWS]
    assert str(told.id) == codes.metadata(TABLE)["mapping_set_id"]
    assert {converter.expand(m.object_id) for m in ROWS if m.found} == {
        m.code for m in ROWS if m.found
    }


def test_a_search_in_vain_says_where_it_was_made() -> None:
    for mapping in ROWS:
        if not mapping.found:
            assert mapping.predicate_id == "skos:exactMatch", mapping
            assert mapping.object_source.startswith("bioregistry:"), mapping
            assert mapping.object_label == "", mapping


# -- what it says ----------------------------------------------------------------------------------


def test_every_concept_has_a_code_or_a_search_in_vain_by_date() -> None:
    concepts = {concept.iri: concept for concept in vocabulary.by_iri().values()}
    assert {mapping.concept for mapping in ROWS} == concepts.keys()
    for mapping in ROWS:
        assert mapping.subject_label == concepts[mapping.concept].label


def test_no_code_is_the_same_thing_as_two_concepts() -> None:
    meant: dict[str, str] = {}
    for mapping in ROWS:
        if mapping.found and mapping.relation == "exact":
            assert meant.setdefault(mapping.object_id, mapping.subject_id) == mapping.subject_id


def test_a_concept_has_each_code_once_and_no_code_of_a_register_without_one() -> None:
    relations, searched = defaultdict(set), set()
    for mapping in ROWS:
        if mapping.found:
            relations[mapping.subject_id, mapping.object_id].add(mapping.relation)
        else:
            searched.add((mapping.subject_id, mapping.object_source))
    assert {len(some) for some in relations.values()} == {1}
    exact = {(m.subject_id, m.object_source) for m in ROWS if m.found and m.relation == "exact"}
    assert searched.isdisjoint(exact)


def test_a_code_has_one_label() -> None:
    labels = defaultdict(set)
    for mapping in ROWS:
        labels[mapping.object_id].add(mapping.object_label)
    assert {code: some for code, some in labels.items() if len(some) > 1} == {}


def test_every_code_says_where_it_was_seen() -> None:
    assert [mapping for mapping in ROWS if not mapping.comment] == []


def test_the_source_of_a_code_is_the_register_of_its_prefix() -> None:
    for mapping in ROWS:
        if mapping.found:
            prefix = mapping.object_id.partition(":")[0]
            assert mapping.object_source == f"bioregistry:{prefix.lower()}"


# -- faults are told -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"object_id": "NCIT:62528"}, "no identifier of NCI Thesaurus"),
        ({"object_id": "MONDO:123"}, "no identifier of Mondo"),
        ({"object_id": "doi:10.1000/x"}, "no register of codes"),
        ({"object_id": "nothing:1"}, "no register of codes"),
        ({"object_id": "NCIT:C1> ."}, "no identifier of NCI Thesaurus"),
        ({"object_label": ""}, "no label"),
        ({"predicate_id": "owl:sameAs"}, "no mapping property of SKOS"),
        ({"object_id": "sssom:NoTermFound", "object_source": ""}, "names what was searched"),
        ({"comment": "one\ttoo many"}, "11 columns"),
    ],
)
def test_a_row_that_cannot_be_is_told_with_its_line(changed: dict[str, str], fault: str) -> None:
    text = f"#license: x\n{HEADER}\n{row()}\n{row(**changed)}\n"
    with pytest.raises(VocabularyError, match=fault) as told:
        list(codes.mappings(text))
    assert f"{codes.TABLE}:4:" in str(told.value)


def test_a_table_with_other_columns_is_refused() -> None:
    with pytest.raises(VocabularyError, match="columns"):
        list(codes.mappings("subject_id\tobject_id\n"))


# -- what is made of it ----------------------------------------------------------------------------


def triples(turtle: bytes) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


def test_the_turtle_of_the_codes_is_what_the_table_says() -> None:
    kept = (files("ontology") / "vocabulary" / "codes.ttl").read_bytes()
    assert triples(kept) == triples(codes.turtle(TABLE)), "run make codes"


def test_no_other_vocabulary_holds_an_outside_code() -> None:
    for name in vocabulary.SCHEMES:
        for triple in triples(vocabulary.sources()[name]):
            assert not re.fullmatch(re.escape(SKOS) + r"\w+Match", triple.predicate.value), triple
            assert triple.predicate.value != codes.NCIT_CODE, triple


def test_the_page_of_codes_is_what_the_table_says() -> None:
    page = (HOUSE / "docs" / "codes.md").read_text(encoding="utf-8")
    assert page == codes_page.page(TABLE), "run make docs"


def test_a_label_cannot_break_the_page() -> None:
    hostile = row(object_label="a | <b> c")
    assert "a \\| &lt;b&gt; c" in codes_page.page(f"{HEADER}\n{hostile}\n")


def test_a_concept_knows_its_codes_the_nearest_first() -> None:
    concept = vocabulary.concepts()["endpoint"]["overall-survival"]
    relations = [code.relation for code in concept.codes]
    assert relations == sorted(relations, key=codes.RELATIONS.index)
    first = concept.codes[0]
    assert (first.name, first.label) == ("NCIT:C125201", "Overall Survival")


def test_a_wider_or_a_related_code_is_no_ncit_code_of_the_concept() -> None:
    endpoints = vocabulary.concepts()["endpoint"]
    assert endpoints["second-complete-remission"].ncit_codes == ()
    assert endpoints["mrd-positive"].ncit_codes == ()
    assert endpoints["complete-remission"].ncit_codes == ("C4870",)
