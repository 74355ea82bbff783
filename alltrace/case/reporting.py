"""A case as the report that the command prints."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from alltrace.case.checking import Case
from graph_viz.text.reports.checking import (
    BrokenValue,
    CheckReport,
    LeftSource,
    MatchedSource,
    ReferenceFault,
    UncheckedValues,
    WantedSource,
)
from ingest.checking.findings import ReferenceFinding, findings
from queries.audit.audit import ValueOutcome
from queries.audit.audit import fails as audit_fails

HOLDING = ("verified", "derived")
CHECKED = (*HOLDING, "mismatch", "found in another reference")
"""The outcomes of values whose sources were seen to say something of them."""
NO_SOURCE = "no source was given for"
NOT_SEEN = "not seen in what was given of"
_OF_SEARCH = ("reference-not-found", "reference-not-checkable")
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
        references=[
            ReferenceFault(f.rule, f.severity, f.number, f.message)
            for f in reference_findings(case)
            if f.severity != "note"
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


def reference_findings(case: Case) -> Iterator[ReferenceFinding]:
    """The findings about the references.

    That a work is in none of the given files says nothing, for few are given; that no index has it
    is told where these were asked.
    """
    for finding in findings(case.references):
        if case.manifest.request.online or finding.rule not in _OF_SEARCH:
            yield finding


def fails(case: Case, fail_on: Literal["error", "warning", "never"]) -> bool:
    """Whether a finding on the paper or on its references is as grave as `fail_on`."""
    grave = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]
    told = any(finding.severity in grave for finding in reference_findings(case))
    return told or audit_fails([case.audit], fail_on)


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
