"""A store stays whole: each load and each removal is held against what is there, before it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alltrace import ClashError, EvidenceGraph, UnknownNameError
from alltrace.pipeline import build, opened
from conftest import fails, run
from queries.change import Change
from queries.store import Store

Writer = Callable[..., Path]
QUADS = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(?g != at:dataset && ?p != at:contentSha256) } ORDER BY ?g ?s ?p ?o"


def study(tmp_path: Path, record: str, *fields: str, id: str = "zeta") -> Path:
    """A record that defines one study."""
    path = tmp_path / f"{record}.yaml"
    path.write_text(
        f"record: {record}\nstatus: reviewed\ncuration: {{curator: tests, date: 2030-01-01}}\n"
        f"studies:\n  - {{id: {id}, {', '.join(fields)}}}\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(params=["directory", "memory", "endpoint"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield EvidenceGraph.empty().store
        return
    place = tmp_path / "store"
    if request.param == "endpoint":
        place = request.getfixturevalue("oxigraph_server") + "/query"
    with opened(str(place)) as one:
        yield one


def letter(tmp_path: Path, record: str, label: str, title: str = "A letter") -> Path:
    """A record of a document that another record may define too."""
    path = tmp_path / f"{record}.yaml"
    path.write_text(
        f"record: {record}\nstatus: reviewed\ncuration: {{curator: tests, date: 2030-01-01}}\n"
        f"document: {{id: letter, label: {label}, type: letter, title: {title}}}\n",
        encoding="utf-8",
    )
    return path


def test_a_document_that_two_records_label_differently_is_refused_and_nothing_changes(
    store: Store, tmp_path: Path
) -> None:
    graph = EvidenceGraph(store)
    graph.load(letter(tmp_path, "first", "Smith 2030"))
    before = graph.rows(QUADS)
    with pytest.raises(ClashError) as refused:
        graph.load(letter(tmp_path, "second", "Smith et al"))
    told = str(refused.value)
    for part in ("document/letter", "(in the store: first)", "(to be loaded: second)"):
        assert part in told
    assert "\n" not in told
    assert graph.rows(QUADS) == before
    assert graph.validate().conforms


def test_a_document_that_two_records_define_alike_is_refused_too(
    store: Store, tmp_path: Path
) -> None:
    graph = EvidenceGraph(store)
    graph.load(letter(tmp_path, "first", "Smith 2030"))
    with pytest.raises(ClashError, match="Another record says so already"):
        graph.load(letter(tmp_path, "second", "Smith 2030"))
    graph.remove("first")
    graph.load(letter(tmp_path, "second", "Smith 2030"))
    assert graph.validate().conforms


def test_two_records_of_one_study_that_differ_are_one_study_in_the_store(
    store: Store, tmp_path: Path
) -> None:
    graph = EvidenceGraph(store)
    graph.load(study(tmp_path, "first", "label: Zeta", "n: 120"))
    graph.load(study(tmp_path, "second", "label: Trial Zeta", "n: 98"))
    assert graph.validate().conforms
    assert len(graph.rows("studies")) == 1
    graph.remove("first")
    assert [row["label"] for row in graph.rows("studies")] == ["Trial Zeta"]
    assert graph.validate().conforms


def test_a_study_that_two_records_define_alike_is_one_study(store: Store, tmp_path: Path) -> None:
    graph = EvidenceGraph(store)
    for record in ("first", "second"):
        graph.load(study(tmp_path, record, "label: Zeta", "n: 120"))
    assert graph.validate().conforms
    assert len(graph.rows("studies")) == 1
    graph.remove("first")
    assert len(graph.rows("studies")) == 1
    graph.remove("second")
    assert graph.rows("studies") == []


def test_a_record_may_change_what_it_said_itself(store: Store, tmp_path: Path) -> None:
    graph = EvidenceGraph(store)
    graph.load(study(tmp_path, "first", "label: Zeta"))
    graph.load(study(tmp_path, "first", "label: Trial Zeta"))
    assert [row["label"] for row in graph.rows("studies")] == ["Trial Zeta"]
    assert graph.validate().conforms


def test_a_record_whose_new_form_leaves_another_without_its_study_is_refused(
    record_file: Writer, tmp_path: Path
) -> None:
    graph = EvidenceGraph.empty()
    source = study(tmp_path, "source", "label: Zeta")
    user = study(tmp_path, "user", "label: Part of Zeta", "part_of: zeta", id="zeta-part")
    made = build([source, user])
    made.load_into(graph.store)
    with pytest.raises(ClashError, match="zeta-part partOfStudy"):
        graph.load(study(tmp_path, "source", "label: Eta", id="eta"))
    assert graph.validate().conforms


def test_removing_gives_the_store_that_never_had_the_record(
    store: Store, record_file: Writer, tmp_path: Path
) -> None:
    graph = EvidenceGraph(store)
    graph.load(study(tmp_path, "first", "label: Zeta", "registrations: [NCT99900001]"))
    before = graph.rows(QUADS)
    graph.load(record_file())
    removed = graph.remove("smith-2030")
    assert removed.record == "smith-2030"
    assert graph.rows(QUADS) == before


def test_only_what_no_other_record_uses_goes_with_a_record(tmp_path: Path) -> None:
    graph = EvidenceGraph.empty()
    graph.load(study(tmp_path, "a", "label: A", "registrations: [NCT99900001]", id="a"))
    numbers = "registrations: [NCT99900001, NCT99900002]"
    graph.load(study(tmp_path, "b", "label: B", numbers, id="b"))
    removed = graph.remove("b")
    assert [thing.rpartition("/")[2] for thing in removed.things] == ["NCT99900002"]
    assert [row["registration"] for row in graph.rows("studies")] == ["NCT99900001"]


def test_a_record_that_others_point_into_stays(store: Store, tmp_path: Path) -> None:
    graph = EvidenceGraph(store)
    source = study(tmp_path, "source", "label: Zeta")
    user = study(tmp_path, "user", "label: Part of Zeta", "part_of: zeta", id="zeta-part")
    build([source, user]).load_into(store)
    before = graph.rows(QUADS)
    with pytest.raises(ClashError, match="source stays: user point at"):
        graph.remove("source")
    assert graph.rows(QUADS) == before
    graph.remove("user")
    graph.remove("source")
    assert graph.rows("studies") == []


def test_a_record_is_removed_by_the_label_of_its_document(record_file: Writer) -> None:
    graph = EvidenceGraph.of(record_file())
    assert graph.remove("smith 2030").record == "smith-2030"
    with pytest.raises(UnknownNameError, match="no record is called 'smith-2030'"):
        graph.remove("smith-2030")


def test_the_commands_refuse_and_remove(tmp_path: Path) -> None:
    here = tmp_path / "S"
    first = letter(tmp_path, "first", "Smith 2030")
    second = letter(tmp_path, "second", "Smith et al")
    assert run("build", first, "--store", here).returncode == 0
    told = fails(1, "build", second, "--store", here)
    assert "nothing was changed" in told
    assert "document/letter" in told
    assert EvidenceGraph.at(here).validate().conforms
    done = run("remove", "first", "--store", here)
    assert done.stdout.startswith("removed: first (3 graphs"), done.stderr
    assert run("build", second, "--store", here).returncode == 0
    assert "no record is called 'first'" in fails(1, "remove", "first", "--store", here)


SOURCE = """\
record: source
status: reviewed
curation: {curator: tests, date: 2030-01-01}
publications:
  - {id: jones-2029, label: "Jones 2029", title: Trial X, text_seen: full text, reports: [trial-x]}
