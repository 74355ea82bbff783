"""How results look in a terminal: Rich tables and trees, with every text taken as plain text."""

import os
import sys
import unicodedata
from collections.abc import Iterable

import pyoxigraph as ox
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from ingest.readers.document import Paper, Section
from ontology.model import Finding
from ontology.terms import PREFIXES
from queries.audit.audit import DocumentAudit
from queries.overview import ConclusionSummary
from queries.trace import Counts, Hop, Node, Trace

_WIDE = 200
"""Columns for output that goes to a file or a pipe, where nothing should be cut."""

MARKS = {"supports": ("+", "green"), "disputes": ("-", "red"), "qualifies": ("~", "yellow")}
"""Sign and colour of each direction; the word stands beside them."""


def console(stderr: bool = False) -> Console:
    """A console that never reads markup and does not cut what is piped."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _WIDE
    return Console(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)


def plain(text: str) -> str:
    """Text without control characters, so that no label can steer the terminal."""
    return "".join(
        c
        if c == "\n"
        else " "
        if c == "\t"
        else "�"
        if unicodedata.category(c) in ("Cc", "Cf", "Cs")
        else c
        for c in text
    )


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    """A table of plain texts."""
    made = Table(show_edge=False, pad_edge=False)
    for column in columns:
        made.add_column(Text(column), overflow="fold")
    for row in rows:
        made.add_row(*(Text(plain(cell)) for cell in row))
    return made


def solutions(answer: ox.QuerySolutions) -> tuple[Table, int]:
    """The rows of a SELECT with prefixes in place of long IRIs, and how many there are."""
    names = [variable.value for variable in answer.variables]
    rows = [[_short(row[name]) for name in names] for row in answer]
    return table(names, rows), len(rows)


def paper(read: Paper) -> Group:
    """An outline of a document that was read: what it is, its sections, pointers and references."""
    meta = read.metadata
    place = " ".join(str(x) for x in (meta.journal, meta.year, meta.doi) if x)
    head = [meta.title or "(no title)", ", ".join(meta.authors), place]
    kinds = f"{read.format}, {len(read.text):,} characters, {len(read.tables)} tables"
    return Group(
        *(Text(plain(line)) for line in (*filter(None, head), kinds, "")),
        table(
            ("part", "section", "paragraphs", "sentences", "pointers"),
            (_section_row(read, section) for section in read.sections),
        ),
        Text(""),
        table(
            ("place", "pointer", "references"),
            (
                (
                    f"p{p.paragraph} s{p.sentence}" if p.paragraph else f"at {p.start}",
                    p.text,
                    ", ".join(f"{n}?" if n in p.unknown else str(n) for n in p.numbers),
                )
                for p in read.pointers
            ),
        ),
        Text(""),
        table(("", "reference"), ((str(r.number), r.printed) for r in read.references)),
    )


def _section_row(read: Paper, section: Section) -> tuple[str, ...]:
    numbers = [p.number for p in section.paragraphs if p.number is not None]
    within = sum(section.start <= p.start < section.end for p in read.pointers)
    return (
        section.part,
        "  " * (section.level - 1) + section.title,
        f"{numbers[0]}–{numbers[-1]}" if numbers else "",
        str(sum(len(p.sentences) for p in section.paragraphs)),
        str(within or ""),
    )


def contents(counts: dict[str, int]) -> Table:
    """How many things of each kind."""
    return table(("kind", "number"), ((kind, str(n)) for kind, n in counts.items()))


def conclusions(found: Iterable[ConclusionSummary]) -> Table:
    """The conclusions with what each rests on."""
    made = table(
        ("conclusion", "in our words", "claims", "values", "works", "studies", "+", "-", "~", "‼"),
        (
            (
                c.name, c.text, *map(str, (
                    c.counts.claims, c.counts.measurements, c.counts.publications,
                    c.counts.studies, c.counts.supporting, c.counts.disputing, c.counts.qualifying,
                    c.counts.errors + c.counts.warnings,
                )),
            )
            for c in found
        ),
    )  # fmt: skip
    for column in made.columns[2:]:
        column.justify = "right"
    made.columns[0].no_wrap = True
    return made


def audit_head(audited: DocumentAudit) -> Text:
    """What was checked in a document, and how it ended, in two lines."""
    outcomes = ", ".join(f"{n} {name}" for name, n in sorted(audited.outcomes.items()))
    graded = ", ".join(
        f"{n} {name}{'' if n == 1 else 's'}" for name, n in audited.severities.items()
    )
    return Text.assemble(
        (plain(audited.label), "bold"),
        f"\n{audited.claims} claims, {len(audited.values)} stated values: {outcomes}\n{graded}\n",
    )


def findings(found: Iterable[Finding]) -> Table:
    """The findings, one a row; a dismissed one says so."""
    made = table(
        ("severity", "rule", "place", "what was found"),
        (
            (
                f.severity if f.review == "open" else f"{f.severity} ({f.review})",
                f.rule,
                (f.place or "").replace("paragraph ", "p").replace(", sentence ", " s"),
                f.message if f.statement is None else f"{f.message}\n“{f.statement}”",
            )
            for f in found
        ),
    )
    made.show_lines = True
    for column in made.columns[:3]:
        column.no_wrap = True
    return made


def cell(text: str) -> str:
    """Text fit for a spreadsheet: what could be taken for a formula is quoted."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def trace_tree(found: Trace) -> Tree:
    """The trace unfolded: conclusion, evidence lines, claims, values, citations, sources."""
    root = found.nodes[found.conclusion]
    tree = Tree(Text.assemble((plain(root.label), "bold"), f"  {root.iri}"))
    shown: set[str] = set()
    _unfold(found, found.conclusion, tree, shown, (found.conclusion,))
    tree.add(Text(_summary(found.counts), style="italic"))
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
            _claim(found, hop.target, twig, shown, above)


