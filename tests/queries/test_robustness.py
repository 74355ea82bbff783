"""The robustness of a conclusion: chains, cuts and dominators of traces whose answer is known."""

import itertools
from collections.abc import Callable, Iterable
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alltrace import EvidenceGraph
from alltrace import Trace as Shown
from ingest.graphs import NamedGraph
from ontology.errors import AmbiguousNameError, WeighingError
from queries.robustness import Robustness, robustness, shared
from queries.store import EmbeddedStore
from queries.studies import CountedStudies
from queries.trace import Hop, Node, State, Trace
from queries.trace import trace as follow
from queries.trace.assembly import _counts, _cycles
from queries.weighing import weigh

Writer = Callable[..., Path]
KINDS = {
    "k": "Conclusion",
    "c": "Claim",
    "v": "StatedMeasurement",
    "w": "Publication",
    "s": "Study",
}


def made(*edges: str) -> Trace:
    """A trace from edges such as `k>c1`, `c1>w1`, `w1>s1`; `c1-k` disputes; `k` is the root.

    The first letter of a name tells its kind.
    """
    hops = []
    for edge in edges:
        sign = ">" if ">" in edge else "-"
        source, target = edge.split(sign)
        kind = {"v": "asserts", "w": "cites", "s": "reports"}.get(
            target[0], "supports" if sign == ">" else "disputes"
        )
        if source[0] == target[0] == "s":
            kind = "part of"
        state: State = "verified" if kind in ("asserts", "cites") else "recorded"
        hops.append(Hop(source, target, kind, state, line=f"l-{source}-{target}"))
    names = {"k"} | {name for hop in hops for name in (hop.source, hop.target)}
    nodes = {name: Node(name, KINDS[name[0]], f"{name}.", {}, []) for name in sorted(names)}
    return Trace("k", nodes, hops, _counts(nodes, hops, CountedStudies()), _cycles(hops))


def test_the_former_name_of_robustness_gives_the_same_and_warns() -> None:
    trace = Shown.of(made("k>c1", "c1>w1", "w1>s1"))
    with pytest.warns(DeprecationWarning, match="robustness"):
        assert trace.standing() == trace.robustness()


def test_one_chain_rests_on_everything_along_it() -> None:
    found = robustness(made("k>c1", "c1>w1", "w1>s1"))
    assert (found.chains, found.disjoint_chains, found.studies) == (1, 1, ["s1"])
    assert found.load_bearing == ["c1", "s1", "w1"]
    assert found.carries == {"c1": ["s1"], "w1": ["s1"]}
    assert found.words[0] == "Rests on one study: s1."


def test_two_chains_that_share_nothing_need_two_cuts() -> None:
    found = robustness(made("k>c1", "k>c2", "c1>w1", "c2>w2", "w1>s1", "w2>s2"))
    assert (found.chains, found.disjoint_chains) == (2, 2)
    assert found.load_bearing == []
    assert found.cuts.publications == ["w1", "w2"]


def test_two_studies_through_one_claim_are_cut_by_that_claim() -> None:
    found = robustness(made("k>c1", "c1>c2", "c1>c3", "c2>w1", "c3>w2", "w1>s1", "w2>s2"))
    assert (found.chains, found.disjoint_chains) == (2, 1)
    assert found.cuts.claims_or_studies == ["c1"] == found.load_bearing
    assert found.cuts.studies == ["s1", "s2"]
    assert found.carries["c1"] == ["s1", "s2"]
    assert "Without the claim “c1” nothing supports it." in found.words


def test_parts_of_one_study_are_one_study() -> None:
    found = robustness(made("k>c1", "k>c2", "c1>w1", "c2>w2", "w1>s1", "w2>s2", "s1>s0", "s2>s0"))
    assert (found.chains, found.studies) == (1, ["s0"])
    assert found.load_bearing == ["s0"]


def test_disputing_evidence_holds_nothing_up() -> None:
    found = robustness(made("k-c1", "c1>w1", "w1>s1"))
    assert (found.chains, found.studies, found.words[0]) == (
        0, [], "No chain of support reaches a study.",
    )  # fmt: skip


def test_claims_that_reach_no_study_are_told() -> None:
    found = robustness(made("k>c1", "k>c2", "c1>w1", "w1>s1", "c2>c3"))
    assert found.bare_claims == ["c2", "c3"]
    assert "2 supporting claims reach no study." in found.words


