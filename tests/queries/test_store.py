"""Stores: memory, directory and a real SPARQL endpoint take and give the same graph."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from alltrace import EvidenceGraph, QueryError, SettingError, StoreError
from alltrace.pipeline import build
from queries.endpoint import EndpointStore
from queries.store import EmbeddedStore, Store, write_directory

Writer = Callable[..., Path]
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(?g != at:dataset) }"


def test_a_directory_store_holds_what_memory_holds(graph: EvidenceGraph, tmp_path: Path) -> None:
    write_directory(tmp_path / "store", build().graphs)
    assert EvidenceGraph.at(tmp_path / "store").export("nquads") == graph.export("nquads")


def test_writing_a_directory_twice_changes_nothing(record_file: Writer, tmp_path: Path) -> None:
    for _ in range(2):
        write_directory(tmp_path / "store", build([record_file()]).graphs)
    expected = EvidenceGraph.of(record_file()).export("nquads")
    assert EvidenceGraph.at(tmp_path / "store").export("nquads") == expected


def test_a_crash_while_a_store_is_made_leaves_nothing(
    record_file: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise OSError("the disk is gone")

    graphs = build([record_file()]).graphs
    monkeypatch.setattr("queries.store._bulk_load", crash)
    with pytest.raises(StoreError, match="nothing was written"):
        write_directory(tmp_path / "here" / "store", graphs)
    assert list((tmp_path / "here").iterdir()) == []


def test_a_killed_load_leaves_the_store_as_it_was(record_file: Writer, tmp_path: Path) -> None:
    store = tmp_path / "store"
    write_directory(store, build([record_file()]).graphs)
    before = EvidenceGraph.at(store).export("nquads")
    program = (
        "import os, sys, threading, time\n"
        "from alltrace.pipeline import build\n"
        "from queries.store import write_directory\n"
        "from pathlib import Path\n"
        "graphs = build().graphs\n"
        "threading.Timer(0.005, os.kill, (os.getpid(), 9)).start()\n"
        "write_directory(Path(sys.argv[1]), graphs)\n"
        "time.sleep(1)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(store)], check=False)
    after = EvidenceGraph.at(store).export("nquads")
    assert after == before or len(after.splitlines()) > 5 * len(before.splitlines())


def test_other_files_are_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="holds other files"):
        write_directory(tmp_path, build().graphs)
    with pytest.raises(StoreError, match="there is no store here"):
        EvidenceGraph.at(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_endpoint_takes_and_gives_the_same_graph(
    graph: EvidenceGraph, oxigraph_server: str
) -> None:
    remote = EvidenceGraph.over(f"{oxigraph_server}/query", f"{oxigraph_server}/update")
    remote.load()
    remote.load()
    assert remote.rows(COUNT) == graph.rows(COUNT)
    assert remote.conclusions() == graph.conclusions()
    assert remote.trace("too-toxic") == graph.trace("too-toxic")
    assert of_values(remote) == of_values(graph)
    assert remote.validate().conforms


def test_a_load_refused_by_the_endpoint_changes_nothing(
    record_file: Writer, oxigraph_server: str
) -> None:
    remote = EvidenceGraph.over(f"{oxigraph_server}/query", f"{oxigraph_server}/update")
    remote.load(record_file())
    before = remote.rows(COUNT)
    broken = list(build([record_file()]).graphs)
    broken[-1] = type(broken[-1])(broken[-1].iri, b"<no> <triple .\n")
    with pytest.raises(QueryError, match="refused"):
        remote.store.replace(broken)
    assert remote.rows(COUNT) == before


def test_an_endpoint_that_is_not_there_is_named() -> None:
    with pytest.raises(StoreError, match=r"http://127\.0\.0\.1:9/query: cannot be reached"):
        EvidenceGraph.over("http://127.0.0.1:9/query").conclusions()
    with pytest.raises(StoreError, match="no http or https address"):
        EvidenceGraph.over("ftp://127.0.0.1/")
    with pytest.raises(StoreError, match="read only"):
        EndpointStore("http://127.0.0.1:9/query").replace(build().graphs)


def test_something_else_than_an_endpoint_is_told_apart(oxigraph_server: str) -> None:
    with pytest.raises(StoreError, match="HTTP 4"):
        EvidenceGraph.over(f"{oxigraph_server}/nothing-here").conclusions()


def test_rdflib_sees_the_same_data(graph: EvidenceGraph) -> None:
    view = graph.rdflib
    assert isinstance(view, rdflib.Dataset)
    (row,) = view.query(
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <https://w3id.org/alltrace/ns#Reference> }"
    )
    assert int(row[0]) == 9  # type: ignore[index,arg-type]


def test_networkx_sees_typed_nodes_and_parallel_edges(graph: EvidenceGraph) -> None:
    network = graph.networkx()
    base = "https://w3id.org/alltrace/id/mohetaer-2026/"
    assert network.nodes[base + "too-toxic"]["kind"] == "Conclusion"
    assert network.has_edge(base + "deaths-in-block-1", base + "too-toxic", key="supports")


@pytest.mark.parametrize(
    ("form", "parser"),
    [("turtle", "turtle"), ("trig", "trig"), ("jsonld", "json-ld"), ("nquads", "nquads")],
)
def test_every_export_can_be_read_back(graph: EvidenceGraph, form: str, parser: str) -> None:
    found = rdflib.Dataset()
    found.parse(data=graph.export(form).decode(), format=parser)
    assert len(set(found.quads())) >= len(set(graph.export("ntriples").splitlines()))


def test_the_base_is_a_setting(record_file: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLTRACE_BASE", "https://example.org/mine/")
    assert b"<https://example.org/mine/smith-2030/works>" in EvidenceGraph.of(record_file()).export(
        "nquads"
    )
    monkeypatch.setenv("ALLTRACE_BASE", "no base")
    with pytest.raises(SettingError, match="ALLTRACE_BASE"):
        EvidenceGraph.of(record_file())


def test_two_builds_in_two_processes_differ_by_no_byte() -> None:
    program = (
        "import sys; from alltrace.pipeline import build; from ingest.graphs import sorted_nquads;"
        "sys.stdout.buffer.write(sorted_nquads(build().graphs))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_no_triple_stands_in_two_graphs(graph: EvidenceGraph) -> None:
    """Some stores count a triple twice in the union if it stands in two named graphs."""
    twice = (
        "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(STR(?g) < STR(?h)) }"
    )
    assert graph.rows(twice) == []


SHARED = "https://w3id.org/alltrace/id/graph/shared"


def studies(tmp_path: Path, name: str, numbers: str) -> Path:
    path = tmp_path / f"{name}.yaml"
    path.write_text(
        f"record: {name}\nstatus: reviewed\ncuration: {{curator: tests, date: 2030-01-01}}\n"
        f"studies:\n  - {{id: {name}, label: {name}, registrations: [{numbers}]}}\n",
        encoding="utf-8",
    )
    return path


def of_values(graph: EvidenceGraph) -> list[dict[str, object]]:
    """The long table; an engine may give the several registrations of a study in any order."""
    return [
        {**row, "registration": sorted((row["registration"] or "").split("; "))}
        for row in graph.rows("values")
    ]


def registrations(store: Store) -> list[str]:
    graph = f"GRAPH <{SHARED}> {{ ?r at:registrationNumber ?n }}"
    return sorted(row["n"].value for row in store.query(f"SELECT ?n {{ {graph} }}"))


def test_the_shared_graph_keeps_what_other_records_brought_into_it(tmp_path: Path) -> None:
    here = tmp_path / "store"
    for name, numbers in (("one", "NCT99900001, NCT99900002"), ("two", "NCT99900001")):
        write_directory(here, build([studies(tmp_path, name, numbers)]).lasting)
    assert registrations(EmbeddedStore(here)) == ["NCT99900001", "NCT99900002"]
    memory = EvidenceGraph.of(studies(tmp_path, "one", "NCT99900001, NCT99900002"))
    memory.load(studies(tmp_path, "two", "NCT99900001"))
    lines = EvidenceGraph.at(here).export("nquads").splitlines()
    of_memory = memory.export("nquads").splitlines()
    assert [line for line in of_memory if b"#dataset> ." not in line] == lines


def test_what_no_record_names_any_more_goes_with_the_old_form_of_a_record(tmp_path: Path) -> None:
    graph = EvidenceGraph.of(studies(tmp_path, "one", "NCT99900001, NCT99900002"))
    graph.load(studies(tmp_path, "two", "NCT99900001"))
    graph.load(studies(tmp_path, "one", "NCT99900003"))
    assert registrations(graph.store) == ["NCT99900001", "NCT99900003"]
    graph.load(studies(tmp_path, "two", "NCT99900003"))
    assert registrations(graph.store) == ["NCT99900003"]
