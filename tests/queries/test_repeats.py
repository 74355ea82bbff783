"""Records that define one study: built together, loaded one after the other, and removed."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

from alltrace import EvidenceGraph
from alltrace.pipeline import build
from ingest.graphs import NamedGraph
from ontology.errors import RecordError
from ontology.terms import DEFAULT_BASE
from queries.repeats import settled_with
from queries.store import EmbeddedStore, Store

ZETA = f"{DEFAULT_BASE}study/zeta"


def record(
    name: str, status: str = "reviewed", date: str = "2030-01-01", **study: Any
) -> dict[str, Any]:
    """A record that defines the study zeta, and a paper of its own that reports a value of it."""
    return {
        "record": name,
        "status": status,
        "curation": {"curator": "tests", "date": date},
        "publications": [
            {"id": f"{name}-paper", "label": f"{name} 2029", "title": "Zeta", "text_seen": "abstract", "reports": ["zeta"]}
        ],
        "studies": [{"id": "zeta", "label": "Study Zeta", **study}],
        "reported": [
            {"id": "cr", "study": "zeta", "endpoint": "complete-remission", "value": "60.0", "unit": "%", "statistic": "proportion"}
        ],
    }  # fmt: skip


def written(folder: Path, *records: dict[str, Any]) -> list[Path]:
    paths = [folder / f"{one['record']}.yaml" for one in records]
    for path, one in zip(paths, records, strict=True):
        path.write_text(yaml.safe_dump(one, sort_keys=False), encoding="utf-8")
    return paths


def said(graph: EvidenceGraph, property_: str) -> list[str]:
    rows = graph.query(f"SELECT ?v {{ <{ZETA}> {property_} ?v }} ORDER BY ?v")
    return [str(row["v"]) for row in rows]


def kept(graph: EvidenceGraph) -> list[tuple[str, str, str]]:
    """What records keep of zeta beside the preferred one: graph, property, value."""
    rows = graph.query(
        f"SELECT ?g ?p ?o {{ GRAPH ?g {{ ?s rdf:subject <{ZETA}> ; rdf:predicate ?p ; rdf:object ?o }} }}"
        " ORDER BY ?g ?p ?o"
    )
    short = [tuple(str(row[c]).replace("#", "/").rsplit("/", 1)[-1] for c in "gpo") for row in rows]
    return sorted(one for one in short if one[1] != "type")  # type: ignore[misc]


def assert_no_triple_stands_twice(graph: EvidenceGraph) -> None:
    quads = ox.parse(graph.export("nquads"), format=ox.RdfFormat.N_QUADS)
    assert Counter(str(quad.triple) for quad in quads).most_common(1)[0][1] == 1


def test_one_label_and_number_is_shown_and_the_other_stays_with_its_record(tmp_path: Path) -> None:
    old = record("old", n=60, names=["ZETA-1"], registrations=["NCT00000001"])
    new = record(
        "new",
        date="2030-02-01",
        label="Zeta, final",
        n=64,
        registrations=["NCT00000001", "ISRCTN00000002"],
    )
    graph = EvidenceGraph.of(*written(tmp_path, old, new))
    assert (said(graph, "rdfs:label"), said(graph, "at:participants")) == (["Zeta, final"], ["64"])
    assert said(graph, "skos:altLabel") == ["ZETA-1"]
    assert len(said(graph, "at:hasRegistration")) == 2
    assert kept(graph) == [
        ("old", "hasRegistration", "NCT00000001"),
        ("old", "label", "Study Zeta"),
        ("old", "participants", "60"),
    ]
    assert graph.validate().conforms
    assert_no_triple_stands_twice(graph)


def test_the_second_record_s_provenance_says_that_it_defines_the_study_too(tmp_path: Path) -> None:
    graph = EvidenceGraph.of(*written(tmp_path, record("a"), record("b")))
    rows = graph.query("SELECT ?g ?t { GRAPH at:provenance { ?g at:alsoDefines ?t } }")
    assert [(row["g"], row["t"]) for row in rows] == [(f"{DEFAULT_BASE}graph/b", ZETA)]


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ({"status": "extracted", "date": "2030-09-01"}, {"date": "2030-01-01"}, "b"),
        ({"date": "2030-09-01"}, {"date": "2030-01-01"}, "a"),
        ({"date": "2030-01-01"}, {"date": "2030-09-01"}, "b"),
        ({}, {}, "a"),
    ],
)
def test_reviewed_comes_before_drafted_then_the_later_day_then_the_name(
    tmp_path: Path, first: dict[str, Any], second: dict[str, Any], shown: str
) -> None:
    records = record("a", **first, label="a"), record("b", **second, label="b")
    assert said(EvidenceGraph.of(*written(tmp_path, *records)), "rdfs:label") == [shown]


def test_what_only_a_later_record_knows_is_stated_but_a_draft_adds_nothing(tmp_path: Path) -> None:
    for status, known in (("reviewed", ["60"]), ("extracted", [])):
        records = record("a"), record("b", status, n=60)
        graph = EvidenceGraph.of(*written(tmp_path, *records))
        assert said(graph, "at:participants") == known
        assert graph.validate().conforms


def test_ends_of_lines_within_a_text_are_text(tmp_path: Path) -> None:
    records = record("a", label="Zeta"), record("b", label="Zeta\u2028<urn:x> .\u0085 end")
    graph = EvidenceGraph.of(*written(tmp_path, *records))
    assert ("b", "label", "Zeta\u2028<urn:x> .\u0085 end") in kept(graph)
    assert graph.validate().conforms


def test_a_study_twice_in_one_record_is_still_refused(tmp_path: Path) -> None:
    twice = record("a")
    twice["studies"] += record("a")["studies"]
    with pytest.raises(RecordError, match="'zeta' is already taken"):
        EvidenceGraph.of(*written(tmp_path, twice))


def test_the_difference_is_a_finding_and_agreement_is_none(tmp_path: Path) -> None:
    for n, rules in ((64, {"records-differ"}), (60, set())):
        letter = record("letter", n=60) | {
            "document": {"id": "letter", "label": "Letter", "type": "letter", "title": "Letter"}
        }
        graph = EvidenceGraph.of(*written(tmp_path, letter, record("other", n=n)))
        (audit,) = graph.audit(rules=["records-differ"])
        assert {f.rule for f in audit.findings} == rules
        for finding in audit.findings:
            assert finding.severity == "warning"
            assert "60 by letter, which is shown, and 64 by other" in finding.message


def graphs_of(*paths: Path) -> list[NamedGraph]:
    return list(build(paths).lasting)


def load(store: EmbeddedStore, *paths: Path) -> None:
    store.replace(settled_with(store, graphs_of(*paths)))


def contents(store: Store) -> set[str]:
    """The quads, without the hashes of graphs, which a store cannot keep when it settles them."""
    lines = EvidenceGraph(store).export("nquads").decode().splitlines()
    return {line for line in lines if "#contentSha256>" not in line}


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    return written(
        tmp_path,
        record("a", n=60, names=["ZETA-1"]),
        record("b", date="2030-03-01", label="Zeta, final", n=64),
        record("c", "extracted", "2030-04-01", label="Zeta, drafted", n=99, design="single-arm"),
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_records_loaded_one_after_the_other_give_the_store_of_all_together(
    three: list[Path], order: tuple[int, ...]
) -> None:
    store = EmbeddedStore()
    for number in order:
        load(store, three[number])
    together = EmbeddedStore()
    together.replace(graphs_of(*three))
    assert contents(store) == contents(together)
    assert_no_triple_stands_twice(EvidenceGraph(store))
    load(store, three[order[0]])
    assert contents(store) == contents(together), "loading again changes nothing"


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_removing_a_record_leaves_what_the_others_say(three: list[Path], gone: int) -> None:
    store, without = EmbeddedStore(), EmbeddedStore()
    store.replace(graphs_of(*three))
    iri = f"{DEFAULT_BASE}graph/{three[gone].stem}"
    store.replace(settled_with(store, [NamedGraph(iri, b"")]))
    without.replace(graphs_of(*(path for path in three if path is not three[gone])))
    assert contents(store) == contents(without)


def test_the_doors_settle_with_what_a_store_holds(three: list[Path], tmp_path: Path) -> None:
    together = EmbeddedStore()
    together.replace(graphs_of(*three))
    with EvidenceGraph.empty() as graph:
        for path in three:
            graph.load(path)
            build([path]).bring_into(str(tmp_path / "store"))
        assert contents(graph.store) == contents(together)
    with EvidenceGraph.at(tmp_path / "store") as graph:
        assert contents(graph.store) == contents(together)
        assert graph.validate().conforms


def test_a_record_that_no_longer_defines_the_study_gives_way(
    three: list[Path], tmp_path: Path
) -> None:
    store, together = EmbeddedStore(), EmbeddedStore()
    store.replace(graphs_of(*three))
    other = record("b")
    other["studies"][0]["id"] = other["reported"][0]["study"] = "eta"
    other["publications"][0]["reports"] = ["eta"]
    written(tmp_path, other)
    load(store, three[1])
    together.replace(graphs_of(*three))
    assert contents(store) == contents(together)