def test_a_cut_of_claims_is_impossible_where_the_conclusion_cites_by_itself() -> None:
    found = robustness(made("k>w1", "w1>s1"))
    assert found.cuts.claims is None
    assert found.cuts.claims_or_studies == ["s1"]


def test_a_conclusion_argued_from_another_leans_on_it() -> None:
    trace = made("k>k2", "k2>c1", "c1>w1", "w1>s1")
    assert robustness(trace).leans_on == ["k2"]


def test_only_chains_verified_from_end_to_end_count_as_verified(record_file: Writer) -> None:
    sound = EvidenceGraph.of(record_file()).trace("works").robustness()
    assert len(sound.verified_studies) == 1
    wrong = record_file(("value: 72.60", "value: 62.60"))
    assert EvidenceGraph.of(wrong).trace("works").robustness().verified_studies == []


@st.composite
def edges(draw: st.DrawFn) -> list[str]:
    """Layers of claims, works and studies, joined at random downwards."""
    layers = [["k"]]
    for letter, most in (("c", 4), ("c", 4), ("w", 4), ("s", 4)):
        start = sum(len(layer) for layer in layers)
        layers.append([f"{letter}{start + i}" for i in range(draw(st.integers(1, most)))])
    return [
        f"{upper}>{lower}"
        for above, below in itertools.pairwise(layers)
        for lower in below
        for upper in draw(st.lists(st.sampled_from(above), min_size=1, unique=True))
    ]


def reaches(trace: Trace, without: Iterable[str]) -> bool:
    graph = nx.DiGraph((hop.source, hop.target) for hop in trace.hops)
    graph.remove_nodes_from(without)
    below = nx.descendants(graph, "k") if "k" in graph else set()
    return any(name.startswith("s") for name in below)


@given(edges())
@settings(max_examples=150, deadline=None)
def test_the_smallest_cut_cuts_and_no_smaller_set_does(found: list[str]) -> None:
    trace = made(*found)
    result = robustness(trace)
    cut = result.cuts.claims_or_studies
    assert cut is not None
    assert not reaches(trace, cut)
    candidates = [n for n, node in trace.nodes.items() if node.kind in ("Claim", "Study")]
    for smaller in itertools.combinations(candidates, len(cut) - 1):
        assert reaches(trace, smaller)
    assert result.disjoint_chains == len(cut)


@given(edges())
@settings(max_examples=150, deadline=None)
def test_load_bearing_is_what_alone_takes_all_support_away(found: list[str]) -> None:
    trace = made(*found)
    alone = {n for n in trace.nodes if n != "k" and not reaches(trace, [n])}
    assert set(robustness(trace).load_bearing) == alone


# -- the letter ------------------------------------------------------------------------------------


def named(found: Robustness, iris: Iterable[str]) -> set[str]:
    return {iri.rsplit("/", 1)[-1] for iri in iris}


@pytest.mark.parametrize(
    ("name", "studies", "verified", "cut"),
    [
        ("too-toxic", {"aall1331", "all-r3", "tacl-retrospective"}, {"aall1331"}, 3),
        ("too-little-efficacy", {"aall1331", "all-r3", "tacl-retrospective"}, set(), 1),
        ("explore-other-modalities", set(), set(), 0),
    ],
)
def test_the_letters_conclusions_stand_on_what_was_counted_by_hand(
    graph: EvidenceGraph, name: str, studies: set[str], verified: set[str], cut: int
) -> None:
    found = graph.trace(name).robustness()
    assert named(found, found.studies) == studies
    assert named(found, found.verified_studies) == verified
    assert found.disjoint_chains == cut


def test_the_letters_conclusions_share_evidence(graph: EvidenceGraph) -> None:
    found = {(s.first.rsplit("/", 1)[-1], s.second.rsplit("/", 1)[-1]): s for s in graph.shared()}
    both = found["too-toxic", "too-little-efficacy"]
    assert {iri.rsplit("/", 1)[-1] for iri in both.studies} == {
        "aall1331",
        "all-r3",
        "tacl-retrospective",
    }
    traces = [graph.trace(name) for name in ("too-toxic", "explore-other-modalities")]
    assert shared(traces) == []


# -- bad and large graphs ----------------------------------------------------------------------------

AT = "https://w3id.org/alltrace/ns#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
X = "https://x.org/"


