"""Which studies count as one, on invented records: by number, by part, by a person's word."""

import json
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
import yaml

from alltrace import EvidenceGraph
from ingest.importers import import_bytes
from ingest.recordtext import record_text
from ontology.errors import RecordError
from ontology.terms import DEFAULT_BASE

ONE, TWO, EURO = "NCT00000001", "NCT00000002", "2030-000001-10"


def study(name: str, *registrations: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "label": f"Study {name}", "registrations": list(registrations), **more}


def letter(*studies: dict[str, Any]) -> dict[str, Any]:
    """A letter whose one conclusion rests on a reported value of each study without parts."""
    wholes = {s.get("part_of") for s in studies}
    leaves = [s["id"] for s in studies if s["id"] not in wholes]
    return {
        "record": "letter",
        "status": "reviewed",
        "curation": {"curator": "tests", "date": "2030-01-01"},
        "document": {"id": "letter", "label": "Letter", "type": "letter", "title": "Letter"},
        "references": [{"number": n, "publication": f"{name}-paper"} for n, name in enumerate(leaves, 1)],
        "pointers": [{"id": f"p{n}", "marker": n, "reference": n, "role": "citesAsEvidence"} for n in range(1, len(leaves) + 1)],
        "publications": [
            {"id": f"{name}-paper", "label": f"{name} 2029", "title": name, "text_seen": "abstract", "reports": [name]}
            for name in leaves
        ],
        "studies": [{k: v for k, v in s.items() if v} for s in studies],
        "reported": [
            {"id": f"cr-{name}", "study": name, "endpoint": "complete-remission", "value": f"{60 + n}.0", "unit": "%",
             "statistic": "proportion", "reported_by": f"{name}-paper"}
            for n, name in enumerate(leaves)
        ],
        "stated": [
            {"id": f"said-{name}", "study": name, "endpoint": "complete-remission", "value": f"{60 + n}.0", "unit": "%",
             "statistic": "proportion", "restates": [f"cr-{name}"]}
            for n, name in enumerate(leaves)
        ],
        "claims": [
            {"id": f"c-{name}", "text": f"{name} works.", "measurements": [f"said-{name}"], "pointers": [f"p{n}"]}
            for n, name in enumerate(leaves, 1)
        ],
        "conclusions": [{"id": "k", "text": "All work."}],
        "evidence": [
            {"id": "e", "evidence": [f"c-{name}" for name in leaves], "bears_on": "k", "direction": "supports", "why": "They do."}
        ],
    }  # fmt: skip


def judged(*entries: tuple[str, str, str]) -> dict[str, Any]:
    said = {"by": "A. Curator", "date": "2030-02-01", "why": "The sponsor says so."}
    return {
        "identity": "tests",
        "entries": [{"studies": [one, two], "verdict": v, **said} for one, v, two in entries],
    }


def written(folder: Path, record: dict[str, Any], identity: dict[str, Any] | None = None) -> Path:
    path = folder / f"{record['record']}.yaml"
    path.write_text(yaml.safe_dump(record, sort_keys=False), encoding="utf-8")
    if identity is not None:
        text = yaml.safe_dump(identity, sort_keys=False)
        (folder / "identity.yaml").write_text(text, encoding="utf-8")
    return path


def about_identity(graph: EvidenceGraph) -> dict[str, str]:
    """The findings on identity: rule and message."""
    (audit,) = graph.audit(rules=["studies-perhaps-one", "studies-named-alike"])
    return {finding.rule: finding.message for finding in audit.findings}


def counts(graph: EvidenceGraph) -> tuple[int, int, int]:
    """How many studies the trace, its chains and the explorer's box of the conclusion rest on."""
    from graph_viz.explorer.data import explorer_data

    trace = graph.trace("k")
    data = explorer_data(graph.store)
    row = data.nodes.rests[data.conclusions.node[0]]
    return trace.counts.studies, trace.robustness().chains, len(data.studies[row])


ZETA = (study("zeta", ONE), study("zeta-trial", ONE))


def test_two_records_with_one_number_count_once_and_are_told(tmp_path: Path) -> None:
    graph = EvidenceGraph.of(written(tmp_path, letter(*ZETA)))
    assert counts(graph) == (1, 1, 1)
    words = graph.trace("k").robustness().words[0]
    assert words == f"Rests on one study: Study zeta (2 records, perhaps one study: {ONE})."
    assert f"share {ONE}" in about_identity(graph)["studies-perhaps-one"]


