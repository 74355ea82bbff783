"""Results as tables in a terminal, every text taken as plain text."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from graph_viz.text.console import table
from graph_viz.text.plain import plain

if TYPE_CHECKING:
    from ingest.resolving.model import Resolved
    from ontology.model import Finding
    from queries.audit.audit import DocumentAudit
    from queries.compare import EndpointComparison
    from queries.overview import ConclusionSummary
    from queries.pooling import NotPooled, Pooled
    from queries.robustness import Robustness, Shared
    from queries.weighing import Weighing
    from queries.whatif import Change


def contents(counts: dict[str, int]) -> Table:
    """How many things of each kind."""
    return table(("kind", "number"), ((kind, str(n)) for kind, n in counts.items()))


def conclusions(found: "Iterable[ConclusionSummary]") -> Table:
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


def audit_head(audited: "DocumentAudit") -> Text:
    """What was checked in a document, and how it ended, in two lines."""
    outcomes = ", ".join(f"{n} {name}" for name, n in sorted(audited.outcomes.items()))
    graded = ", ".join(
        f"{n} {name}{'' if n == 1 else 's'}" for name, n in audited.severities.items()
    )
    return Text.assemble(
        (plain(audited.label), "bold"),
        f"\n{audited.claims} claims, {len(audited.values)} stated values: {outcomes}\n{graded}\n",
    )


def findings(found: "Iterable[Finding]") -> Table:
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


def robustness(found: "Iterable[Robustness]") -> Text:
    """What each conclusion stands on, in words."""
    made = Text()
    for one in found:
        made.append(plain(one.conclusion.rsplit("/", 1)[-1]), "bold")
        made.append(f": {plain(one.text)}\n")
        for words in one.words:
            made.append(f"  - {plain(words)}\n")
    return made


def shared(found: "Iterable[Shared]") -> Table:
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


def weighing(found: "Weighing") -> Table:
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


def comparison_rows(found: "EndpointComparison") -> list[list[str]]:
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


def comparison(found: "EndpointComparison") -> list[Text | Table]:
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


def pooled(found: "Iterable[Pooled | NotPooled]") -> list[Text | Table]:
    """What pooling gave for each panel, with each study's part in it."""
    from queries.pooling import NotPooled

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


def changes(found: "Iterable[Change]") -> Table:
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


def resolved(found: "Iterable[Resolved]") -> Table:
    """What was found of each reference on the network."""
    header = ("no.", "reference", "outcome", "identifiers, and who says so", "agrees", "notices")
    return table(header, map(_resolved_row, found))


def _resolved_row(one: "Resolved") -> list[str]:
    from ingest.resolving.model import ID_KINDS

    ids = [
        f"{kind.upper()} {value} ({', '.join(one.said_by[kind])})"
        for kind in ID_KINDS
        if (value := getattr(one, kind))
    ]
    agreed = [
        f"{said.source}: {', '.join(said.agreed)}"
        + (f"; not {', '.join(said.disagreed)}" if said.disagreed else "")
        for said in one.said
    ]
    open_ = one.candidates[:3] if one.outcome == "ambiguous" else ()
    maybe = [f"perhaps {c.doi or c.pmid or c.pmcid or ''}: {c.work}" for c in open_]
    notices = [
        " ".join(part for part in (n.nature, n.date, n.doi or n.pmid) if part) for n in one.notices
    ]
    return [
        str(one.number),
        one.reference if len(one.reference) <= 80 else f"{one.reference[:79]}…",
        one.outcome,
        "\n".join(ids),
        "\n".join(agreed or maybe),
        "\n".join(notices),
    ]