def line(number: int, upper: str, lower: str, direction: str = "supports") -> str:
    return (
        f"<{X}l{number}> <{AT}bearsOn> <{X}{upper}> .\n<{X}l{number}> <{AT}hasEvidence> <{X}{lower}> .\n"
        f'<{X}l{number}> <{AT}direction> "{direction}" .\n<{X}l{number}> <{TYPE}> <{AT}EvidenceLine> .\n'
        f'<{X}{lower}> <{RDFS_LABEL}> "{lower}" .\n<{X}{upper}> <{RDFS_LABEL}> "{upper}" .\n'
    )


def stored(triples: str) -> EmbeddedStore:
    store = EmbeddedStore()
    store.replace([NamedGraph(X + "g", triples.encode())])
    return store


def test_a_chain_a_hundred_thousand_deep_is_followed_to_its_end() -> None:
    depth = 100_000
    chain = "".join(line(n, f"c{n}", f"c{n + 1}") for n in range(depth))
    end = f"<{X}c{depth}> <{AT}citesPointer> <{X}p> .\n<{X}p> <{AT}pointsTo> <{X}r> .\n"
    end += f"<{X}r> <{AT}refersTo> <{X}w> .\n<{X}w> <{AT}reportsStudy> <{X}s> .\n"
    kinds = f"<{X}s> a <{AT}Study> .\n<{X}w> a <{AT}Publication> .\n".replace(" a ", f" <{TYPE}> ")
    store = stored(chain + end + kinds)
    trace = follow(store, ox.NamedNode(X + "c0"))
    assert len(trace.nodes) == depth + 5
    found = robustness(trace)
    assert found.studies == [X + "s"]
    assert trace.cycles == []


def test_a_long_chain_is_shown_as_far_as_a_person_reads(record_file: Writer) -> None:
    store = stored("".join(line(n, f"c{n}", f"c{n + 1}") for n in range(5_000)))
    from graph_viz.text.console import console

    trace = Shown.of(follow(store, ox.NamedNode(X + "c0")))
    with console().capture() as captured:
        console().print(trace)
    assert captured is not None
    for text in (trace.markdown(), trace.mermaid(), trace.dot(), trace.html()):
        assert "c5000" in text


def test_a_cycle_is_named_and_supports_nothing_by_itself() -> None:
    store = stored(line(1, "c0", "c1") + line(2, "c1", "c2") + line(3, "c2", "c1", "disputes"))
    trace = follow(store, ox.NamedNode(X + "c0"))
    assert trace.cycles == [[X + "c1", X + "c2"]]
    assert robustness(trace).chains == 0
    with pytest.raises(WeighingError, match="cycle"):
        weigh(trace)


def test_two_conclusions_of_one_label_must_be_told_apart(record_file: Writer) -> None:
    again = "  - {id: works, anchor: s1, text: The regimen works.}\n"
    path = record_file((again, again + again.replace("works,", "works-too,")))
    graph = EvidenceGraph.of(path)
    with pytest.raises(AmbiguousNameError, match="whole IRI"):
        graph.trace("The regimen works.")
    assert graph.trace("works-too").conclusion.endswith("/works-too")


# -- weighing ------------------------------------------------------------------------------------


def test_support_raises_and_dispute_lowers_as_in_df_quad() -> None:
    assert weigh(made("k>c1")).weight == pytest.approx(0.75)
    assert weigh(made("k-c1")).weight == pytest.approx(0.25)
    assert weigh(made("k>c1", "k-c2")).weight == pytest.approx(0.5)
    assert weigh(made("k>c1", "k>c2")).weight == pytest.approx(0.875)
    assert weigh(made("k>c1"), starts={"c1": 0}).weight == pytest.approx(0.5)


def test_every_weight_shows_what_it_was_computed_from() -> None:
    found = weigh(made("k>c1", "c1-c2"))
    told = {a.iri: a.derivation for a in found.arguments}
    assert told["c2"] == "0.500, the start"
    assert told["c1"] == "0.500 − 0.500 × (0.500 − 0.000) = 0.250"
    assert told["k"] == "0.500 + (1 − 0.500) × (0.250 − 0.000) = 0.625"


@pytest.mark.parametrize("starts", [{"c1": 1.5}, {"c1": -0.1}, {"c9": 0.5}])
def test_a_start_weight_amiss_is_refused(starts: dict[str, float]) -> None:
    with pytest.raises(WeighingError):
        weigh(made("k>c1"), starts=starts)


@given(edges(), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_weights_stay_between_nought_and_one(found: list[str], start: float) -> None:
    assert all(0 <= a.weight <= 1 for a in weigh(made(*found), start).arguments)
