"""The state of a hop: what the audit made of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from alltrace import EvidenceGraph, Trace

Writer = Callable[..., Path]


def states(trace: Trace, kind: str) -> dict[tuple[str, str], str]:
    return {
        (hop.source.rsplit("/", 1)[-1], hop.target.rsplit("/", 1)[-1]): hop.state
        for hop in trace.hops
        if hop.kind == kind
    }


def test_a_value_that_the_cited_source_reports_is_verified_all_the_way(
    invented: EvidenceGraph,
) -> None:
    trace = invented.trace("works")
    assert states(trace, "asserts") == {("claim-1", "remission"): "verified"}
    assert states(trace, "cites") == {("claim-1", "p1"): "verified"}
    assert states(trace, "restates") == {("remission", "remission-reported"): "verified"}
    assert set(states(trace, "supports").values()) == {"recorded"}
    assert (trace.counts.verified_hops, trace.counts.broken_hops) == (3, 0)


def test_a_value_that_the_source_has_otherwise_is_a_mismatch(record_file: Writer) -> None:
    path = record_file(("value: 72.60", "value: 62.60"))
    trace = EvidenceGraph.of(path).trace("works")
    for kind in ("asserts", "cites", "restates"):
        assert set(states(trace, kind).values()) == {"mismatch"}, kind
    assert trace.counts.broken_hops == 3


def test_a_claim_without_a_citation_leaves_its_value_uncited(record_file: Writer) -> None:
    path = record_file(("pointers: [p1], measurements", "measurements"))
    trace = EvidenceGraph.of(path).trace("works")
    assert states(trace, "asserts") == {("claim-1", "remission"): "uncited"}
    assert states(trace, "restates") == {("remission", "remission-reported"): "verified"}


def test_a_claim_that_rests_on_nothing_is_uncited_itself(record_file: Writer) -> None:
    path = record_file(("pointers: [p1], measurements: [remission]", "endpoints: [sepsis]"))
    trace = EvidenceGraph.of(path).trace("works")
    assert states(trace, "supports") == {("works", "claim-1"): "uncited"}


def test_a_number_that_no_count_gives_breaks_the_hop_to_it(record_file: Writer) -> None:
    count = ("value: 72.60\n", "value: 72.60\n    numerator: 50\n    denominator: 84\n")
    trace = EvidenceGraph.of(record_file(count)).trace("works")
    assert states(trace, "asserts") == {("claim-1", "remission"): "error"}


def test_a_break_that_a_reviewer_dismissed_is_told_as_dismissed(record_file: Writer) -> None:
    path = record_file(("value: 72.60", "value: 62.60"))
    (audited,) = EvidenceGraph.of(path).audit(rules=["value-mismatch"])
    (finding,) = audited.findings
    reviews = path.with_name("smith.reviews.yaml")
    reviews.write_text(
        f"reviews:\n  - {{finding: {finding.id}, verdict: dismissed, reason: Known.}}\n"
    )
    trace = EvidenceGraph.of(path).trace("works")
    assert states(trace, "asserts") == {("claim-1", "remission"): "dismissed finding"}
    assert trace.counts.broken_hops == 0


OF_ANOTHER = (
    ("pointers: [p1], measurements: [remission]", "pointers: [p1], studies: [trial-y]"),
    (
        "publication: jones-2029}",
        "publication: jones-2029}\n  - {number: 2, publication: lee-2028}",
    ),
    (
        "reports: [trial-x]}",
        "reports: [trial-x]}\n  - {id: lee-2028, label: Lee 2028, title: Y, text_seen: part, reports: [trial-y]}",
    ),
    ("label: Trial X}", "label: Trial X}\n  - {id: trial-y, label: Trial Y}"),
    ("  - id: remission-reported\n", "  - id: remission-reported\n    reported_by: jones-2029\n"),
)
"""A claim about one study that cites the work on another."""


def test_a_citation_of_the_work_on_another_study_is_a_wrong_reference(record_file: Writer) -> None:
    trace = EvidenceGraph.of(record_file(*OF_ANOTHER)).trace("works")
    assert states(trace, "cites") == {("claim-1", "p1"): "wrong reference"}
    assert states(trace, "supports") == {("works", "claim-1"): "recorded"}


def test_a_citation_whose_error_was_dismissed_is_told_as_dismissed(record_file: Writer) -> None:
    path = record_file(*OF_ANOTHER)
    (audited,) = EvidenceGraph.of(path).audit(rules=["wrong-reference"])
    (finding,) = audited.findings
    path.with_name("smith.reviews.yaml").write_text(
        f"reviews:\n  - {{finding: {finding.id}, verdict: dismissed, reason: Known.}}\n"
    )
    trace = EvidenceGraph.of(path).trace("works")
    assert states(trace, "cites") == {("claim-1", "p1"): "dismissed finding"}


def test_a_citation_of_a_work_that_was_not_seen_to_say_so_is_unverifiable(
    record_file: Writer,
) -> None:
    path = record_file(("pointers: [p1], measurements: [remission]", "pointers: [p1]"))
    trace = EvidenceGraph.of(path).trace("works")
    assert states(trace, "cites") == {("claim-1", "p1"): "unverifiable"}


def test_a_value_whose_only_reference_falls_away_is_uncited(invented: EvidenceGraph) -> None:
    trace = invented.without(reference=1).trace("works")
    assert states(trace, "asserts") == {("claim-1", "remission"): "uncited"}


def test_a_value_that_another_reference_is_left_for_is_unverifiable(record_file: Writer) -> None:
    path = record_file(
        OF_ANOTHER[1],
        (OF_ANOTHER[2][0], OF_ANOTHER[2][1].replace("trial-y", "trial-x")),
        OF_ANOTHER[4],
        (
            "anchor: s1}\nstated",
            "anchor: s1}\n  - {id: p2, marker: 1, reference: 2, role: discusses, anchor: s1}\nstated",
        ),
        ("pointers: [p1]", "pointers: [p1, p2]"),
    )
    whole = EvidenceGraph.of(path)
    value, cited = ("claim-1", "remission"), ("claim-1", "p2")
    assert states(whole.trace("works"), "asserts") == {value: "verified"}
    assert states(whole.trace("works"), "cites")[cited] == "unverifiable"
    left = whole.without(reference=1).trace("works")
    assert states(left, "asserts") == {value: "unverifiable"}
    assert states(left, "cites") == {cited: "unverifiable"}


@pytest.mark.parametrize(
    ("conclusion", "kind", "hop", "state"),
    [
        ("too-toxic", "asserts", ("severe-events-common", "ae-grade-3-or-higher"), "derived"),
        ("too-little-efficacy", "asserts", ("mrd-rate-inferior-to-ukallr3", "pfs-3y-mitoxantrone"), "wrong reference"),
        ("too-little-efficacy", "cites", ("mrd-rate-inferior-to-ukallr3", "p12"), "wrong reference"),
        ("too-little-efficacy", "supports", ("efficacy-deficit", "mrd-rate-inferior-to-ukallr3"), "error"),
        ("too-little-efficacy", "cites", ("mrd-predicts-outcome", "p10"), "unverifiable"),
        ("too-little-efficacy", "asserts", ("early-relapse-fares-badly", "efs-4y-early-marrow"), "uncited"),
    ],
)  # fmt: skip
def test_the_letters_hops_are_what_was_found_by_hand(
    graph: EvidenceGraph, conclusion: str, kind: str, hop: tuple[str, str], state: str
) -> None:
    assert states(graph.trace(conclusion), kind)[hop] == state
