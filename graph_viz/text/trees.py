"""A trace as a tree in a terminal, every text taken as plain text."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from rich.text import Text
from rich.tree import Tree

from graph_viz.text.plain import plain
from graph_viz.text.quotes import quoted
from graph_viz.text.trace_forms import STATE_MARKS
from ontology.model import CitationPointer, Publication, Reference
from ontology.terms import local_name
from queries.robustness import robustness
from queries.trace import BROKEN, SOUND, Counts, Hop, Node, Trace

DEEPEST = 40
"""How many claims deep a tree is unfolded on a screen."""

MARKS = {"supports": ("+", "green"), "disputes": ("-", "red"), "qualifies": ("~", "yellow")}
"""Sign and colour of each direction; the word stands beside them."""


def trace_tree(trace: Trace) -> Tree:
    """The trace unfolded: conclusion, evidence lines, claims, values, citations, sources."""
    root = trace.nodes[trace.conclusion]
    tree = Tree(Text.assemble((plain(root.label), "bold"), f"  {root.iri}"))
    if root.quote:
        tree.add(_sentence(root.quote))
    unfolding = _Unfolding(trace)
    unfolding.add_evidence(trace.conclusion, tree)
    unfolding.add_lines(trace.conclusion, tree, (trace.conclusion,))
    for words in (_summary(trace.counts), *robustness(trace).words):
        tree.add(Text(plain(words), style="italic"))
    for cycle in trace.cycles:
        labels = " → ".join(plain(trace.nodes[iri].label or iri) for iri in cycle)
        tree.add(Text(f"A cycle of claims that lean on one another: {labels}", "red"))
    return tree


class _Unfolding:
    """A trace on its way into a tree; each claim is unfolded once."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.shown: set[str] = set()

    def label(self, iri: str) -> str:
        return plain(self.trace.nodes[iri].label)

    def targets(self, iri: str, kind: str) -> list[str]:
        return [hop.target for hop in self.trace.below(iri) if hop.kind == kind]

    def publishers(self, value: str) -> list[str]:
        """The labels of the publications that report a value."""
        return [self.label(publication) for publication in self.targets(value, "reported by")]

    def add_lines(self, iri: str, branch: Tree, above: tuple[str, ...]) -> None:
        """The evidence lines that bear on a claim, by direction, each with its claims."""
        lines: dict[tuple[int, str], list[Hop]] = defaultdict(list)
        for hop in self.trace.below(iri):
            if hop.line is not None:
                lines[list(MARKS).index(hop.kind), hop.line].append(hop)
        for _, hops in sorted(lines.items()):
            mark, colour = MARKS[hops[0].kind]
            why = plain(hops[0].why or "")
            twig = branch.add(Text.assemble((f"[{mark}] {hops[0].kind}", colour), f"  {why}"))
            for hop in hops:
                self.add_claim(hop, twig, above)

    def add_claim(self, hop: Hop, branch: Tree, above: tuple[str, ...]) -> None:
        """A claim with all that is below it, unless it stands in the tree already."""
        iri, node = hop.target, self.trace.nodes[hop.target]
        name = f"{node.kind.lower()}: {plain(node.label)} ({local_name(iri)})"
        text = Text.assemble(name, _state(hop))
        if len(above) > DEEPEST:
            branch.add(text.append(" … and so on; --format json shows all of it", "dim"))
        elif iri in above:
            branch.add(text.append(" ↺ a cycle: this stands above as well", "red"))
        elif iri in self.shown:
            branch.add(text.append(" … shown above", "dim"))
        else:
            self.shown.add(iri)
            twig = branch.add(text)
            if node.quote:
                twig.add(_sentence(node.quote))
            _add_findings(node, twig)
            if not self.add_evidence(iri, twig):
                twig.add(Text("cites nothing", "dim"))
            self.add_lines(iri, twig, (*above, iri))

    def add_evidence(self, iri: str, branch: Tree) -> bool:
        """The values that a claim asserts and the citations that stand with it, if it has any."""
        hops = self.trace.below(iri)
        values = [hop for hop in hops if hop.kind == "asserts"]
        pointers = [hop for hop in hops if hop.kind == "cites"]
        for value in values:
            self.add_value(value, pointers, branch)
        if not values:
            for pointer in pointers:
                self.add_citation(pointer, (), branch)
        return bool(values or pointers)

    def add_value(self, value: Hop, pointers: Sequence[Hop], branch: Tree) -> None:
        """A value, each citation that stands with it, and what the cited source reports of it."""
        node = self.trace.nodes[value.target]
        twig = branch.add(Text.assemble((f"value: {plain(node.label)}", "cyan"), _state(value)))
        _add_findings(node, twig)
        sources = [h for h in self.trace.below(node.iri) if h.kind in ("restates", "derives")]
        cited: set[str] = set()
        for pointer in pointers:
            cited |= self.add_citation(pointer, sources, twig)
        for publisher in self.publishers(node.iri):
            twig.add(Text(f"reported by {publisher} itself"))
        if not pointers and node.kind != "ReportedMeasurement":
            twig.add(Text("no citation stands with this value", "yellow"))
        for hop in sources:
            if hop.target not in cited:
                by = ", ".join(self.publishers(hop.target)) or "unknown"
                twig.add(Text(f"{self.reported(hop)} — by {by}, which is not cited here", "yellow"))

    def add_citation(self, cites: Hop, sources: Collection[Hop], branch: Tree) -> set[str]:
        """One citation down to its study; returns the reported values that it leads to."""
        things = self.trace.things
        cited: set[str] = set()
        pointer = things.find(CitationPointer, cites.target)
        for reference in self.targets(cites.target, "points"):
            entry = things.find(Reference, reference)
            for publication in self.targets(reference, "refers"):
                work = things.find(Publication, publication)
                words = (
                    f"citation: reference {entry.number if entry else '?'} "
                    f"({pointer.role if pointer else ''}) → {self.label(publication)}; "
                    f"seen: {work.text_seen if work else 'unknown'}"
                )
                twig = branch.add(Text.assemble(words, _state(cites)))
                for study in self.targets(publication, "reports"):
                    twig.add(Text(f"study: {self.label(study)}"))
                for hop in sources:
                    if publication in self.targets(hop.target, "reported by"):
                        cited.add(hop.target)
                        twig.add(Text(self.reported(hop), "green"))
        return cited

    def reported(self, hop: Hop) -> str:
        """The reported value that a stated one restates or follows from."""
        how = "follows from" if hop.kind == "derives" else "reported as"
        return f"{how}: {self.label(hop.target)}"


