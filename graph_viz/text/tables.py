"""Results as tables in a terminal, every text taken as plain text."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from graph_viz.text.console import table
from graph_viz.text.plain import plain
from graph_viz.text.quotes import quoted
from ontology import wording
from ontology.terms import local_name

if TYPE_CHECKING:
    from ingest.resolving.model import Resolved
    from ontology.model import Finding
    from queries.audit.audit import DocumentAudit
    from queries.compare import EndpointComparison, Row
    from queries.overview import ConclusionSummary
    from queries.pooling import NotPooled, Pooled
    from queries.robustness import Robustness, Shared
    from queries.weighing import Weighing
    from queries.whatif import Change, Side


def contents(counts: dict[str, int]) -> Table:
    """How many things of each kind."""
    return table(("kind", "number"), ((kind, str(n)) for kind, n in counts.items()))


def conclusions(summaries: "Iterable[ConclusionSummary]") -> Table:
    """The conclusions with what each rests on."""
    header = ("conclusion", "in our words", "claims", "values", "works", "studies")
    result = table((*header, "+", "-", "~", "‼"), map(_conclusion_row, summaries), unwrapped=1)
    for column in result.columns[2:]:
        column.justify = "right"
    return result


def _conclusion_row(summary: "ConclusionSummary") -> Iterator[str]:
    n = summary.counts
    yield from (summary.name, "\n".join(filter(None, (summary.text, quoted(summary.quote)))))
    yield from map(str, (n.claims, n.measurements, n.publications, n.studies))
    yield from map(str, (n.supporting, n.disputing, n.qualifying, n.errors + n.warnings))


def audit_head(audited: "DocumentAudit") -> Text:
    """What was checked in a document, and how it ended, in two lines."""
    outcomes = ", ".join(f"{n} {name}" for name, n in sorted(audited.outcomes.items()))
    severities = ", ".join(
        f"{n} {name}{'' if n == 1 else 's'}" for name, n in audited.severities.items()
    )
    checked = f"{audited.claims} claims, {len(audited.values)} stated values"
    return Text.assemble((plain(audited.label), "bold"), f"\n{checked}: {outcomes}\n{severities}\n")


def findings(listed: "Iterable[Finding]") -> Table:
    """The findings, one a row; a dismissed one says so."""
    header = ("severity", "rule", "place", "what was found")
    result = table(header, map(_finding_row, listed), unwrapped=3)
    result.show_lines = True
    return result


def _finding_row(finding: "Finding") -> tuple[str, ...]:
    review = "" if finding.review == "open" else f" ({finding.review})"
    statement = "".join(f"\n{text}" for text in (finding.statement, quoted(finding.quote)) if text)
    place = (finding.place or "").replace("paragraph ", "p").replace(", sentence ", " s")
    return finding.severity + review, finding.rule, place, finding.message + statement


def robustness(results: "Iterable[Robustness]") -> Text:
    """What each conclusion stands on, in words."""
    text = Text()
    for result in results:
        text.append(plain(local_name(result.conclusion)), "bold")
        text.append(f": {plain(result.text)}\n")
        for words in result.words:
            text.append(f"  - {plain(words)}\n")
    return text


def shared(pairs: "Iterable[Shared]") -> Table:
    """How much each two conclusions have in common."""
    header = ("conclusion", "and", "claims", "values", "works", "studies")
    return table(header, map(_shared_row, pairs))


def _shared_row(pair: "Shared") -> Iterator[str]:
    yield from (local_name(pair.first), local_name(pair.second))
    for common in (pair.claims, pair.measurements, pair.publications, pair.studies):
        yield str(len(common))


def weighing(result: "Weighing") -> Table:
    """The conclusion, then each argument below it, with how its weight comes about."""
    rows = ((f"{a.weight:.3f}", a.label or a.iri, a.derivation) for a in reversed(result.arguments))
    arguments = table(("weight", "argument", "by DF-QuAD"), rows)
    arguments.title = Text(f"start weights and what comes of them: {result.weight:.3f}")
    return arguments


COMPARE_COLUMNS = (
    "panel", "group", "study", "regimen", "cohort", "value", "unit", "events", "n", "low", "high",
    "level", "interval", "said by", "source", "stated as",
)  # fmt: skip


def comparison_rows(compared: "EndpointComparison") -> list[list[str]]:
    """Every value of a comparison as cells, in the order of `COMPARE_COLUMNS`."""
    return [
        [
            panel.title, r.group, r.study_label, r.regimen or "", r.cohort or "", _value(r),
            r.unit or "", *map(_number, (r.events, r.n, r.low, r.high, r.level)),
            r.interval or "", r.said_by, r.source,
            "; ".join(f"{s.value} ({s.document})" for s in r.stated_as),
        ]
        for panel in compared.panels
        for r in panel.rows
    ]  # fmt: skip


def comparison(compared: "EndpointComparison") -> Iterator[Text | Table]:
    """The panels of a comparison, each a table: its values may stand beside each other."""
    header = (compared.by, "about", "value", "interval", "which is", "n", "who says so")
    for panel in compared.panels:
        yield Text(f"\n{plain(panel.title)}", style="bold")
        yield table(header, map(_comparison_row, panel.rows))


def _comparison_row(row: "Row") -> tuple[str, ...]:
    return (
        row.group,
        " · ".join(part for part in (row.regimen, row.cohort) if part and part != row.group),
        _value(row) or "no number",
        f"{_number(row.low)} to {_number(row.high)}" if row.low is not None else "",
        row.interval or "",
        f"{row.events}/{row.n}" if row.events is not None and row.n else _number(row.n),
        row.said_by + "".join(f"; stated as {s.value}" for s in row.stated_as),
    )


def pooled(results: "Iterable[Pooled | NotPooled]") -> Iterator[Text | Table]:
    """What pooling gave for each panel, with each study's part in it."""
    from queries.pooling import NotPooled

    for pool in results:
        if isinstance(pool, NotPooled):
            yield Text(f"\nnot pooled: {plain(pool.panel)}: {plain(pool.reason)}")
            continue
        yield Text(
            f"\npooled: {plain(pool.panel)}: {pool.estimate:.2f} "
            f"({pool.low:.2f} to {pool.high:.2f}); {pool.method}, {pool.scale} scale; "
            f"tau² {pool.tau2:.3f}, I² {pool.i2:.0f}%, Q {pool.q:.2f} (p {pool.q_p:.3f})",
            style="bold",
        )
        rows = (
            (s.study, s.value, f"{s.effect:.3f}", f"{s.variance:.4f}", f"{s.weight:.1f}%")
            for s in pool.studies
        )
        yield table(("study", "value", "effect", "variance", "weight"), rows)