trials: [{id: trial-x, label: Trial X}]
cohorts: [{id: trial-x/everyone, label: all patients, n: 84}]
regimens: [{id: trial-x/arm-a, label: arm A, drugs: [mitoxantrone]}]
reported:
  - {id: other, study: trial-x, cohort: trial-x/everyone, endpoint: complete-remission,
     time: end of block-1, statistic: proportion, value: %s, unit: "%%"}
"""


def findings(graph: EvidenceGraph) -> list[str | None]:
    return [row["rule"] for row in graph.rows("findings", document="smith-2030")]


def test_findings_of_others_are_judged_anew_when_their_source_goes(
    record_file: Writer, tmp_path: Path
) -> None:
    """The letter and another record define one work; with the other goes a value that it reports."""
    source = tmp_path / "source.yaml"
    source.write_text(SOURCE % "10.5", encoding="utf-8")
    letter = record_file()
    both = EvidenceGraph.of(letter, source)
    alone = EvidenceGraph.of(letter)
    removed = both.remove("source")
    assert removed.judged == ["smith-2030"]
    assert findings(both) == findings(alone)
    assert both.rows(QUADS) == alone.rows(QUADS)


def test_what_a_person_made_of_a_finding_outlives_the_judging(
    record_file: Writer, tmp_path: Path
) -> None:
    letter = record_file(("value: 72.60", "value: 91.0"))
    source = tmp_path / "source.yaml"
    source.write_text(SOURCE % "10.5", encoding="utf-8")
    (finding, *_) = EvidenceGraph.of(letter).audit()[0].findings
    letter.with_name(f"{letter.stem}.reviews.yaml").write_text(
        f"reviews:\n  - {{finding: {finding.id}, verdict: dismissed, reason: A misprint.}}\n",
        encoding="utf-8",
    )
    graph = EvidenceGraph.of(letter, source)
    graph.remove("source")
    dismissed = "SELECT ?f { ?f at:review 'dismissed' ; at:reviewReason 'A misprint.' }"
    assert len(graph.rows(dismissed)) == 1


def test_a_load_reads_no_more_of_a_store_that_has_grown(tmp_path: Path) -> None:
    """What a change looks at is what it meets, not what else is there."""

    def looked_at(others: int) -> int:
        graph = EvidenceGraph.empty()
        records = [
            study(tmp_path, f"other-{n}", f"label: Other {n}", id=f"other-{n}")
            for n in range(others)
        ]
        graph.load(
            study(tmp_path, "first", "label: Zeta", "registrations: [NCT99900001]"), *records
        )
        numbers = "registrations: [NCT99900001]"
        change = Change(
            graph.store, build([study(tmp_path, "late", "label: Eta", numbers, id="eta")]).graphs
        )
        assert change.validate().conforms
        return len(change.in_question)

    assert 0 < looked_at(2) == looked_at(40)


@pytest.mark.parametrize("letter_first", [True, False])
def test_what_is_loaded_one_after_another_is_what_is_built_together(
    record_file: Writer, tmp_path: Path, letter_first: bool
) -> None:
    source = tmp_path / "source.yaml"
    source.write_text(SOURCE % "10.5", encoding="utf-8")
    letter = record_file()
    graph = EvidenceGraph.empty()
    for path in (letter, source) if letter_first else (source, letter):
        graph.load(path)
    together = EvidenceGraph.of(letter, source)
    assert graph.rows(QUADS) == together.rows(QUADS)
    assert findings(together) != findings(EvidenceGraph.of(letter))