def test_studies_with_numbers_of_their_own_are_independent(tmp_path: Path) -> None:
    graph = EvidenceGraph.of(written(tmp_path, letter(study("zeta", ONE), study("eta", TWO))))
    assert counts(graph) == (2, 2, 2)
    assert about_identity(graph) == {}
    assert graph.trace("k").robustness().words[0] == (
        "Rests on 2 independent studies: Study eta, Study zeta."
    )


def test_the_numbers_of_two_registries_join_through_a_third_record(tmp_path: Path) -> None:
    three = (study("zeta", ONE), study("zeta-eu", EURO), study("zeta-both", ONE, EURO))
    graph = EvidenceGraph.of(written(tmp_path, letter(*three)))
    assert counts(graph) == (1, 1, 1)
    assert "3 records, perhaps one study" in graph.trace("k").robustness().words[0]


def test_a_third_record_joins_also_where_the_conclusion_does_not_reach_it(tmp_path: Path) -> None:
    path = written(tmp_path, letter(study("zeta", ONE), study("zeta-eu", EURO)))
    bridge = {
        "record": "bridge",
        "status": "reviewed",
        "curation": {"curator": "tests", "date": "2030-01-01"},
        "studies": [study("bridge", ONE, EURO)],
    }
    graph = EvidenceGraph.of(path, written(tmp_path, bridge))
    assert (graph.trace("k").counts.studies, graph.trace("k").robustness().chains) == (1, 1)
    assert "3 records" in about_identity(graph)["studies-perhaps-one"]


def test_parts_of_one_study_rightly_share_its_number(tmp_path: Path) -> None:
    parts = [study(f"zeta-{n}", ONE, part_of="zeta") for n in (1, 2)]
    graph = EvidenceGraph.of(written(tmp_path, letter(study("zeta", ONE), *parts)))
    assert counts(graph) == (1, 1, 1)
    assert about_identity(graph) == {}


def test_a_part_that_shares_its_number_with_a_stranger_joins_the_whole(tmp_path: Path) -> None:
    whole = (study("zeta"), study("zeta-1", ONE, part_of="zeta"), study("eta", ONE))
    graph = EvidenceGraph.of(written(tmp_path, letter(*whole)))
    assert counts(graph) == (1, 1, 1)
    assert "studies-perhaps-one" in about_identity(graph)


def test_a_number_of_no_known_registry_joins_nothing(tmp_path: Path) -> None:
    pair = (study("zeta", "sponsor 12"), study("eta", "sponsor 12"))
    graph = EvidenceGraph.of(written(tmp_path, letter(*pair)))
    assert counts(graph) == (2, 2, 2)
    assert list(about_identity(graph)) == ["studies-named-alike"]


def test_names_alike_are_a_note_and_join_nothing(tmp_path: Path) -> None:
    alike = (study("zeta", label="Trial Zeta 3"), study("eta", label="TRIAL ZETA-3"))
    graph = EvidenceGraph.of(written(tmp_path, letter(*alike)))
    assert counts(graph) == (2, 2, 2)
    assert list(about_identity(graph)) == ["studies-named-alike"]


def test_a_number_that_is_another_s_secondary_name_is_a_note_only(tmp_path: Path) -> None:
    ctis = "2030-500001-11-00"
    pair = (study("zeta", ctis), study("eta", TWO, names=[ctis]))
    graph = EvidenceGraph.of(written(tmp_path, letter(*pair)))
    assert counts(graph) == (2, 2, 2)
    assert list(about_identity(graph)) == ["studies-named-alike"]


def test_what_a_person_calls_the_same_counts_once_without_a_finding(tmp_path: Path) -> None:
    for studies in (ZETA, (study("zeta"), study("zeta-trial"))):
        same = judged(("zeta-trial", "same", "zeta"))
        graph = EvidenceGraph.of(written(tmp_path, letter(*studies), same))
        assert counts(graph) == (1, 1, 1)
        assert about_identity(graph) == {}
        assert graph.trace("k").robustness().words[0] == (
            "Rests on one study: Study zeta (2 records of one study)."
        )


def test_what_a_person_calls_different_counts_apart_without_a_finding(tmp_path: Path) -> None:
    apart = judged(("zeta", "different", "zeta-trial"))
    graph = EvidenceGraph.of(written(tmp_path, letter(*ZETA), apart))
    assert counts(graph) == (2, 2, 2)
    assert about_identity(graph) == {}


def test_names_alike_that_a_person_calls_different_are_no_note(tmp_path: Path) -> None:
    alike = (study("zeta", label="Trial Zeta 3"), study("eta", label="TRIAL ZETA-3"))
    apart = judged(("zeta", "different", "eta"))
    assert about_identity(EvidenceGraph.of(written(tmp_path, letter(*alike), apart))) == {}


