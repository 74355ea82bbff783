"""From the graph to what the explorer's page shows: every count, state and finding, in columns."""

import gc
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cached_property, lru_cache
from importlib.metadata import version
from itertools import pairwise

import numpy as np

from graph_viz import explorer_model as model
from graph_viz import layout
from graph_viz.audit_report import title_of
from graph_viz.explorer_words import KINDS, STATES, kinds, local_name, ncit_codes, property_of
from graph_viz.reading import LABEL, Reading, Thing, read
from graph_viz.resting import resting_on
from ingest.text import normalise, sentence_at
from ontology import vocabulary
from ontology.errors import Problem, RecordError
from ontology.terms import DCTERMS, NS, SKOS, VOCAB
from queries.audit.audit import SEVERITIES
from queries.robustness import Robustness, robustness
from queries.store import Store
from queries.trace import LINE_KINDS, Hop, Trace, measurement_text
from queries.trace.assembly import HOP_KINDS, judged, trace_under
from queries.trace.reading import reading_of

_CONCEPT_KINDS = {"endpoint": "Endpoint", "drug": "Drug", "regimen": "RegimenKind",
                  "population": "Population", "phase": "Phase"}  # fmt: skip
_ABOUT = ("hasEndpoint", "ofStudy", "underRegimen", "inCohort", "atTimePoint")
_GRADES = ("ctcaeGrade", "threshold", "endpointText")
_WORST = 8
"""How many findings a conclusion lists; the counts tell of all."""


def explorer_data(
    store: Store, document: str | None = None, texts: Sequence[str] = ()
) -> model.Explorer:
    """The whole graph as the explorer shows it, or what `document` (an IRI) and its sources say.

    `texts` are documents' texts, which are matched to the documents by the anchors. Raises
    RecordError for a text that fits no document.
    """
    with _uncollected():
        return _Projection(read(store, document), texts).made()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for circles among objects: none are made here, and in a large graph it
    takes as long as the work itself.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def packed(data: model.Explorer) -> bytes:
    """The columns as JSON in UTF-8, the same bytes for the same graph."""
    return json.dumps(
        data.model_dump(), ensure_ascii=False, separators=(",", ":"), check_circular=False
    ).encode("utf-8", "replace")