def _claim(found: Trace, iri: str, branch: Tree, shown: set[str], above: tuple[str, ...]) -> None:
    node = found.nodes[iri]
    name = iri.rsplit("/", 1)[-1]
    text = Text(f"{node.kind.lower()}: {plain(node.label)} ({name})")
    if iri in above:
        branch.add(text.append(" ↺ a circle: this stands above as well", "red"))
        return
    if iri in shown:
        branch.add(text.append(" … shown above", "dim"))
        return
    shown.add(iri)
    twig = branch.add(text)
    _told(node, twig)
    hops = found.below(iri)
    values = [hop.target for hop in hops if hop.kind == "asserts"]
    pointers = [hop.target for hop in hops if hop.kind == "cites"]
    for value in values:
        _value(found, value, pointers, twig)
    if not values:
        for pointer in pointers:
            _citation(found, pointer, (), twig)
        if not pointers:
            twig.add(Text("cites nothing", "dim"))
    _unfold(found, iri, twig, shown, (*above, iri))


def _value(found: Trace, iri: str, pointers: list[str], branch: Tree) -> None:
    """A value, each citation that stands with it, and what the cited source reports of it."""
    twig = branch.add(Text(f"value: {plain(found.nodes[iri].label)}", "cyan"))
    _told(found.nodes[iri], twig)
    sources = tuple(h for h in found.below(iri) if h.kind in ("restates", "derives"))
    told: set[str] = set()
    for pointer in pointers:
        told |= _citation(found, pointer, sources, twig)
    if not pointers:
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


def _citation(found: Trace, pointer: str, sources: tuple[Hop, ...], branch: Tree) -> set[str]:
    """One citation down to its study; returns the reported values it leads to."""
    told: set[str] = set()
    role = found.nodes[pointer].details.get("citationRole", "").rsplit("/", 1)[-1]
    for reference in _targets(found, pointer, "points"):
        number = found.nodes[reference].details.get("referenceNumber", "?")
        for publication in _targets(found, reference, "refers"):
            work = found.nodes[publication]
            seen = work.details.get("textSeen", "unknown")
            twig = branch.add(
                Text(f"citation: reference {number} ({role}) → {plain(work.label)}; seen: {seen}")
            )
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
        f"{counts.qualifying} qualifying; audit: {counts.errors} errors, "
        f"{counts.warnings} warnings, {counts.notes} notes"
    )


def _short(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for name, iri in PREFIXES.items():
            if term.value.startswith(iri):
                return f"{name}:{term.value.removeprefix(iri)}"
        return term.value
    return getattr(term, "value", str(term))
