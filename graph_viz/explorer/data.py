"""From the graph to what the explorer's page shows: every count, state and finding, in columns."""

import json
from collections.abc import Callable, Sequence
from importlib.metadata import version

import numpy as np

from graph_viz.explorer import judgements, layout, model, statements
from graph_viz.explorer.boxes import Boxes, boxes_of
from graph_viz.explorer.conclusions import cells, conclusions, traces_of
from graph_viz.explorer.tables import Rows, columns, split, steps
from graph_viz.explorer.values import documents, values
from graph_viz.explorer.words import STATES, kinds, property_in_words, roles, states
from graph_viz.memory import uncollected
from ontology import vocabulary
from ontology.model import Document
from queries.reader import Content, Description, Things, everything
from queries.resting import resting_on
from queries.store import Store
from queries.studies import CountedStudies
from queries.trace import Hop
from queries.trace.assembly import HOP_KINDS, JudgedContent, judged
from queries.trace.reading import reading_of


def explorer_data(
    store: Store,
    document: str | None = None,
    texts: Sequence[str] = (),
    with_quotes: bool = False,
) -> model.Explorer:
    """The whole graph as the explorer shows it, or what `document` (an IRI) and its sources say.

    `texts` are documents' texts, which are matched to the documents by the anchors; `with_quotes`
    brings the sentences that records quote. Raises
    RecordError for a text that fits no document.
    """
    with uncollected():
        return _columns(everything(store, document, with_quotes), texts)


def packed(data: model.Explorer) -> bytes:
    """The columns as JSON in UTF-8, the same bytes for the same graph."""
    return json.dumps(
        data.model_dump(), ensure_ascii=False, separators=(",", ":"), check_circular=False
    ).encode("utf-8", "replace")


def _columns(content: Content, texts: Sequence[str]) -> model.Explorer:
    boxes, verdicts = boxes_of(content.things), _judged(content.things)
    hops = [hop for below in verdicts.below.values() for hop in below]
    properties: Rows[str] = Rows()
    strings: Rows[str] = Rows()
    studies: Rows[frozenset[str]] = Rows(frozenset())
    edges = statements.edges(boxes, properties)
    facts = statements.facts(boxes, properties, strings)
    x, y = _places(boxes, edges)
    anchors, anchor_rows = judgements.anchors(content.things)
    sources, source_rows = judgements.sources(content.provenance)
    prefixes, prefix, tail = split(list(boxes.rows))
    nodes = model.Nodes(
        prefix=prefix,
        tail=tail,
        kind=boxes.lanes(),
        label=[boxes.label(iri) for iri in boxes.rows],
        home=_column(boxes, lambda about: source_rows.find(about.home)),
        anchor=_column(boxes, lambda about: anchor_rows.find(statements.anchor(about))),
        rests=_resting(boxes, hops, verdicts.counted, studies, sound=False),
        sound=_resting(boxes, hops, verdicts.counted, studies, sound=True),
        x=steps((x // layout.CELL).tolist()),
        y=steps((y // layout.CELL).tolist()),
    )
    findings = judgements.findings(boxes)
    traces = traces_of(boxes, verdicts)
    return model.Explorer(
        program=f"alltrace {version('alltrace')}",
        base=_base(content.things),
        kinds=kinds(),
        properties=[property_in_words(iri) for iri in properties],
        roles=roles(),
        states=states(),
        hop_kinds=list(HOP_KINDS),
        prefixes=prefixes,
        strings=list(strings),
        sources=sources,
        studies=[sorted(boxes.rows[iri] for iri in group) for group in studies],
        cell=layout.CELL,
        fit=layout.fit(x, y),
        nodes=nodes,
        edges=edges,
        facts=facts,
        hops=_hops(boxes, hops),
        findings=findings,
        anchors=anchors,
        conclusions=conclusions(boxes, traces, findings),
        cells=cells(boxes, list(traces.values())),
        values=values(boxes, hops),
        documents=documents(boxes, anchors, nodes.anchor, texts),
    )


def _judged(things: Things) -> JudgedContent:
    """Every hop of the graph with its state."""
    labels = {iri: known.label for iri, known in vocabulary.by_iri().items()}
    labels |= {iri: description.label for iri, description in things.descriptions.items()}
    return judged(reading_of(things, labels))


def _places(boxes: Boxes, edges: model.Edges) -> tuple[layout.Ints, layout.Ints]:
    starts = np.cumsum(np.array(edges.source, np.int64))
    ends = starts + np.array(edges.target, np.int64)
    return layout.places(np.array(boxes.lanes(), np.int64), starts, ends)


def _column(boxes: Boxes, row_of: Callable[[Description], int]) -> list[int]:
    """A row of another table for each box; -1 for concepts."""
    column = [-1] * len(boxes.rows)
    for row, description in boxes.described():
        column[row] = row_of(description)
    return column


def _resting(
    boxes: Boxes,
    hops: Sequence[Hop],
    counted: CountedStudies,
    studies: Rows[frozenset[str]],
    *,
    sound: bool,
) -> list[int]:
    """The studies that each box rests on, as rows of `studies`, which grows."""
    shown = {study: one if one in boxes.rows else study for study, one in counted.of.items()}
    rests = resting_on(hops, shown, sound=sound)
    return [studies.row(rests.get(iri, frozenset())) for iri in boxes.rows]


def _hops(boxes: Boxes, hops: Sequence[Hop]) -> model.Hops:
    kind_rows, state_rows = Rows(*HOP_KINDS), Rows(*STATES)
    rows = sorted(
        (
            boxes.rows[hop.source],
            kind_rows.find(hop.kind),
            boxes.rows[hop.line] if hop.line else -1,
            boxes.rows[hop.target] - boxes.rows[hop.source],
            state_rows.find(hop.state),
        )
        for hop in hops
        if hop.source in boxes.rows and hop.target in boxes.rows
    )
    source, kind, line, target, state = columns(rows, 5)
    return model.Hops(source=steps(source), target=target, kind=kind, state=state, line=line)


def _base(things: Things) -> str:
    """The base under which the documents are named."""
    documents = (document.iri for document in things.all(Document))
    return min(documents, default="").partition(f"{Document.path}/")[0]
