"""The findings in a reference report: each with a rule, how grave it is, and a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.checking.report import EntryCheck, ReferenceReport
from ingest.notices import KINDS, iso_date
from ingest.sources.work import Notice, Version

Severity = Literal["error", "warning", "note"]
ReferenceRule = Literal[
    "reference-retracted", "reference-noticed", "reference-of-another-work", "reference-not-found",
    "reference-differs", "reference-ambiguous", "reference-superseded", "reference-not-checkable",
]  # fmt: skip
RULES: dict[ReferenceRule, str] = {
    "reference-retracted": "A cited work was retracted",
    "reference-noticed": "A cited work was corrected, or there is concern about it",
    "reference-of-another-work": "An identifier leads to another work than the printed one",
    "reference-not-found": "A cited work was not found in the places that were searched",
    "reference-differs": "A reference is printed otherwise than the record of its work",
    "reference-ambiguous": "A reference fits no work for certain",
    "reference-superseded": "There is a later version of a cited work",
    "reference-not-checkable": "A reference could not be checked",
}
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_OF_IDENTIFIERS = frozenset(("DOI", "PMID", "PMCID"))


@dataclass(frozen=True, slots=True)
class ReferenceFinding:
    """One finding about entry `number` of a reference list."""

    rule: ReferenceRule
    severity: Severity
    number: int
    message: str
    line: int | None = None


def findings(report: ReferenceReport) -> tuple[ReferenceFinding, ...]:
    """The findings of a report, the gravest first, then by number."""
    every = (one for entry in report.entries for one in of_entry(entry))
    return tuple(sorted(every, key=lambda one: (SEVERITIES.index(one.severity), one.number)))


def fails(report: ReferenceReport, fail_on: Literal["error", "warning", "never"]) -> bool:
    """Whether a report has a finding as grave as `fail_on`."""
    if fail_on == "never":
        return False
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(one.severity in grave for one in findings(report))


def of_entry(entry: EntryCheck) -> Iterator[ReferenceFinding]:
    """The findings about one entry."""
    for rule, severity, message in _each(entry):
        yield ReferenceFinding(rule, severity, entry.number, message, entry.line)


def _each(entry: EntryCheck) -> Iterator[tuple[ReferenceRule, Severity, str]]:
    for notice in entry.notices:
        yield _of_notice(notice)
    for version in entry.versions:
        if version.kind in ("later published as", "newer version"):
            yield "reference-superseded", "note", version_text(version)
    match entry.match:
        case "another work":
            yield "reference-of-another-work", "error", entry.message
        case "differs" if any(
            one.field in _OF_IDENTIFIERS and one.recorded.startswith("leads to")
            for one in entry.differences
        ):
            yield "reference-of-another-work", "error", entry.message
        case "differs":
            yield "reference-differs", "warning", entry.message
        case "not found":
            yield "reference-not-found", "warning", entry.message
        case "ambiguous":
            yield "reference-ambiguous", "warning", entry.message
        case "not checkable":
            yield "reference-not-checkable", "note", entry.message


def _of_notice(notice: Notice) -> tuple[ReferenceRule, Severity, str]:
    kind = KINDS.get(notice.nature.lower(), "correction")
    message = notice_text(notice)
    if kind == "retraction":
        return "reference-retracted", "error", message
    grave = kind in ("concern", "partial retraction")
    return "reference-noticed", "warning" if grave else "note", message


def notice_text(notice: Notice) -> str:
    """A notice in a line: what, when, where, and who says so.

    >>> notice_text(Notice("Retraction", "2020 Feb 6", doi="10.1000/1", said_by=("pubmed",)))
    'Retraction, 2020-02-06, doi:10.1000/1, says pubmed'
    """
    parts = (
        notice.nature, iso_date(notice.date) or notice.date,
        notice.doi and f"doi:{notice.doi}", notice.pmid and f"PMID {notice.pmid}",
        notice.reason, f"says {' and '.join(notice.said_by)}" if notice.said_by else "",
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def version_text(version: Version) -> str:
    """Another version in a line."""
    said = f", says {' and '.join(version.said_by)}" if version.said_by else ""
    return f"{version.kind}: {version.work}{said}"
