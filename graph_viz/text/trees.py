"""A trace as a tree in a terminal, every text taken as plain text."""

from rich.text import Text
from rich.tree import Tree

from graph_viz.text.plain import plain
from graph_viz.text.trace_forms import STATE_MARKS
from ontology.model import CitationPointer, Publication, Reference
from queries.robustness import robustness
from queries.trace import BROKEN, SOUND, Counts, Hop, Node, Trace

DEEPEST = 40
"""How many claims deep a tree is unfolded on a screen."""

MARKS = {"supports": ("+", "green"), "disputes": ("-", "red"), "qualifies": ("~", "yellow")}
"""Sign and colour of each direction; the word stands beside them."""


def trace_tree(found: Trace) -> Tree:
    """The trace unfolded: conclusion, evidence lines, claims, values, citations, sources."""
    root = found.nodes[found.conclusion]
    tree = Tree(Text.assemble((plain(root.label), "bold"), f"  {root.iri}"))
    _rests(found, found.conclusion, tree)
    shown: set[str] = set()
    _unfold(found, found.conclusion, tree, shown, (found.conclusion,))
    tree.add(Text(_summary(found.counts), style="italic"))
    for words in robustness(found).words:
        tree.add(Text(plain(words), style="italic"))
    for ring in found.cycles:
        labels = " → ".join(plain(found.nodes[iri].label or iri) for iri in ring)
        tree.add(Text(f"A cycle of claims that lean on one another: {labels}", "red"))
    return tree


def _unfold(found: Trace, iri: str, branch: Tree, shown: set[str], above: tuple[str, ...]) -> None:
    lines: dict[str, list[Hop]] = {}
    for hop in found.below(iri):
        if hop.line is not None:
            lines.setdefault(hop.line, []).append(hop)
    for hops in sorted(lines.values(), key=lambda h: (_rank(h[0]), h[0].line or "")):
        mark, colour = MARKS[hops[0].kind]
        twig = branch.add(
            Text.assemble((f"[{mark}] {hops[0].kind}", colour), f"  {plain(hops[0].why or '')}")
        )
        for hop in hops:
            _claim(found, hop, twig, shown, above)


def _claim(found: Trace, hop: Hop, branch: Tree, shown: set[str], above: tuple[str, ...]) -> None:
    iri = hop.target
    node = found.nodes[iri]
    name = iri.rsplit("/", 1)[-1]
    text = Text.assemble(f"{node.kind.lower()}: {plain(node.label)} ({name})", _state(hop))
    if len(above) > DEEPEST:
        branch.add(text.append(" … and so on; --format json shows all of it", "dim"))
        return
    if iri in above:
        branch.add(text.append(" ↺ a cycle: this stands above as well", "red"))
        return
    if iri in shown:
        branch.add(text.append(" … shown above", "dim"))
        return
    shown.add(iri)
    twig = branch.add(text)
    _told(node, twig)
    if not _rests(found, iri, twig):
        twig.add(Text("cites nothing", "dim"))
    _unfold(found, iri, twig, shown, (*above, iri))


def _rests(found: Trace, iri: str, branch: Tree) -> bool:
    """The values that a claim asserts and the citations that stand with it, if it has any."""
    hops = found.below(iri)
    values = [hop for hop in hops if hop.kind == "asserts"]
    pointers = [hop for hop in hops if hop.kind == "cites"]
    for value in values:
        _value(found, value, pointers, branch)
    if not values:
        for pointer in pointers:
            _citation(found, pointer, (), branch)
    return bool(values or pointers)


def _state(hop: Hop) -> tuple[str, str]:
    """The sign and the word of a hop's state with their colour, to follow a text."""
    if hop.state not in STATE_MARKS:
        return ("", "")
    colour = "red" if hop.state in BROKEN else "green" if hop.state in SOUND else "yellow"
    return (f"  [{STATE_MARKS[hop.state]} {hop.state}]", colour)


def _value(found: Trace, value: Hop, pointers: list[Hop], branch: Tree) -> None:
    """A value, each citation that stands with it, and what the cited source reports of it."""
    node = found.nodes[value.target]
    twig = branch.add(Text.assemble((f"value: {plain(node.label)}", "cyan"), _state(value)))
    _told(node, twig)
    sources = tuple(h for h in found.below(node.iri) if h.kind in ("restates", "derives"))
    told: set[str] = set()
    for pointer in pointers:
        told |= _citation(found, pointer, sources, twig)
    for by in _publications(found, node.iri):
        twig.add(Text(f"reported by {by} itself"))
    if not pointers and node.kind != "ReportedMeasurement":
        twig.add(Text("no citation stands with this value", "yellow"))
    for hop in sources:
        if hop.target not in told:
            by = ", ".join(_publications(found, hop.target)) or "unknown"
            how = "follows from" if hop.kind == "derives" else "reported as"
            label = plain(found.nodes[hop.target].label)
            twig.add(Text(f"{how}: {label} — by {by}, which is not cited here", "yellow"))


def _told(node: Node, branch: Tree) -> None:
    """What the audit found about a thing; notes are left to the audit's own report."""
    for f in node.findings:
        if f.severity != "note":
            done = "" if f.review == "open" else f" ({f.review})"
            colour = "red" if f.severity == "error" and not done else "yellow"
            branch.add(Text(f"‼ {f.severity}{done}, {f.rule}: {plain(f.message)}", colour))


def _citation(found: Trace, cites: Hop, sources: tuple[Hop, ...], branch: Tree) -> set[str]:
    """One citation down to its study; returns the reported values it leads to."""
    told: set[str] = set()
    pointer = found.things.find(CitationPointer, cites.target)
    for reference in _targets(found, cites.target, "points"):
        entry = found.things.find(Reference, reference)
        for publication in _targets(found, reference, "refers"):
            work = found.things.find(Publication, publication)
            said = (
                f"citation: reference {entry.number if entry else '?'} "
                f"({pointer.role if pointer else ''}) → {plain(found.nodes[publication].label)}; "
                f"seen: {work.text_seen if work else 'unknown'}"
            )
            twig = branch.add(Text.assemble(said, _state(cites)))
            for study in _targets(found, publication, "reports"):
                twig.add(Text(f"study: {plain(found.nodes[study].label)}"))
            for hop in sources:
                if publication in _targets(found, hop.target, "reported by"):
                    told.add(hop.target)
                    how = "follows from" if hop.kind == "derives" else "reported as"
                    twig.add(Text(f"{how}: {plain(found.nodes[hop.target].label)}", "green"))
    return told


def _publications(found: Trace, value: str) -> list[str]:
    return [plain(found.nodes[p].label) for p in _targets(found, value, "reported by")]


def _targets(found: Trace, iri: str, kind: str) -> list[str]:
    return [hop.target for hop in found.below(iri) if hop.kind == kind]


def _rank(hop: Hop) -> int:
    return tuple(MARKS).index(hop.kind)


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
