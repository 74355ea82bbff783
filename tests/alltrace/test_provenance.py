"""Who says so: every named graph has its provenance, every thing its label, every rule its version."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from alltrace import EvidenceGraph, build
from alltrace.pipeline import Build
from conftest import run
from ontology.errors import SettingError
from queries.audit.rules import RULES

GRAPHS = """
    SELECT ?g ?label ?day ?version ?hash {
      { SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(?g != at:provenance && ?g != at:dataset) } }
      OPTIONAL { GRAPH at:provenance {
        ?g a prov:Entity ; rdfs:label ?label ; dcterms:created ?day ;
           at:softwareVersion ?version ; at:contentSha256 ?hash } }
    }
"""
UNLABELLED = """
    SELECT DISTINCT ?thing {
      GRAPH ?g { ?thing a ?class } FILTER(?class != owl:Ontology && ?class != skos:ConceptScheme)
      FILTER(STRSTARTS(STR(?class), STR(at:)) || STRSTARTS(STR(?thing), STR(at:))
             || ?class = prov:Entity)
      FILTER NOT EXISTS { ?thing rdfs:label ?label FILTER(STR(?label) != "") }
    }
"""


@pytest.fixture(scope="module")
def bundled() -> Build:
    return build()


@pytest.fixture
def letter(record_file: object) -> Path:
    return record_file()  # type: ignore[operator,no-any-return]


def rows(built: Build, sparql: str) -> list[tuple[str, ...]]:
    answer = built.store.query(sparql)
    names = [variable.value for variable in answer.variables]
    return [tuple(r[n].value if r[n] else "" for n in names) for r in answer]


def day_of(built: Build, graph: str) -> str:
    ((day,),) = rows(
        built, f"SELECT ?d {{ ?g dcterms:created ?d FILTER(STRENDS(STR(?g), '{graph}')) }}"
    )
    return day


def test_every_graph_has_its_entry_with_day_version_and_hash(bundled: Build, letter: Path) -> None:
    for built in (bundled, build([letter])):
        found = {graph: rest for graph, *rest in rows(built, GRAPHS)}
        assert found.keys() == {graph.iri for graph in built.lasting}
        shared = {graph.iri for graph in built.graphs if graph.additive}
        assert len(shared) == 1, "what records share grows with each load: no day and no hash"
        parts = (rest for graph, rest in found.items() if graph not in shared)
        assert all(all(rest) for rest in parts), "a graph without part of its provenance"


def test_the_hash_is_that_of_the_graph_in_the_file_of_a_build(bundled: Build, letter: Path) -> None:
    """Anyone can compute it from the N-Quads: canonical N-Triples, sorted."""
    letter.write_text(
        letter.read_text().replace("label: Trial X", r'label: "a\tb \"c\" \\ d\u2028 é"')
    )
    for built in (bundled, build([letter])):
        lines: dict[str, list[bytes]] = {}
        for quad in ox.parse(built.nquads(), format=ox.RdfFormat.N_QUADS):
            lines.setdefault(quad.graph_name.value, []).append(f"{quad.triple} .\n".encode())
        for graph, _, _, _, told in rows(built, GRAPHS):
            if not told:
                assert graph.endswith("/shared")
                continue
            assert hashlib.sha256(b"".join(sorted(lines[graph]))).hexdigest() == told, graph


def test_findings_are_derived_from_the_records_that_were_read_by_rules_with_versions(
    letter: Path,
) -> None:
    built = build([letter])
    about = "?g at:appliedRule ?x FILTER(STRENDS(STR(?g), '-findings'))"
    applied = {rule for (rule,) in rows(built, f"SELECT ?x {{ {about} }}")}
    assert applied == {f"{rule.name} {rule.version}" for rule in RULES.values()}
    inputs = "?g prov:wasDerivedFrom ?in . ?in at:fileSha256 ?hash"
    for end in ("-findings", "-reach"):
        found = rows(built, f"SELECT ?in ?hash {{ {inputs} FILTER(STRENDS(STR(?g), '{end}')) }}")
        (((graph, told)),) = found
        assert graph.endswith("graph/smith-2030")
        assert told == hashlib.sha256(letter.read_bytes()).hexdigest()
    versions = rows(built, "SELECT ?r ?v { ?f a at:Finding ; at:rule ?r ; at:ruleVersion ?v }")
    names = {name: rule.version for rule in RULES.values() for name in (rule.name, *rule.also)}
    assert versions
    assert all(int(version) == names[rule] for rule, version in versions)


def test_the_day_comes_from_an_argument_or_the_environment_or_the_inputs(
    letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = "smith-2030-findings"
    assert day_of(build([letter]), graph) == day_of(build([letter]), "graph/smith-2030")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")
    assert day_of(build([letter]), graph) == "2030-01-01"
    assert day_of(build([letter], day=date(2031, 5, 6)), graph) == "2031-05-06"
    assert day_of(build([letter], day=date(2031, 5, 6)), "graph/smith-2030") != "2031-05-06"
    for wrong in ("yesterday", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(SettingError, match="no number of seconds since 1970"):
            build([letter])


def test_two_builds_agree_byte_for_byte_and_a_changed_input_shows(
    letter: Path, tmp_path: Path
) -> None:
    first = build([letter])
    assert first.nquads() == build([letter]).nquads()
    changed = tmp_path / "changed.yaml"
    changed.write_text(letter.read_text().replace("Trial X", "Trial Z"))
    entry = {g.iri: g.provenance for g in first.graphs}
    for graph in build([changed]).graphs:
        if graph.iri.endswith("graph/smith-2030"):
            assert graph.provenance != entry[graph.iri]


def test_a_file_of_reviews_is_an_input_of_the_findings(letter: Path) -> None:
    built = build([letter])
    finding = built.audits[0].findings[0].id
    reviews = letter.with_name("smith.reviews.yaml")
    reviews.write_text(f"reviews:\n  - {{finding: {finding}, verdict: accepted, reason: r}}\n")
    found = rows(build([letter]), "SELECT ?f { ?g at:furtherFile ?f }")
    sha256 = hashlib.sha256(reviews.read_bytes()).hexdigest()
    assert found == [(f"smith.reviews.yaml sha256:{sha256}",)]
    assert rows(built, "SELECT ?f { ?g at:furtherFile ?f }") == []


def test_the_shapes_want_the_whole_provenance_of_a_record(letter: Path) -> None:
    graph = EvidenceGraph.of(letter)
    assert graph.validate().conforms
    store = graph.store.oxigraph  # type: ignore[attr-defined]
    store.update(
        "PREFIX at: <https://w3id.org/alltrace/ns#> DELETE { GRAPH ?p { ?g at:fileSha256 ?h } }"
        "WHERE { GRAPH ?p { ?g at:curator ?c ; at:fileSha256 ?h } }"
    )
    (violation,) = graph.validate().violations
    assert "lacks its status, its day, its file" in violation.message


# -- labels ----------------------------------------------------------------------------------------


def test_no_thing_is_without_a_label(bundled: Build, letter: Path) -> None:
    each = Path(__file__).parents[1] / "ingest" / "one_of_each.yaml"
    for built in (bundled, build([letter]), build([each])):
        assert rows(built, UNLABELLED) == []


def test_no_thing_has_two_labels(bundled: Build) -> None:
    query = "SELECT ?t { GRAPH ?g { ?t a ?c ; rdfs:label ?l } } GROUP BY ?t ?g HAVING (COUNT(DISTINCT ?l) > 1)"
    assert rows(bundled, query) == []


def test_a_label_says_what_the_thing_is(letter: Path) -> None:
    built = build([letter])
    labels = {label for (label,) in rows(built, "SELECT ?l { ?t a ?c ; rdfs:label ?l }")}
    assert "paragraph 1, sentence 1" in labels
    assert "citation 1, of reference 1" in labels
    assert any(label.startswith("reference 1: ") for label in labels)
    kinds = rows(built, "SELECT ?l { ?v a at:ReportedMeasurement ; rdfs:label ?l }")
    assert all("Trial X" in label for (label,) in kinds)


def test_the_label_of_a_value_does_not_depend_on_what_else_is_built(letter: Path) -> None:
    """The triples of a record, and so their hash, are the same in every build."""
    alone = {g.iri: g.triples for g in build([letter]).graphs}
    each = Path(__file__).parents[1] / "ingest" / "one_of_each.yaml"
    both = {g.iri: g.triples for g in build([letter, each]).graphs}
    (graph,) = (iri for iri in alone if iri.endswith("graph/smith-2030"))
    assert both[graph] == alone[graph]


def test_a_finding_in_json_has_the_version_of_its_rule(letter: Path) -> None:
    done = run("audit", letter, "--format", "json")
    assert all(f["rule_version"] >= 1 for f in json.loads(done.stdout)["findings"])
