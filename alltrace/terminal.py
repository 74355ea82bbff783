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

from graph_viz.trace_text import STATE_MARKS
from ingest.extract.question import Answer, Question
from ingest.readers.document import Paper, Section
from ontology.model import Finding
from ontology.terms import PREFIXES
from queries.audit.audit import DocumentAudit
from queries.compare import EndpointComparison
from queries.overview import ConclusionSummary
from queries.pooling import NotPooled, Pooled
from queries.robustness import Robustness, Shared, robustness
from queries.trace import BROKEN, SOUND, Counts, Hop, Node, Trace
from queries.weighing import Weighing
from queries.whatif import Change

DEEPEST = 40
"""How many claims deep a tree is unfolded on a screen."""

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


def pico(question: Question, found: Answer) -> Group:
    """The numbers of both arms, and where they stand."""
    heads = ("events", "of", "mean", "standard deviation")
    arms = {question.intervention: found.intervention, question.comparator: found.comparator}
    rows = [
        (name, *("" if n is None else str(n) for n in (x.events, x.size, x.mean, x.deviation)))
        for name, x in arms.items()
    ]
    computed = found.intervention.computed or found.comparator.computed
    told = f"{question.outcome}: {found.place}" + (
        "; events computed from percentage and size" if computed else ""
    )
    return Group(table(("arm", *heads), rows), Text(plain(told), style="italic"))


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


def standings(found: Iterable[Robustness]) -> Text:
    """What each conclusion stands on, in words."""
    made = Text()
    for one in found:
        made.append(plain(one.conclusion.rsplit("/", 1)[-1]), "bold")
        made.append(f": {plain(one.text)}\n")
        for words in one.words:
            made.append(f"  - {plain(words)}\n")
    return made


def shared(found: Iterable[Shared]) -> Table:
    """How much each two conclusions have in common."""
    return table(
        ("conclusion", "and", "claims", "values", "works", "studies"),
        (
            (
                s.first.rsplit("/", 1)[-1],
                s.second.rsplit("/", 1)[-1],
                *(str(len(part)) for part in (s.claims, s.measurements, s.publications, s.studies)),
            )
            for s in found
        ),
    )


def weighing(found: Weighing) -> Table:
    """The conclusion, then each argument below it, with how its weight comes about."""
    made = table(
        ("weight", "argument", "by DF-QuAD"),
        ((f"{a.weight:.3f}", a.label or a.iri, a.derivation) for a in reversed(found.arguments)),
    )
    made.title = Text(f"start weights and what comes of them: {found.weight:.3f}")
    return made


COMPARE_COLUMNS = (
    "panel", "group", "study", "regimen", "cohort", "value", "unit", "events", "n", "low", "high",
    "level", "interval", "said by", "source", "stated as",
)  # fmt: skip


def comparison_rows(found: EndpointComparison) -> list[list[str]]:
    """Every value of a comparison as cells, in the order of `COMPARE_COLUMNS`."""
    return [
        [
            panel.title, r.group, r.study_label, r.regimen or "", r.cohort or "",
            _signed(r.operator, r.value), r.unit or "", _number(r.events), _number(r.n),
            _number(r.low), _number(r.high), _number(r.level), r.interval or "", r.said_by,
            r.source, "; ".join(f"{s.value} ({s.document})" for s in r.stated_as),
        ]
        for panel in found.panels
        for r in panel.rows
    ]  # fmt: skip


def comparison(found: EndpointComparison) -> list[Text | Table]:
    """The panels of a comparison, each a table: its values may stand beside each other."""
    shown: list[Text | Table] = []
    for panel in found.panels:
        shown.append(Text(f"\n{plain(panel.title)}", style="bold"))
        rows = [
            (
                r.group,
                " · ".join(x for x in (r.regimen, r.cohort) if x and x != r.group),
                _signed(r.operator, r.value) or "no number",
                f"{_number(r.low)} to {_number(r.high)}" if r.low is not None else "",
                r.interval or "",
                f"{r.events}/{r.n}" if r.events is not None and r.n else _number(r.n),
                r.said_by + "".join(f"; stated as {s.value}" for s in r.stated_as),
            )
            for r in panel.rows
        ]
        header = (found.by, "about", "value", "interval", "which is", "n", "who says so")
        shown.append(table(header, rows))
    return shown


def pooled(found: Iterable[Pooled | NotPooled]) -> list[Text | Table]:
    """What pooling gave for each panel, with each study's part in it."""
    shown: list[Text | Table] = []
    for one in found:
        if isinstance(one, NotPooled):
            shown.append(Text(f"\nnot pooled: {plain(one.panel)}: {plain(one.reason)}"))
            continue
        shown.append(
            Text(
                f"\npooled: {plain(one.panel)}: {one.estimate:.2f} "
                f"({one.low:.2f} to {one.high:.2f}); {one.method}, {one.scale} scale; "
                f"tau² {one.tau2:.3f}, I² {one.i2:.0f}%, Q {one.q:.2f} (p {one.q_p:.3f})",
                style="bold",
            )
        )
        rows = (
            (s.study, s.value, f"{s.effect:.3f}", f"{s.variance:.4f}", f"{s.weight:.1f}%")
            for s in one.studies
        )
        shown.append(table(("study", "value", "effect", "variance", "weight"), rows))
    return shown


def _signed(operator: str | None, value: str | None) -> str:
    return f"{operator if operator not in (None, '=') else ''}{value}" if value else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def changes(found: Iterable[Change]) -> Table:
    """Each conclusion before and after."""
    made = table(
        ("conclusion", "result", "studies", "verified", "claims", "values", "works", "broken hops"),
        (
            (
                c.name,
                c.result,
                _turn(len(c.before.studies), len(c.after.studies)),
                _turn(len(c.before.verified_studies), len(c.after.verified_studies)),
                *(
                    _turn(getattr(c.before.counts, name), getattr(c.after.counts, name))
                    for name in ("claims", "measurements", "publications", "broken_hops")
                ),
            )
            for c in found
        ),
    )
    made.columns[0].no_wrap = True
    return made


def _turn(before: int, after: int) -> str:
    return str(before) if before == after else f"{before} → {after}"


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
    role = found.nodes[cites.target].details.get("citationRole", "").rsplit("/", 1)[-1]
    for reference in _targets(found, cites.target, "points"):
        number = found.nodes[reference].details.get("referenceNumber", "?")
        for publication in _targets(found, reference, "refers"):
            work = found.nodes[publication]
            seen = work.details.get("textSeen", "unknown")
            said = f"citation: reference {number} ({role}) → {plain(work.label)}; seen: {seen}"
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


def _short(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for name, iri in PREFIXES.items():
            if term.value.startswith(iri):
                return f"{name}:{term.value.removeprefix(iri)}"
        return term.value
    return getattr(term, "value", str(term))