def _sentence(quote: str) -> Text:
    """A sentence in quotation marks, which wraps where a line of ours would be cut."""
    return Text(quoted(quote), "italic", no_wrap=False, overflow="fold")


def _state(hop: Hop) -> tuple[str, str]:
    """The sign and the word of a hop's state with their colour, to follow a text."""
    if hop.state not in STATE_MARKS:
        return ("", "")
    colour = "red" if hop.state in BROKEN else "green" if hop.state in SOUND else "yellow"
    return (f"  [{STATE_MARKS[hop.state]} {hop.state}]", colour)


def _add_findings(node: Node, branch: Tree) -> None:
    """What the audit found about a thing; notes are left to the audit's own report."""
    for finding in node.findings:
        if finding.severity != "note":
            review = "" if finding.review == "open" else f" ({finding.review})"
            colour = "red" if finding.severity == "error" and not review else "yellow"
            text = f"‼ {finding.severity}{review}, {finding.rule}: {plain(finding.message)}"
            branch.add(Text(text, colour))


def _summary(counts: Counts) -> str:
    return (
        f"{counts.claims} claims, {counts.measurements} values "
        f"({counts.uncited_measurements} without a citation), {counts.citations} citations of "
        f"{counts.publications} publications, {counts.studies} independent studies; lines: "
        f"{counts.supporting} supporting, {counts.disputing} disputing, "
        f"{counts.qualifying} qualifying; hops: {counts.verified_hops} verified, "
        f"{counts.broken_hops} broken; audit: {counts.errors} errors, "
        f"{counts.warnings} warnings, {counts.notes} notes"
    )
