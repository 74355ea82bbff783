"""The conclusions with their counts, and what each takes from each publication."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from graph_viz.explorer import model
from graph_viz.explorer.boxes import Boxes
from graph_viz.explorer.tables import columns
from graph_viz.explorer.words import STATES
from ontology.field_map import section_property
from ontology.model import Conclusion, Document
from ontology.terms import local_name
from queries.robustness import robustness
from queries.trace import LINE_KINDS, Hop, Trace
from queries.trace.assembly import JudgedContent, trace_under

STATES_CLAIM = section_property("claims")
"""The property by which a document states a claim."""
_WORST = 8
"""How many findings a conclusion lists; the counts tell of all."""


def traces_of(boxes: Boxes, judged: JudgedContent) -> dict[str, Trace]:
    """The trace of each conclusion, by document and in the document's order."""
    documents = _documents(boxes)

    def place(conclusion: Conclusion) -> tuple[str, int, str]:
        return documents.get(conclusion.iri, ""), _position(conclusion), conclusion.iri

    ordered = sorted(boxes.things.all(Conclusion), key=place)
    return {conclusion.iri: trace_under(conclusion.iri, judged) for conclusion in ordered}


def conclusions(
    boxes: Boxes, traces: Mapping[str, Trace], findings: model.Findings
) -> model.Conclusions:
    """A row for each trace."""
    documents = _documents(boxes)
    row_of = {name: row for row, name in enumerate(findings.id)}
    robust = [robustness(trace, all_cuts=False) for trace in traces.values()]
    counts = [_counts(trace) for trace in traces.values()]
    return model.Conclusions(
        node=[boxes.rows[iri] for iri in traces],
        document=[boxes.rows.get(documents.get(iri, ""), -1) for iri in traces],
        position=[_position(boxes.things.find(Conclusion, iri)) for iri in traces],
        counts={name: [count[name] for count in counts] for name in (counts or [{}])[0]},
        findings=[_worst(trace, row_of) for trace in traces.values()],
        bearing=[
            [boxes.rows[iri] for iri in result.load_bearing if iri in boxes.rows]
            for result in robust
        ],
        standing=[result.words for result in robust],
    )


def cells(boxes: Boxes, traces: Sequence[Trace]) -> model.Cells:
    """How many citing hops lead from a conclusion to a publication, by tone of their state."""
    tones = {name: tone for name, (_, tone) in STATES.items()}
    tally: dict[tuple[int, int, int], Counter[str]] = defaultdict(Counter)
    for number, trace in enumerate(traces):
        for hop, direction in _citing(trace):
            for work in _works(trace, hop.target):
                tally[number, boxes.rows[work], direction][tones[hop.state]] += 1
    ordered = sorted(tally)
    rows, publications, directions = columns(ordered, 3)
    return model.Cells(
        conclusion=rows,
        publication=publications,
        direction=directions,
        count=[tally[key].total() for key in ordered],
        good=[tally[key]["good"] for key in ordered],
        bad=[tally[key]["bad"] for key in ordered],
        open=[tally[key]["open"] for key in ordered],
    )


def _documents(boxes: Boxes) -> dict[str, str]:
    """The document that states each claim."""
    return {
        claim: document.iri
        for document in boxes.things.all(Document)
        for claim in boxes.things.descriptions[document.iri].links.get(STATES_CLAIM, ())
    }


def _position(conclusion: Conclusion | None) -> int:
    return (conclusion.position if conclusion else None) or 0


def _counts(trace: Trace) -> dict[str, int]:
    """The counts of a trace, and how many of its hops nobody could check."""
    states = Counter(hop.state for hop in trace.hops)
    unchecked = {"unverifiable_hops": states["unverifiable"], "uncited_hops": states["uncited"]}
    return {**asdict(trace.counts), **unchecked}


def _worst(trace: Trace, row_of: Mapping[str, int]) -> list[int]:
    """The rows of the gravest findings in a trace."""
    names = {local_name(f.iri) for node in trace.nodes.values() for f in node.findings}
    return sorted(row_of[name] for name in names if name in row_of)[:_WORST]


def _citing(trace: Trace) -> Iterator[tuple[Hop, int]]:
    """Each citing hop, with what the claims on the way to it do to the conclusion.

    A claim that is reached in several ways gives its citations for each.
    """
    seen: set[tuple[str, int]] = set()
    waiting = [(trace.conclusion, 0)]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        claim, direction = here
        for hop in trace.below(claim):
            if hop.kind in LINE_KINDS:
                waiting.append((hop.target, LINE_KINDS.index(hop.kind) or direction))
            elif hop.kind == "cites":
                yield hop, direction


def _works(trace: Trace, pointer: str) -> Iterator[str]:
    """The publications that a citation leads to."""
    for points in trace.below(pointer):
        for refers in trace.below(points.target):
            if refers.kind == "refers":
                yield refers.target