def test_candidates_never_join_two_studies_that_a_person_calls_different(tmp_path: Path) -> None:
    three = (study("a", ONE), study("b", TWO), study("pooled", ONE, TWO))
    apart = judged(("a", "different", "b"))
    graph = EvidenceGraph.of(written(tmp_path, letter(*three), apart))
    assert counts(graph) == (2, 2, 2)
    assert ONE in about_identity(graph)["studies-perhaps-one"]


def test_a_person_s_word_stands_in_a_graph_of_its_own_and_changes_neither_study(
    tmp_path: Path,
) -> None:
    record = letter(*ZETA)
    before = EvidenceGraph.of(written(tmp_path, record)).export("nquads").splitlines()
    said = written(tmp_path, record, judged(("zeta", "same", "zeta-trial")))
    graph = EvidenceGraph.of(said)
    after = graph.export("nquads").splitlines()
    # The description of the whole dataset counts all that is there, so it changes with anything.
    before, after = (
        [line for line in lines if not line.endswith(b"ns#dataset> .")] for lines in (before, after)
    )
    added = {line for line in set(after) - set(before) if b"/finding/" not in line}
    assert added
    assert all(line.endswith((b"graph/tests-identity> .", b"ns#provenance> .")) for line in added)
    assert all(b"/finding/" in line or b"-findings>" in line for line in set(before) - set(after))
    assert any(b"A. Curator" in line and b"provenance" in line for line in added)
    assert graph.validate().conforms


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([("zeta", "same", "zeta")], "two different names are wanted"),
        ([("zeta", "perhaps", "eta")], "verdict"),
        ([("zeta", "same", "eta"), ("eta", "different", "zeta")], "are decided on already at"),
    ],
)
def test_a_faulty_identity_file_is_refused_with_file_and_line(
    tmp_path: Path, entries: list[tuple[str, str, str]], told: str
) -> None:
    path = written(tmp_path, letter(*ZETA), judged(*entries))
    with pytest.raises(RecordError, match=rf"identity\.yaml:\d+: .*{told}"):
        EvidenceGraph.of(path)


def test_an_entry_on_a_study_that_is_not_here_waits(tmp_path: Path) -> None:
    waiting = judged(("zeta", "same", "elsewhere"))
    graph = EvidenceGraph.of(written(tmp_path, letter(*ZETA), waiting))
    assert b"study/elsewhere" not in graph.export("nquads")
    assert graph.validate().conforms


def test_one_record_verifies_a_value_of_the_other_only_by_a_person_s_word(tmp_path: Path) -> None:
    record = letter(*ZETA)
    del record["stated"][0]["restates"]
    record["stated"][0]["value"] = "61.0"  # as the paper on the other record has it
    record["claims"][0]["pointers"] = ["p2"]
    outcomes = []
    for identity in (None, judged(("zeta", "same", "zeta-trial"))):
        (audit,) = EvidenceGraph.of(written(tmp_path, record, identity)).audit()
        outcomes += [v.outcome for v in audit.values if v.about.endswith("said-zeta")]
    assert outcomes == ["unverifiable", "verified"]


def test_a_registry_s_record_is_a_candidate_for_the_study_of_a_curated_one(tmp_path: Path) -> None:
    registered = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT02101853", "briefTitle": "An invented title"},
            "designModule": {"studyType": "INTERVENTIONAL"},
        }
    }
    answer = json.dumps(registered).encode()
    (imported,) = import_bytes(answer, "registry.json", date(2030, 1, 1))
    assert imported.data is not None
    path = tmp_path / "imported.yaml"
    path.write_text(record_text(imported.data), encoding="utf-8")
    with as_file(files("ingest") / "records" / "letters" / "mohetaer-2026.yaml") as bundled:
        graph = EvidenceGraph.of(bundled, path)
    told = about_identity(graph)["studies-perhaps-one"]
    assert "aall1331" in told
    assert "nct02101853" in told
    alone = EvidenceGraph().trace("too-toxic").counts.studies
    assert graph.trace("too-toxic").counts.studies == alone
    # The study and the part of it whose paper gives the same number, each beside the registry's.
    base = f"{DEFAULT_BASE}study/"
    assert [(row["study"], row["other"]) for row in graph.query("studies-perhaps-one")] == [
        (f"{base}aall1331", f"{base}nct02101853"),
        (f"{base}aall1331-hr-ir", f"{base}nct02101853"),
    ]