def _value(row: "Row") -> str:
    return f"{wording.sign(row.operator)}{row.value}" if row.value else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def changes(listed: "Iterable[Change]") -> Table:
    """Each conclusion before and after."""
    header = ("conclusion", "result", "studies", "verified", "claims", "values", "works")
    return table((*header, "broken hops"), map(_change_row, listed), unwrapped=1)


def _change_row(change: "Change") -> Iterator[str]:
    yield from (change.name, change.result)
    for before, after in zip(_sizes(change.before), _sizes(change.after), strict=True):
        yield str(before) if before == after else f"{before} → {after}"


def _sizes(side: "Side") -> Iterator[int]:
    yield from (len(side.studies), len(side.verified_studies))
    n = side.counts
    yield from (n.claims, n.measurements, n.publications, n.broken_hops)


def resolved(references: "Iterable[Resolved]") -> Table:
    """What the network sources say of each reference."""
    header = ("no.", "reference", "outcome", "identifiers, and who says so", "agrees", "notices")
    return table(header, map(_resolved_row, references))


def _resolved_row(result: "Resolved") -> tuple[str, ...]:
    from ingest.resolving.model import ID_KINDS

    ids = [
        f"{kind.upper()} {value} ({', '.join(result.said_by[kind])})"
        for kind in ID_KINDS
        if (value := result.identifier(kind))
    ]
    agreed = [
        f"{said.source}: {', '.join(said.agreed)}"
        + (f"; not {', '.join(said.disagreed)}" if said.disagreed else "")
        for said in result.said
    ]
    candidates = result.candidates[:3] if result.outcome == "ambiguous" else ()
    perhaps = [f"perhaps {c.doi or c.pmid or c.pmcid or ''}: {c.work}" for c in candidates]
    notices = [" ".join(filter(None, (n.nature, n.date, n.doi or n.pmid))) for n in result.notices]
    return (
        str(result.number),
        result.reference if len(result.reference) <= 80 else f"{result.reference[:79]}…",
        result.outcome,
        *map("\n".join, (ids, agreed or perhaps, notices)),
    )