class _Table:
    """Texts, each once, by row."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}

    def row(self, text: str) -> int:
        return self.rows.setdefault(text, len(self.rows))


class _Projection:
    """One run from things to columns."""

    def __init__(self, reading: Reading, texts: Sequence[str]) -> None:
        self.reading = reading
        self.things = reading.things
        self.texts = texts
        self.kind_of = {iri: kind for iri, t in self.things.items() if (kind := _kind(t))}
        self.concepts = self._concepts()
        named = {**self.kind_of, **{iri: kind for iri, (kind, _) in self.concepts.items()}}
        lanes = {name: n for n, name in enumerate(KINDS)}
        self.order = sorted(named, key=lambda iri: (lanes[named[iri]], iri))
        self.row = {iri: n for n, iri in enumerate(self.order)}
        self.kind = [lanes[named[iri]] for iri in self.order]
        self.judged = judged(reading_of(reading.statements(), self._labels()))
        self.hops = [hop for hops in self.judged.below.values() for hop in hops]
        self.strings = _Table()
        self.properties = _Table()
        self.sets: dict[frozenset[str], int] = {frozenset(): 0}

    # -- things -----------------------------------------------------------------------------------

    def _concepts(self) -> dict[str, tuple[str, vocabulary.Concept]]:
        """The concepts of the vocabularies that something speaks of."""
        used = {
            target
            for iri, thing in self.things.items()
            if iri in self.kind_of
            for targets in thing.links.values()
            for target in targets
            if target.startswith(VOCAB)
        }
        return {
            iri: (_CONCEPT_KINDS[known.scheme], known)
            for iri, known in sorted(_vocabulary().items())
            if iri in used
        }

    def _labels(self) -> dict[str, str]:
        return {
            **{iri: known.label for iri, known in _vocabulary().items()},
            **{iri: thing.label for iri, thing in self.things.items()},
        }

    @cached_property
    def wholes(self) -> dict[str, str]:
        """Each study, and the study that it is a part of, or itself."""
        studies = [i for i, kind in self.kind_of.items() if kind in ("Trial", "Study")]
        return {iri: self._whole(iri) for iri in studies}

    def _whole(self, study: str) -> str:
        seen = {study}
        while (up := self.things[study].link("partOfStudy")) in self.things and up not in seen:
            study = up
            seen.add(study)
        return study

    def label(self, iri: str) -> str:
        """What to call a thing; its IRI's end if nothing else is known."""
        if iri in self.concepts:
            return self.concepts[iri][1].label
        thing = self.things.get(iri)
        if thing is None:
            return iri.rsplit("/", 1)[-1]
        return self._called(self.kind_of.get(iri, ""), thing) or iri.rsplit("/", 1)[-1]

    def _called(self, kind: str, thing: Thing) -> str:
        match kind:
            case "StatedMeasurement" | "ReportedMeasurement":
                return measurement_text(self._details(thing))
            case "CitationPointer":
                number = self._number(thing.link("pointsTo"))
                return f"marker {thing.fact('markerNumber') or '?'} → reference {number}"
            case "Reference":
                work = thing.link("refersTo")
                told = f": {self.things[work].label}" if work in self.things else ""
                return f"reference {thing.fact('referenceNumber') or '?'}{told}"
            case "Comparison":
                ends = [self._short(thing.link(end)) for end in ("comparesValue", "comparesWith")]
                return f"{ends[0]} — called {thing.fact('relation') or 'like'} — {ends[1]}"
        return thing.label

    def _number(self, reference: str | None) -> str:
        known = self.things.get(reference or "")
        return (known.fact("referenceNumber") if known else None) or "?"

    def _short(self, value: str | None) -> str:
        known = self.things.get(value or "")
        return measurement_text(self._details(known, ("hasEndpoint",))) if known else "?"

    def _details(self, thing: Thing, about: Sequence[str] = _ABOUT) -> dict[str, str]:
        """What `measurement_text` asks for; `about` names the links whose labels it gets."""
        found = {
            name.removeprefix(NS): "; ".join(sorted(values)) for name, values in thing.facts.items()
        }
        for name in about:
            if target := thing.link(name):
                found[name] = self.label(target)
        return found

    # -- tables -----------------------------------------------------------------------------------

    def made(self) -> model.Explorer:
        edges = self._edges()
        starts = np.cumsum(np.array(edges.source, np.int64))
        ends = starts + np.array(edges.target, np.int64)
        x, y = layout.places(np.array(self.kind, np.int64), starts, ends)
        anchors, anchor_of = self._anchors()
        sources, source_of = self._sources()
        rests = resting_on(self.hops, self.wholes, sound=False)
        sound = resting_on(self.hops, self.wholes, sound=True)
        prefixes, prefix, tail = _split(self.order)
        nodes = model.Nodes(
            prefix=prefix,
            tail=tail,
            kind=self.kind,
            label=[self.label(iri) for iri in self.order],
            home=[source_of.get(self._home(iri), -1) for iri in self.order],
            anchor=[anchor_of.get(self._link(iri, "hasAnchor"), -1) for iri in self.order],
            rests=[self._set(rests.get(iri, frozenset())) for iri in self.order],
            sound=[self._set(sound.get(iri, frozenset())) for iri in self.order],
            x=_steps((x // layout.CELL).tolist()),
            y=_steps((y // layout.CELL).tolist()),
        )
        facts, findings = self._facts(), self._findings()
        conclusions, cells = self._conclusions(findings)
        return model.Explorer(
            program=f"alltrace {version('alltrace')}",
            base=self._base(),
            kinds=kinds(),
            properties=[property_of(iri) for iri in self.properties.rows],
            states=[
                model.StateMeaning(name=name, label=label, tone=tone)
                for name, (label, tone) in STATES.items()
            ],
            hop_kinds=list(HOP_KINDS),
            prefixes=prefixes,
            strings=list(self.strings.rows),
            sources=sources,
            studies=[sorted(self.row[iri] for iri in group) for group in self.sets],
            cell=layout.CELL,
            fit=layout.fit(x, y),
            nodes=nodes,
            edges=edges,
            facts=facts,
            hops=self._hops(),
            findings=findings,
            anchors=anchors,
            conclusions=conclusions,
            cells=cells,
            values=self._values(),
            documents=self._documents(anchors, nodes),
        )

    def _base(self) -> str:
        documents = [i for i, kind in self.kind_of.items() if kind == "Document"]
        return min(documents, default="").partition("document/")[0]

    def _set(self, studies: frozenset[str]) -> int:
        return self.sets.setdefault(studies, len(self.sets))

    def _home(self, iri: str) -> str:
        return self.things[iri].home if iri in self.things else ""

    def _link(self, iri: str, name: str) -> str:
        return (self.things[iri].link(name) if iri in self.things else None) or ""

    def _edges(self) -> model.Edges:
        found = []
        for iri in self.order:
            if iri not in self.things:
                continue
            for name, targets in sorted(self.things[iri].links.items()):
                found += [
                    (self.row[iri], self.properties.row(name), self.row[target])
                    for target in targets
                    if target in self.row
                ]
        found.sort()
        return model.Edges(
            source=_steps([s for s, _, _ in found]),
            property=[p for _, p, _ in found],
            target=[t - s for s, _, t in found],
        )

    def _facts(self) -> model.Facts:
        node: list[int] = []
        names: list[int] = []
        value: list[int] = []
        for row, iri in enumerate(self.order):
            for name, text in sorted(self._said(iri)):
                node.append(row)
                names.append(self.properties.row(name))
                value.append(self.strings.row(text))
        return model.Facts(node=_steps(node), property=names, value=value)

    def _said(self, iri: str) -> Iterable[tuple[str, str]]:
        """What is said of a thing in text; of things without a box, their names."""
        if iri in self.concepts:
            known = self.concepts[iri][1]
            yield SKOS + "definition", known.definition
            yield from ((SKOS + "altLabel", text) for text in known.synonyms)
            if known.family:
                family = vocabulary.concepts()["endpoint"].get(known.family)
                yield NS + "endpointFamily", family.label if family else known.family
            yield from ((NS + "ncitCode", code) for code in ncit_codes().get(iri, ()))
            return
        thing = self.things[iri]
        for name, values in thing.facts.items():
            if name != LABEL:
                yield from ((name, text) for text in values)
        for name, targets in thing.links.items():
            for target in targets:
                if target not in self.row and name != NS + "hasAnchor":
                    folded = self.things.get(target)
                    yield name, folded.label if folded and folded.label else local_name(target)

    def _hops(self) -> model.Hops:
        kinds = {name: n for n, name in enumerate(HOP_KINDS)}
        states = {name: n for n, name in enumerate(STATES)}
        rows = sorted(
            (
                self.row[h.source],
                kinds[h.kind],
                self.row[h.line] if h.line else -1,
                self.row[h.target],
                states[h.state],
            )
            for h in self.hops
            if h.source in self.row and h.target in self.row
        )
        return model.Hops(
            source=_steps([r[0] for r in rows]),
            kind=[r[1] for r in rows],
            line=[r[2] for r in rows],
            target=[r[3] - r[0] for r in rows],
            state=[r[4] for r in rows],
        )

    def _findings(self) -> model.Findings:
        listed = [(i, t) for i, t in self.things.items() if "Finding" in t.classes]
        rank: dict[str, int] = {name: n for n, name in enumerate(SEVERITIES)}
        listed.sort(
            key=lambda p: (rank.get(p[1].fact("severity") or "", 9), self._place(p[1]), p[0])
        )
        kept = [(i, t) for i, t in listed if t.link("about") in self.row]
        things = [t for _, t in kept]

        def column(name: str) -> list[str]:
            return [t.fact(name) or "" for t in things]

        return model.Findings(
            id=[local_name(iri) for iri, _ in kept],
            about=[self.row[t.link("about") or ""] for t in things],
            severity=column("severity"),
            rule=column("rule"),
            title=[title_of(rule) for rule in column("rule")],
            message=[t.label for t in things],
            values=[sorted(t.facts.get(NS + "comparedValue", ())) for t in things],
            references=[
                sorted(int(n) for n in t.facts.get(NS + "aboutReference", ()) if n.isdecimal())
                for t in things
            ],
            place=column("place"),
            suggestion=column("suggestion"),
            review=column("review"),
            reason=column("reviewReason"),
        )

    def _place(self, finding: Thing) -> tuple[int, int]:
        about = finding.link("about") or ""
        anchor = self.things.get(self._link(about, "hasAnchor"))
        if anchor is None:
            return 1_000_000, 0
        return anchor.number("paragraph"), anchor.number("sentence")

    def _anchors(self) -> tuple[model.Anchors, dict[str, int]]:
        listed = sorted(i for i, t in self.things.items() if "Anchor" in t.classes)
        things = [self.things[iri] for iri in listed]

        def numbers(name: str) -> list[int]:
            return [t.number(name) for t in things]

        return model.Anchors(
            paragraph=numbers("paragraph"),
            sentence=numbers("sentence"),
            start=numbers("startOffset"),
            end=numbers("endOffset"),
            sha256=[t.fact("sha256") or "" for t in things],
        ), {iri: n for n, iri in enumerate(listed)}

    def _sources(self) -> tuple[list[model.Source], dict[str, int]]:
        known = sorted(self.reading.provenance.items())
        return [
            model.Source(
                graph=iri,
                label=about.label,
                status=about.fact("status") or "",
                curator=about.fact("curator") or "",
                date=min(about.facts.get(DCTERMS + "created", ()), default=""),
                source=min(about.facts.get(DCTERMS + "source", ()), default=""),
                file=about.fact("fileName") or "",
                sha256=about.fact("fileSha256") or "",
                version=about.fact("softwareVersion") or "",
            )
            for iri, about in known
        ], {iri: n for n, (iri, _) in enumerate(known)}

    # -- conclusions ------------------------------------------------------------------------------

    def _conclusions(self, findings: model.Findings) -> tuple[model.Conclusions, model.Cells]:
        stated: dict[str, str] = {}
        for iri, thing in self.things.items():
            if self.kind_of.get(iri) == "Document":
                stated |= dict.fromkeys(thing.links.get(NS + "states", ()), iri)
        listed = sorted(
            (stated.get(iri, ""), self.things[iri].number("position"), iri)
            for iri, kind in self.kind_of.items()
            if kind == "Conclusion"
        )
        traces = [trace_under(iri, self.judged) for _, _, iri in listed]
        stands = [robustness(trace, all_cuts=False) for trace in traces]
        row_of = {name: n for n, name in enumerate(findings.id)}
        counts = [_counts(trace) for trace in traces]
        return model.Conclusions(
            node=[self.row[iri] for _, _, iri in listed],
            document=[self.row.get(document, -1) for document, _, _ in listed],
            position=[position for _, position, _ in listed],
            counts={name: [count[name] for count in counts] for name in (counts or [{}])[0]},
            findings=[self._worst(trace, row_of) for trace in traces],
            bearing=[self._rows(found) for found in stands],
            standing=[found.words for found in stands],
        ), self._cells(traces)

    def _rows(self, found: Robustness) -> list[int]:
        return [self.row[iri] for iri in found.load_bearing if iri in self.row]

    def _worst(self, trace: Trace, row_of: Mapping[str, int]) -> list[int]:
        rows = {
            row_of[name]
            for node in trace.nodes.values()
            for found in node.findings
            if (name := local_name(found.iri)) in row_of
        }
        return sorted(rows)[:_WORST]

    def _cells(self, traces: Sequence[Trace]) -> model.Cells:
        tones = {name: tone for name, (_, tone) in STATES.items()}
        cells: dict[tuple[int, int, int], Counter[str]] = defaultdict(Counter)
        for number, trace in enumerate(traces):
            for hop, direction in _citing(trace):
                for work in _works(trace, hop.target):
                    cells[number, self.row[work], direction][tones[hop.state]] += 1
        ordered = sorted(cells)
        return model.Cells(
            conclusion=[c for c, _, _ in ordered],
            publication=[p for _, p, _ in ordered],
            direction=[d for _, _, d in ordered],
            count=[cells[key].total() for key in ordered],
            good=[cells[key]["good"] for key in ordered],
            bad=[cells[key]["bad"] for key in ordered],
            open=[cells[key]["open"] for key in ordered],
        )

    # -- values and documents ---------------------------------------------------------------------

    def _values(self) -> model.Values:
        states = {name: n for n, name in enumerate(STATES)}
        ended = {hop.target: hop.state for hop in self.hops if hop.kind == "asserts"}
        rows = []
        for iri, kind in self.kind_of.items():
            if kind not in ("StatedMeasurement", "ReportedMeasurement"):
                continue
            thing = self.things[iri]
            endpoint, study = thing.link("hasEndpoint") or "", thing.link("ofStudy") or ""
            if endpoint in self.row and study in self.row:
                details = {"hasEndpoint": self.label(endpoint)}
                details |= {name: text for name in _GRADES if (text := thing.fact(name))}
                what = measurement_text(details).rpartition(": ")[0]
                state = states.get(ended.get(iri, ""), -1)
                rows.append((self.row[iri], self.row[endpoint], self.row[study], what, state))
        rows.sort()
        return model.Values(
            node=_steps([r[0] for r in rows]),
            endpoint=[r[1] for r in rows],
            study=[r[2] for r in rows],
            what=[r[3] for r in rows],
            state=[r[4] for r in rows],
        )

    def _documents(self, anchors: model.Anchors, nodes: model.Nodes) -> model.Documents:
        listed = [i for i in self.order if self.kind_of.get(i) == "Document"]
        places: dict[str, set[int]] = defaultdict(set)
        for iri in listed:
            for claim in self.things[iri].links.get(NS + "states", ()):
                if claim in self.row and nodes.anchor[self.row[claim]] >= 0:
                    places[iri].add(nodes.anchor[self.row[claim]])
        texts: dict[str, str] = {}
        for raw in self.texts:
            text = normalise(raw)
            fitting = {
                iri: sum(
                    sentence_at(text, anchors.start[n], anchors.end[n], anchors.sha256[n])
                    is not None
                    for n in places[iri]
                )
                for iri in listed
            }
            best = max(fitting, key=lambda iri: fitting[iri], default=None)
            if best is None or fitting[best] == 0:
                told = "no sentence of this text is one that a document of the graph anchors"
                raise RecordError([Problem("--text", None, "", told)])
            texts[best] = text
        return model.Documents(
            node=[self.row[iri] for iri in listed],
            sha256=[self.things[iri].fact("textSha256") or "" for iri in listed],
            text=[texts.get(iri) for iri in listed],
        )


def _counts(trace: Trace) -> dict[str, int]:
    """The counts of a trace, and how many of its hops nobody could check."""
    states = Counter(hop.state for hop in trace.hops)
    open_ = {"unverifiable_hops": states["unverifiable"], "uncited_hops": states["uncited"]}
    return {**asdict(trace.counts), **open_}


def _citing(trace: Trace) -> Iterable[tuple[Hop, int]]:
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


def _works(trace: Trace, pointer: str) -> Iterable[str]:
    """The publications that a citation leads to."""
    for points in trace.below(pointer):
        for refers in trace.below(points.target):
            if refers.kind == "refers":
                yield refers.target


def _kind(thing: Thing) -> str | None:
    """The class that says most: a conclusion is a claim too, a trial a study."""
    return next((name for name in KINDS if name in thing.classes), None)


def _split(iris: Sequence[str]) -> tuple[list[str], list[int], list[str]]:
    """Each IRI as a prefix, up to its last slash, and a tail."""
    prefixes = _Table()
    rows, tails = [], []
    for iri in iris:
        head, slash, tail = iri.rpartition("/")
        rows.append(prefixes.row(head + slash))
        tails.append(tail)
    return list(prefixes.rows), rows, tails


def _steps(column: Sequence[int]) -> list[int]:
    """How much each number is more than the one before it."""
    return [here - before for before, here in pairwise((0, *column))]


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, vocabulary.Concept]:
    return {
        known.iri: known
        for concepts in vocabulary.concepts().values()
        for known in concepts.values()
    }
