"""A case as the report that the command prints."""

from collections import Counter
from collections.abc import Iterator

from alltrace.case.checking import Case
from graph_viz.text.reports.checking import (
    BrokenValue,
    CheckReport,
    LeftSource,
    MatchedSource,
    UncheckedValues,
    WantedSource,
)
from queries.audit.audit import ValueOutcome

HOLDING = ("verified", "derived")
CHECKED = (*HOLDING, "mismatch", "found in another reference")
"""The outcomes of values whose sources were seen to say something of them."""
NO_SOURCE = "no source was given for"
NOT_SEEN = "not seen in what was given of"
UNCITED = "no reference is cited for it"


def report(case: Case) -> CheckReport:
    """What was checked, what is broken, and what could not be checked and why."""
    manifest, audited = case.manifest, case.audit
    broken = [f for f in audited.findings if f.severity != "note" and f.review != "dismissed"]
    outcomes = audited.outcomes
    return CheckReport(
        paper=manifest.request.paper,
        title=manifest.paper.title,
        case=str(case.folder) if case.folder is not None else None,
        values=len(audited.values),
        checked=sum(outcomes.get(outcome, 0) for outcome in CHECKED),
        holding=sum(outcomes.get(outcome, 0) for outcome in HOLDING),
        outcomes=outcomes,
        findings=audited.severities,
        corrected=case.reviewed,
        broken=[
            BrokenValue(
                rule=f.rule,
                severity=f.severity,
                place=f.place,
                statement=f.quote or f.statement,
                message=f.message,
                values=f.values,
                references=f.references,
            )
            for f in broken
        ],
        unchecked=list(_unchecked(case)),
        sources=[
            MatchedSource(
                reference=s.reference,
                file=s.file,
                holds=s.holds,
                certainty=s.certainty,
                reason=s.reason,
                values=sum(key.startswith("reported/") for key in s.draft.things) if s.draft else 0,
            )
            for s in manifest.sources
        ],
        unused=[LeftSource(one.file, one.kind, one.message) for one in manifest.unused],
        missing=[WantedSource(m.reference, m.printed, m.cited_for) for m in manifest.missing],
        notes=list(manifest.notes),
        changed=list(case.changed),
    )


def _unchecked(case: Case) -> Iterator[UncheckedValues]:
    """The values that could not be checked, by reason, each reason with its references."""
    without = {one.reference for one in case.manifest.missing}
    counts: Counter[str] = Counter()
    references: dict[str, set[int]] = {}
    for value in case.audit.values:
        if value.outcome in CHECKED:
            continue
        reason, numbers = _reason(value, without)
        counts[reason] += 1
        references.setdefault(reason, set()).update(numbers)
    for reason in (NO_SOURCE, NOT_SEEN, UNCITED):
        if counts[reason]:
            listed = tuple(sorted(references[reason]))
            yield UncheckedValues(reason, listed, counts[reason])


def _reason(value: ValueOutcome, without: set[int]) -> tuple[str, set[int]]:
    if value.outcome == "uncited":
        return UNCITED, set()
    cited = set(value.references)
    missing = cited & without
    return (NO_SOURCE, missing) if missing else (NOT_SEEN, cited)
